"""Under which function of the scheme of delegation a case falls, and what the Leader allocated."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Body, Case, Office, User
from commissioning.models.base import Frozen


class CaseFunction(Frozen):
    """The function of the scheme that a case exercises, in the scheme's words; the newest of a case counts.

    Empty: the scheme names none, so the Leader decides or allocates (Local Government Act 2000 s9E(2)).
    """

    case = models.ForeignKey(Case, PROTECT, related_name="functions")
    n = models.PositiveSmallIntegerField()
    function = models.CharField(max_length=300, blank=True)
    reasons = models.TextField()
    named_by = models.ForeignKey(User, PROTECT, related_name="+")
    named_as = models.CharField(max_length=300)
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "n"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="case_function_n_once")]

    def __str__(self) -> str:
        return self.function or "No function of the scheme"


class Allocation(Frozen):
    """The Leader's arrangement for one matter: a body of the executive, or one of its members; the newest counts."""

    case = models.ForeignKey(Case, PROTECT, related_name="allocations")
    n = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField()
    made_by = models.ForeignKey(User, PROTECT, related_name="+")
    made_as = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_on = models.DateField()

    class Meta:
        ordering = ["case", "n"]
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="allocation_n_once"),
            models.CheckConstraint(
                condition=models.Q(body__isnull=True) ^ models.Q(office__isnull=True), name="allocation_to_one"
            ),
        ]

    def __str__(self) -> str:
        return f"To {self.name}"

    @property
    def name(self) -> str:
        """Who decides, in words."""
        return self.office.title if self.office else self.body.name
