"""A change of the scheme of delegation that one person proposes and another confirms."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Delegation, Office, User
from commissioning.models.base import Tracked


class SchemeChange(Tracked):
    """A new line, a changed line or an end, as proposed; nothing of it applies before a second person confirms it.

    `line` is the line that changes or ends. Of one function at most one change waits, so that what the second person
    sees is what will change. Local Government Act 2000 s9E; amounts in pence.
    """

    KINDS = [("ADD", "New line"), ("CHANGE", "Changed line"), ("END", "End of a line")]
    RESULTS = [("", "Waiting"), ("CONFIRMED", "Confirmed"), ("WITHDRAWN", "Withdrawn")]
    kind = models.CharField(max_length=10, choices=KINDS)
    line = models.ForeignKey(Delegation, PROTECT, null=True, blank=True, related_name="changes")
    office = models.ForeignKey(Office, PROTECT, related_name="+")
    function = models.CharField(max_length=300)
    executive = models.BooleanField(default=True)
    limit = models.BigIntegerField(null=True, blank=True)
    key_decisions = models.BooleanField(default=True)
    conditions = models.TextField(blank=True)
    applies_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    reasons = models.TextField()
    proposed_by = models.ForeignKey(User, PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=RESULTS, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["function"], condition=Q(closed_at__isnull=True), name="scheme_change_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.function}"
