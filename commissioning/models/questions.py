"""The commissioning question as it was put: what the track was chosen from."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Tracked
from commissioning.models.cases import Case
from commissioning.models.people import Organisation


class CommissioningQuestion(Tracked):
    """What the officer stated beside the question itself. `estimate` is the whole-life value in pence.

    The first estimate decides the track (SI 2012/2089 reg 8: expenditure or savings, or effects in two or more
    wards); the finances of the proposal take its place as soon as they are drafted.
    """

    MAKERS = [
        ("CABINET", "The Cabinet"),
        ("CABINET_MEMBER", "One cabinet member, by delegation"),
        ("OFFICER", "An officer, by delegation"),
    ]
    case = models.OneToOneField(Case, PROTECT, related_name="commissioning_question")
    estimate = models.BigIntegerField()
    estimate_basis = models.CharField(max_length=300, blank=True)
    several_wards = models.BooleanField(default=False)
    executive = models.BooleanField(default=True)
    varies_a_decision = models.BooleanField(default=False)
    maker = models.CharField(max_length=20, choices=MAKERS, default="CABINET")
    wards = models.CharField(max_length=500, blank=True)
    is_key = models.BooleanField(default=False)
    key_reasons = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Question of {self.case_id}"


class ExpectedAgency(Tracked):
    """An agency that is expected to put something in, as stated when the question was put."""

    case = models.ForeignKey(Case, PROTECT, related_name="expected_agencies")
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="+")

    class Meta:
        ordering = ["organisation__name", "pk"]
        verbose_name_plural = "expected agencies"
        constraints = [models.UniqueConstraint(fields=["case", "organisation"], name="expected_agency_once")]
