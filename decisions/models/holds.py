"""A hold: something that keeps a decision from being carried out. Neutral, so that decisions need not know scrutiny."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Case
from commissioning.models.base import Tracked


class Hold(Tracked):
    """Open until `lifted_at`. `reference` names the record that placed it, `concerns` what must be answered first.

    `resolutions` are the numbers of those held where the others are free to take effect; empty: the whole decision.
    """

    KINDS = [
        ("CALL_IN", "Call-in"),
        ("MONITORING_OFFICER", "Report of the Monitoring Officer"),
        ("COURT_ORDER", "Court order"),
        ("SPEND_STOP", "Section 114 report"),
        ("RESIDENTS", "Residents’ petition"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="holds")
    kind = models.CharField(max_length=30, choices=KINDS)
    reference = models.CharField(max_length=60)
    reason = models.TextField()
    concerns = models.JSONField(default=list)
    resolutions = models.JSONField(default=list)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["placed_at", "pk"]
        indexes = [models.Index(fields=["case"], condition=Q(lifted_at__isnull=True), name="hold_open_by_case")]
