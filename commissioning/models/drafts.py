"""Every save of a draft, kept as it was: two people in one part lose nothing."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen
from commissioning.models.cases import Case
from commissioning.models.people import User


class DraftSave(Frozen):
    """One save of one part of a draft ("proposal/SUMMARY", "pack/I1") as plain data.

    `revision` counts the saves of the part from 1; a save names the revision it started from, and the database lets
    each revision exist once. Long texts live here and in version rows, not in history rows.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="draft_saves")
    part = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    saved_by = models.ForeignKey(User, PROTECT, null=True, related_name="+")
    saved_in = models.CharField(max_length=200, blank=True)  # office at that moment, as words
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["part", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["case", "part", "revision"], name="draft_revision_once")
        ]
