"""A published report to which something was missing (SI 2012/2089 regs 6 and 7)."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen
from decisions.models.meetings import AgendaItem


class ReportGap(Frozen):
    """A report went out without a part to which it refers, so it did not count as available.

    `attached`: the part is published now and the clear days are counted afresh, as in `deadline`. Otherwise the part is
    left out, which needs the Monitoring Officer's advice.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="report_gaps")
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="gaps")
    part = models.CharField(max_length=300)
    attached = models.BooleanField()
    deadline = models.JSONField(null=True, blank=True)
    found_by = models.ForeignKey(User, PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["found_at", "pk"]

    def __str__(self) -> str:
        return f"{self.part}: {'attached' if self.attached else 'left out'}"
