"""What was wrong in a published report (SI 2012/2089 reg 7)."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import User
from commissioning.models.base import Frozen
from decisions.models.meetings import AgendaItem


class Erratum(Frozen):
    """One correction of the report on an item, published beside it; the report itself stays as it was published.

    `content` is the whole report as it is to be read with this and every earlier erratum, under its own hash. An `effect` of
    MATERIAL took the report off the agenda, `why` says so to the public.
    """

    EFFECTS = [("ERRATUM", "Erratum"), ("MATERIAL", "Report taken off the agenda")]
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="errata")
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    was = models.TextField()
    now = models.TextField()
    note = models.TextField()
    effect = models.CharField(max_length=10, choices=EFFECTS)
    why = models.TextField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, PROTECT, related_name="+")

    class Meta:
        ordering = ["item", "number"]
        verbose_name_plural = "errata"
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="erratum_number_once")]

    def __str__(self) -> str:
        return f"Erratum {self.number} to the report on {self.item}"
