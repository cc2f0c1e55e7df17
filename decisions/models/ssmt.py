"""What the agencies recommend together. The senior management team decides nothing: it recommends."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Duty, Office, Organisation, User
from commissioning.models.base import Frozen
from decisions.models.meetings import AgendaItem


class AgencyRecommendation(Frozen):
    """One agency's answer. It may be corrected by a further row until the chair states the outcome."""

    POSITIONS = [
        ("SUPPORT", "Support"),
        ("SUPPORT_WITH_CONDITIONS", "Support with conditions"),
        ("DO_NOT_SUPPORT", "Do not support"),
        ("ABSTAIN", "Abstain"),
    ]
    duty = models.ForeignKey(Duty, PROTECT, related_name="agency_recommendations")
    n = models.PositiveSmallIntegerField(default=1)
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="agency_recommendations")
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="recommendations")
    office = models.ForeignKey(Office, PROTECT, related_name="+")
    position = models.CharField(max_length=30, choices=POSITIONS)
    conditions = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    given_by = models.ForeignKey(User, PROTECT, related_name="agency_recommendations")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "n"], name="agency_recommendation_n_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_position_display()}"


class SsmtOutcome(Frozen):
    """What the chair stated, with the agencies' answers as they stood at that moment."""

    OUTCOMES = [
        ("RECOMMENDED", "Jointly recommended"),
        ("RECOMMENDED_WITH_DISSENT", "Recommended with dissent"),
        ("RETURNED", "Returned to the officer"),
        ("DEFERRED", "Deferred"),
        ("NOT_SUPPORTED", "Not supported"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="ssmt_outcomes")
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="ssmt_outcomes")
    n = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=30, choices=OUTCOMES)
    text = models.TextField()
    reasons = models.TextField(blank=True)
    actions = models.JSONField(default=list, blank=True)
    positions = models.JSONField(default=list)
    reckoning = models.TextField()
    stated_by = models.ForeignKey(User, PROTECT, related_name="ssmt_outcomes")
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "n", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="ssmt_outcome_n_once")]

    def __str__(self) -> str:
        return self.get_outcome_display()
