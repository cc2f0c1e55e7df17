"""A decision that took effect inside its call-in window, because the constitution lets it be carried out there."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case
from commissioning.models.base import Frozen
from decisions.models.decisions import Decision


class EarlyEffect(Frozen):
    """From when on. What stopped it afterwards, and when it went on, stands in the holds and the stops of the case."""

    case = models.OneToOneField(Case, PROTECT, related_name="early_effect")
    decision = models.OneToOneField(Decision, PROTECT, related_name="early_effect")
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
