"""Asking the public: a consultation on a case, how long it runs, and how people were told of it."""

from __future__ import annotations

from django.db import models
from django.db.models import PROTECT, F, Q

from commissioning.models.base import Frozen, Tracked
from commissioning.models.cases import Case, Document
from commissioning.models.people import User
from commissioning.rules.consultations import CHANGES, answers


class Consultation(Tracked):
    """One consultation with its first and its last day. `override`: why the Monitoring Officer let it begin in a
    pre-election period, else empty.

    R (Moseley) v Haringey [2014] UKSC 56; Local Government Act 1986 s2.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="consultations")
    n = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    question = models.TextField()
    how = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    override = models.TextField(blank=True)
    opened_by = models.ForeignKey(User, PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="consultation_n_once"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="consultation_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """As it stands in addresses: 2026-014-c1."""
        return f"{self.case.reference.replace('/', '-')}-c{self.n}"

    @property
    def newest_result(self) -> ConsultationResult | None:
        """What people said, as it counts now."""
        return next(reversed(list(self.results.all())), None)


class ConsultationExtension(Frozen):
    """A later last day, with the reasons that residents read."""

    consultation = models.ForeignKey(Consultation, PROTECT, related_name="extensions")
    was_until = models.DateField()
    until = models.DateField()
    reasons = models.TextField()
    extended_by = models.ForeignKey(User, PROTECT, related_name="+")
    extended_as = models.CharField(max_length=300)
    extended_at = models.DateTimeField()

    class Meta:
        ordering = ["extended_at", "pk"]


class ConsultationPublicity(Frozen):
    """One way in which people were told of a consultation. `override` as in Consultation."""

    consultation = models.ForeignKey(Consultation, PROTECT, related_name="publicity")
    what = models.TextField()
    on = models.DateField()
    override = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name_plural = "consultation publicity"


class ConsultationResult(Frozen):
    """What came back from a consultation and what followed from it. The newest one of a consultation counts; an earlier one
    stays beside it, with why it was corrected.

    R v Brent LBC ex p Gunning (1985) 84 LGR 168: the answers are conscientiously taken into account.
    """

    consultation = models.ForeignKey(Consultation, PROTECT, related_name="results")
    n = models.PositiveSmallIntegerField()
    answered = models.PositiveIntegerField()
    summary = models.TextField()
    change = models.CharField(max_length=20, choices=list(CHANGES.items()))
    response = models.TextField()
    corrected = models.TextField(blank=True)
    document = models.ForeignKey(Document, PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["consultation", "n"]
        constraints = [models.UniqueConstraint(fields=["consultation", "n"], name="consultation_result_n_once")]

    @property
    def answered_words(self) -> str:
        """412 answers."""
        return answers(self.answered)
