"""The structured parts of a submitted proposal: what is recommended, weighed, paid, risked and answered.

A draft lives in its saves (`DraftSave`); submitting writes these rows once, beside the frozen content of the version,
so that money, options and risks can be asked about across cases. Money in pence.
"""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen
from commissioning.models.evidence_parts import BASES
from commissioning.models.people import Organisation
from commissioning.models.proposals import ProposalVersion

KINDS = [("REVENUE", "Revenue"), ("CAPITAL", "Capital")]


def _once(*fields: str, name: str) -> list[models.UniqueConstraint]:
    return [models.UniqueConstraint(fields=["version", *fields], name=name)]


class Recommendation(Frozen):
    """One numbered recommendation: who does what, to what value, delegated to whom. One that only notes binds nobody."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    operative = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]
        constraints = _once("number", name="recommendation_once")


class Criterion(Frozen):
    """What options are weighed by; the weights of all criteria add up to 100 and are set before scoring."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "criteria"
        constraints = _once("number", name="criterion_once")

    @property
    def key(self) -> str:
        return f"K{self.number}"


class Option(Frozen):
    """One way to meet the need; doing nothing is always among them, and what is rejected says why."""

    KINDS = [
        ("DO_NOTHING", "Do nothing"),
        ("DO_MINIMUM", "Do the minimum"),
        ("OPTION", "Option"),
    ]
    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    description = models.TextField(blank=True)
    preferred = models.BooleanField(default=False)
    rejected_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = _once("number", name="option_once")

    @property
    def key(self) -> str:
        return f"O{self.number}"


class Score(Frozen):
    """How an option does on a criterion, 0 (fails) to 5 (meets fully)."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="scores")
    option = models.PositiveSmallIntegerField()
    criterion = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["option", "criterion"]
        constraints = _once("option", "criterion", name="score_once")


class CostLine(Frozen):
    """What something costs in one financial year ("2026/27")."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="cost_lines")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    year = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=KINDS)
    amount = models.BigIntegerField()
    basis = models.CharField(max_length=12, choices=BASES)
    basis_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = _once("number", name="cost_line_once")


class FinanceLine(Frozen):
    """What one agency pays in one financial year."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="finance_lines")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="+")
    year = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=KINDS)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = _once("number", name="finance_line_once")


class SavingsShare(Frozen):
    """Which part of the savings an agency keeps, in hundredths of a per cent; all shares make 10,000 exactly."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="savings_shares")
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="+")
    hundredths = models.PositiveIntegerField()

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = _once("organisation", name="savings_share_once")


class PrincipleAnswer(Frozen):
    """The answer to one of the seven principles. Ratings are never averaged."""

    RATINGS = [
        ("STRONG_POSITIVE", "Strong positive"),
        ("POSITIVE", "Positive"),
        ("NEUTRAL", "Neutral"),
        ("NEGATIVE", "Negative"),
        ("NOT_APPLICABLE", "Does not apply"),
    ]
    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="principle_answers")
    code = models.CharField(max_length=2)
    rating = models.CharField(max_length=20, choices=RATINGS, blank=True)
    narrative = models.TextField(blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    mitigation = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = _once("code", name="principle_answer_once")


class Assessment(Frozen):
    """The equality analysis (Equality Act 2010 s149): full, updated after consultation, or screened out with reason."""

    STATES = [
        ("FULL", "Full analysis"),
        ("UPDATED_AFTER_CONSULTATION", "Full analysis, updated after consultation"),
        ("SCREENED_OUT", "Screened out"),
    ]
    version = models.OneToOneField(ProposalVersion, PROTECT, related_name="assessment")
    status = models.CharField(max_length=30, choices=STATES, blank=True)
    reason = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)


class EqualityImpact(Frozen):
    """What the proposal does to one protected or local group, and what is done about harm or not knowing."""

    EFFECTS = [
        ("POSITIVE", "Positive"),
        ("NEUTRAL", "Neutral"),
        ("NEGATIVE", "Negative"),
        ("UNKNOWN", "Not known"),
    ]
    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="equality_impacts")
    group = models.CharField(max_length=40)
    effect = models.CharField(max_length=10, choices=EFFECTS, blank=True)
    evidence = models.TextField(blank=True)
    mitigation = models.TextField(blank=True)

    class Meta:
        ordering = ["group"]
        constraints = _once("group", name="equality_impact_once")


class Risk(Frozen):
    """One risk as cause, event and effect; score is likelihood times impact, each 1 to 5, before and after controls."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="risks")
    number = models.PositiveSmallIntegerField()
    description = models.TextField()
    owner = models.CharField(max_length=200)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    controls = models.TextField(blank=True)
    residual_likelihood = models.PositiveSmallIntegerField()
    residual_impact = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = _once("number", name="risk_once")


class EvidenceLink(Frozen):
    """That the case for the proposal rests on a claim of the approved evidence pack."""

    version = models.ForeignKey(ProposalVersion, PROTECT, related_name="evidence_links")
    number = models.PositiveSmallIntegerField()
    claim = models.CharField(max_length=10)
    statement = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = _once("number", name="evidence_link_once")
