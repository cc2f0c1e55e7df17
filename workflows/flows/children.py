"""Automatic steps of the main chart that start a child chart when the domain asks for one."""

from viewflow.workflow.models import Process

from commissioning.acts import Act
from commissioning.models import Case
from decisions.selectors.key_decision_notices import needs_notice
from decisions.selectors.sign_offs import needs_sign_off
from scrutiny.selectors.reports import has_recommendations
from workflows.flows.agency_sign_off import AgencySignOffFlow
from workflows.flows.key_decision_notice import KeyDecisionNoticeFlow
from workflows.flows.scrutiny_recommendation import ScrutinyRecommendationFlow


def _is_running(case: Case, chart: type) -> bool:
    return Process.objects.filter(
        flow_class=chart,
        artifact_object_id=case.pk,
        artifact_content_type__app_label="commissioning",
        artifact_content_type__model="case",
        finished__isnull=True,
    ).exists()


def ensure_notice(*, case: Case, act: Act) -> None:
    """Start the notice chart once a key decision is known to be coming and no notice covers it."""
    if needs_notice(case) and not _is_running(case, KeyDecisionNoticeFlow):
        KeyDecisionNoticeFlow.start.run(case=case)


def notice_is_running(case: Case) -> bool:
    """Whether a notice is asked for or runs its days."""
    return _is_running(case, KeyDecisionNoticeFlow)


def ask_for_sign_offs(*, case: Case, act: Act) -> None:
    """Start the sign-off chart when agencies other than the council contribute."""
    if needs_sign_off(case) and not _is_running(case, AgencySignOffFlow):
        AgencySignOffFlow.start.run(case=case)


def serve_report(*, case: Case, act: Act) -> None:
    """Start the answer to scrutiny's recommendations, if it made any."""
    if has_recommendations(case) and not _is_running(case, ScrutinyRecommendationFlow):
        ScrutinyRecommendationFlow.start.run(case=case)
