"""A duty: one thing that one office (or one person) has to do in one case. The inbox is one query over these rows."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models.base import Tracked
from commissioning.models.cases import Case
from commissioning.models.people import Body, Office, User


class Duty(Tracked):
    """Open until `closed_at`. `kind` is the code of the act in the access matrix; `round` counts loops back.

    `subject_id` points to the record the duty is about (an agenda item, a call-in) where the case alone is not
    enough. `due_on` is the local date that matters in law, `due_at` the exact moment, `deadline` the whole reckoning.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="duties")
    kind = models.CharField(max_length=40)
    body = models.ForeignKey(Body, PROTECT, related_name="duties")
    office = models.ForeignKey(Office, PROTECT, related_name="duties")
    person = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="duties")
    round = models.PositiveSmallIntegerField(default=1)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    deadline = models.JSONField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="closed_duties")
    result = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["due_at", "opened_at", "pk"]
        verbose_name_plural = "duties"
        indexes = [
            models.Index(fields=["case", "kind"], condition=Q(closed_at__isnull=True), name="duty_open_by_case"),
            models.Index(fields=["office"], condition=Q(closed_at__isnull=True), name="duty_open_by_office"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
