"""Beside the case: every contributing agency signs for itself; the order is free, joint effect waits for the last."""

from viewflow import this
from viewflow.workflow import flow

from decisions.services.sign_offs import open_sign_offs
from workflows.flows.base import CaseFlow, begin
from workflows.models import AgencySignOffProcess
from workflows.nodes import Stage


class AgencySignOffFlow(CaseFlow):
    """One duty per agency that gives money, staff or functions (the council signs by its decision)."""

    process_class = AgencySignOffProcess
    process_title = "Agency sign-off"

    start = flow.StartHandle(begin).Annotation(title="Sign-offs asked for").Next(this.signoff)
    signoff = (
        Stage("signoff.sign", opens=open_sign_offs, several=True, office="Agency leads")
        .Annotation(title="Agencies sign")
        .Next(this.end)
    )
    end = flow.End().Annotation(title="All signed")
