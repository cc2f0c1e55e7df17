"""A part of a decision that took effect while the rest was held: what was called in could be severed from it."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case
from commissioning.models.base import Frozen
from decisions.models.decisions import Decision


class PartialEffect(Frozen):
    """The numbered resolutions that took effect before the others (Local Government Act 2000 s9F(4))."""

    case = models.ForeignKey(Case, PROTECT, related_name="partial_effects")
    decision = models.OneToOneField(Decision, PROTECT, related_name="partial_effect")
    resolutions = models.JSONField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
