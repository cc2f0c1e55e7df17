"""What an approved evidence pack says: sources, indicators, observations, claims.

A draft lives in its saves (`DraftSave`); approval writes these rows once, beside the frozen content of the version.
"""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen
from commissioning.models.evidence_packs import EvidencePackVersion

BASES = [("REAL", "Real"), ("DERIVED", "Derived"), ("ILLUSTRATIVE", "Illustrative")]


class Source(Frozen):
    """Where figures come from: publisher, date, licence, address."""

    version = models.ForeignKey(EvidencePackVersion, PROTECT, related_name="sources")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    published_on = models.DateField()
    licence = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="source_number_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def key(self) -> str:
        return f"S{self.number}"


class Indicator(Frozen):
    """One measure over time. A real one names its source, a derived one says how it was worked out."""

    version = models.ForeignKey(EvidencePackVersion, PROTECT, related_name="indicators")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    unit = models.CharField(max_length=60)
    area = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=12, choices=BASES)
    source = models.ForeignKey(Source, PROTECT, null=True, blank=True, related_name="indicators")
    derivation = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="indicator_number_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def key(self) -> str:
        return f"I{self.number}"


class Observation(Frozen):
    """The value of an indicator in one period, with its range where it is an estimate or a forecast."""

    indicator = models.ForeignKey(Indicator, PROTECT, related_name="observations")
    position = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    low = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    basis = models.CharField(max_length=12, choices=BASES)

    class Meta:
        ordering = ["position", "pk"]


class Claim(Frozen):
    """A finding in one sentence; the indicators that carry it are its links."""

    version = models.ForeignKey(EvidencePackVersion, PROTECT, related_name="claims")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="claim_number_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.text}"

    @property
    def key(self) -> str:
        return f"C{self.number}"


class ClaimIndicator(Frozen):
    """That a claim rests on an indicator."""

    claim = models.ForeignKey(Claim, PROTECT, related_name="links")
    indicator = models.ForeignKey(Indicator, PROTECT, related_name="links")

    class Meta:
        ordering = ["indicator__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "indicator"], name="claim_indicator_once")]
