"""Beside the case: the notice of a key decision runs its 28 clear days (SI 2012/2089 reg 9)."""

from viewflow import this
from viewflow.workflow import flow

from decisions.selectors.key_decision_notices import notice_matures_at
from decisions.services.key_decision_notices import open_notice_publish
from workflows.flows.base import CaseFlow, begin
from workflows.models import KeyDecisionNoticeProcess
from workflows.nodes import Clock, Stage


class KeyDecisionNoticeFlow(CaseFlow):
    """Published, then mature when 28 clear days have passed."""

    process_class = KeyDecisionNoticeProcess
    process_title = "Notice of key decision"

    start = flow.StartHandle(begin).Annotation(title="Notice needed").Next(this.notice_publish)
    notice_publish = (
        Stage("notice.publish", opens=open_notice_publish, office="Proper officer")
        .Annotation(title="Publish notice")
        .Next(this.notice_matures)
    )
    notice_matures = (
        Clock(notice_matures_at, office="The clock").Annotation(title="28 clear days").Next(this.end)
    )
    end = flow.End().Annotation(title="Notice mature")
