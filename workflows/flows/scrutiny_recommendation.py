"""Beside the case: scrutiny recommends, the executive answers within two months (Local Government Act 2000 s9FE)."""

from viewflow import this
from viewflow.workflow import flow

from scrutiny.services.reports import open_scrutiny_publish, open_scrutiny_respond
from workflows.flows.base import CaseFlow, begin
from workflows.models import ScrutinyRecommendationProcess
from workflows.nodes import Stage


class ScrutinyRecommendationFlow(CaseFlow):
    """Response to every recommendation, then the scrutiny record is published."""

    process_class = ScrutinyRecommendationProcess
    process_title = "Scrutiny recommendations"

    start = flow.StartHandle(begin).Annotation(title="Report served").Next(this.scrutiny_respond)
    scrutiny_respond = (
        Stage("scrutiny.respond", opens=open_scrutiny_respond, office="Leader")
        .Annotation(title="Executive responds")
        .Next(this.scrutiny_publish)
    )
    scrutiny_publish = (
        Stage("scrutiny.publish", opens=open_scrutiny_publish, office="Scrutiny officer")
        .Annotation(title="Publish scrutiny record")
        .Next(this.end)
    )
    end = flow.End().Annotation(title="Scrutiny record published")
