"""PDFs of the audit trail that the worker makes: what was asked for, and what came of it."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Document, User
from commissioning.models.base import Frozen


class TrailOrder(Frozen):
    """One person's wish for a PDF of these events, as open as their office saw them at that moment."""

    case = models.ForeignKey(Case, PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, PROTECT, related_name="+")
    asked_as = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    events = models.JSONField()
    is_filtered = models.BooleanField()
    sees_members = models.BooleanField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Order {self.pk} of the trail of {self.case_id}"


class TrailFile(Frozen):
    """The end of an order: the stored PDF, or why there is none."""

    order = models.OneToOneField(TrailOrder, PROTECT, related_name="file")
    document = models.ForeignKey(Document, PROTECT, null=True, blank=True, related_name="+")
    held_back = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
