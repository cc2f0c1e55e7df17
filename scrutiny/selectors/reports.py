"""Reading scrutiny reports, their answers and the published scrutiny record."""

from commissioning.models import Case
from commissioning.rules.deadlines import Deadline
from scrutiny.models import (
    ExecutiveResponse,
    Referral,
    ScrutinyRecommendation,
    ScrutinyRecord,
    ScrutinyReport,
)


def report_of(case: Case) -> ScrutinyReport | None:
    return ScrutinyReport.objects.filter(case=case).select_related("made_by").first()


def referrals_of(case: Case) -> list[Referral]:
    """What councillors asked the committee to look at, in order."""
    return list(Referral.objects.filter(case=case).select_related("asked_by").order_by("number"))


def recommendations_of(case: Case) -> list[ScrutinyRecommendation]:
    """Every recommendation with its answer, in order; one statement."""
    return list(
        ScrutinyRecommendation.objects.filter(report__case=case)
        .select_related("response__answered_by", "report")
        .order_by("number", "pk")
    )


def has_recommendations(case: Case) -> bool:
    """Whether there is anything for the executive to answer."""
    return ScrutinyRecommendation.objects.filter(report__case=case).exists()


def record_of(case: Case) -> ScrutinyRecord | None:
    """The published scrutiny record."""
    return ScrutinyRecord.objects.filter(case=case).select_related("published_by").first()


def responses_are_complete(case: Case) -> bool:
    """Whether the scrutiny record is published, or there was nothing to answer."""
    return not has_recommendations(case) or ScrutinyRecord.objects.filter(case=case).exists()


def is_answered(case: Case) -> bool:
    """Whether every recommendation has its answer."""
    answered = ExecutiveResponse.objects.filter(recommendation__report__case=case).count()
    return answered == ScrutinyRecommendation.objects.filter(report__case=case).count()


def response_deadline(report: ScrutinyReport) -> Deadline | None:
    """By when the executive has to answer; None when there is nothing to answer."""
    return Deadline.from_dict(report.response_due) if report.response_due else None
