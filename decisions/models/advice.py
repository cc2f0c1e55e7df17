"""Questions that only the Monitoring Officer can settle, and the answers with their reasons."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Case, Duty, User
from commissioning.models.base import Frozen
from decisions.models.key_assessments import KeyAssessment
from decisions.models.key_decision_notices import NoticeOutage
from decisions.models.meetings import AgendaItem, Meeting
from decisions.models.report_gaps import ReportGap
from decisions.models.sign_offs import SignOff


class AdviceRequest(Frozen):
    """One question: about an assessment, an item that comes late, an outage of a notice, a report that is not
    whole, an agency that objects, or an amendment that goes beyond what the notice announced."""

    KINDS = [
        ("AGGREGATION", "Why these are not one key decision"),
        ("DOWNGRADE", "Whether a decision announced as key is not key"),
        ("LATE_ITEM", "Whether an item may be added inside the five clear days"),
        ("OUTAGE", "Whether a notice still counts after an outage"),
        ("APPENDIX", "Whether a report may be decided without a part to which it refers"),
        ("OBJECTION", "Whether an item may be decided although an agency objects"),
        ("AMENDMENT", "Whether an amendment still lies within the notice"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="advice_requests")
    kind = models.CharField(max_length=20, choices=KINDS)
    assessment = models.ForeignKey(KeyAssessment, PROTECT, null=True, blank=True, related_name="advice_requests")
    meeting = models.ForeignKey(Meeting, PROTECT, null=True, blank=True, related_name="+")
    outage = models.ForeignKey(NoticeOutage, PROTECT, null=True, blank=True, related_name="advice_requests")
    gap = models.ForeignKey(ReportGap, PROTECT, null=True, blank=True, related_name="advice_requests")
    sign_off = models.ForeignKey(SignOff, PROTECT, null=True, blank=True, related_name="advice_requests")
    item = models.ForeignKey(AgendaItem, PROTECT, null=True, blank=True, related_name="advice_requests")
    pence = models.BigIntegerField(null=True, blank=True)  # the whole cost as it would be amended
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("AGGREGATION", "DOWNGRADE"), assessment__isnull=False)
                | Q(kind="LATE_ITEM", meeting__isnull=False)
                | Q(kind="OUTAGE", outage__isnull=False)
                | Q(kind="APPENDIX", gap__isnull=False)
                | Q(kind="OBJECTION", sign_off__isnull=False)
                | Q(kind="AMENDMENT", item__isnull=False, pence__isnull=False),
                name="advice_request_has_its_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.case_id}"


class Advice(Frozen):
    """The answer. `may_go_on`: not one key decision; not key; the item may be added; the notice still counts; the item may
    be decided in spite of the objection; the amendment lies within the notice."""

    request = models.OneToOneField(AdviceRequest, PROTECT, related_name="advice")
    duty = models.OneToOneField(Duty, PROTECT, related_name="advice")
    may_go_on = models.BooleanField()
    text = models.TextField()
    given_by = models.ForeignKey(User, PROTECT, related_name="+")
    given_as = models.CharField(max_length=300)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"Advice on {self.request}"
