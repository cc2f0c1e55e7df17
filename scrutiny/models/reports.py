"""Scrutiny reports, their recommendations, the executive's answers, and the published scrutiny record.

Local Government Act 2000 s9FE: the executive considers and responds within two months beginning with the date on which
it received the report or, if later, the notice.
"""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen


class ScrutinyReport(Frozen):
    """The committee's report on one case; with no recommendations it records that there is nothing to answer."""

    case = models.OneToOneField(Case, PROTECT, related_name="scrutiny_report")
    summary = models.TextField()
    considered_on = models.DateField()
    served_at = models.DateTimeField(null=True, blank=True)  # receipt of report and notice by the executive
    response_due = models.JSONField(null=True, blank=True)
    made_by = models.ForeignKey(User, PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class ScrutinyRecommendation(Frozen):
    """One numbered recommendation."""

    report = models.ForeignKey(ScrutinyReport, PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="recommendation_number_once")]


class ExecutiveResponse(Frozen):
    """The executive's answer to one recommendation."""

    DISPOSITIONS = [
        ("ACCEPTED", "Accepted"),
        ("ACCEPTED_IN_PART", "Accepted in part"),
        ("REJECTED", "Not accepted"),
        ("DEFERRED", "Deferred"),
    ]
    recommendation = models.OneToOneField(ScrutinyRecommendation, PROTECT, related_name="response")
    disposition = models.CharField(max_length=20, choices=DISPOSITIONS)
    reason = models.TextField(blank=True)
    action = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class ScrutinyRecord(Frozen):
    """Report and responses as published together, under their hash."""

    case = models.OneToOneField(Case, PROTECT, related_name="scrutiny_record")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_by = models.ForeignKey(User, PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
