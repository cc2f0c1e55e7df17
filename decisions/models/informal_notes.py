"""What members said about a case without deciding it (SI 2012/2089 regs 3, 4 and 12)."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen
from decisions.rules.informal_notes import HOW


class InformalNote(Frozen):
    """An answer outside a meeting, or a discussion without a quorum, kept as informal; nothing ever reads it as a decision."""

    case = models.ForeignKey(Case, PROTECT, related_name="informal_notes")
    how = models.CharField(max_length=20, choices=list(HOW.items()))
    held_on = models.DateField()
    text = models.TextField()
    noted_by = models.ForeignKey(User, PROTECT, related_name="+")
    noted_as = models.CharField(max_length=300)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return f"Informal: {self.case_id}, {self.held_on}"
