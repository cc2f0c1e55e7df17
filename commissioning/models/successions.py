"""An agency is merged or abolished: which body takes over, and from which day."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Tracked
from commissioning.models.people import Organisation, User


class Succession(Tracked):
    """The dated mapping of one agency to its successor, with the instrument that orders it.

    `in_effect_at`: from when the product asks the successor; `handed_over_at`: when every open case had followed.
    NHS Act 2006 ss14Z25 to 14Z28 and the like: property, rights and liabilities pass; a signature in a case does not.
    """

    predecessor = models.OneToOneField(Organisation, PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Organisation, PROTECT, related_name="successions")
    effective_on = models.DateField()
    document = models.CharField(max_length=300)
    reason = models.TextField()
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    in_effect_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-effective_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"
