"""Beside the case: a decision takes effect inside its call-in window, where the constitution lets it be carried out there."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.context import context

from commissioning.models import Case
from decisions.models import DecisionRecord
from decisions.selectors.early_effects import begins_early, early_is_over, early_may_begin
from decisions.services.early_effects import take_early_effect
from workflows.flows.base import CaseFlow, asks, begin
from workflows.models import EarlyEffectProcess
from workflows.nodes import Automatic, WaitFor


def early_is_settled(case: Case) -> bool:
    """It may take effect at this moment, or the window is over and the main chart goes on with it."""
    return early_is_over(case, context.act.at) or early_may_begin(case, context.act.at)


def begins_now(case: Case) -> bool:
    """Whether it takes effect inside the window."""
    return early_may_begin(case, context.act.at)


def early_chart(record: DecisionRecord) -> type | None:
    """The chart that a published record starts, where its decision does not wait for the window."""
    return EarlyEffectFlow if begins_early(record) else None


class EarlyEffectFlow(CaseFlow):
    """Begins with the publication; the window runs beside it, and a complete call-in stops what is not carried out yet
    (Local Government Act 2000 s9F(4))."""

    process_class = EarlyEffectProcess
    process_title = "Effect inside the call-in window"

    start = flow.StartHandle(begin).Annotation(title="Decision published").Next(this.wait)
    wait = (
        WaitFor(early_is_settled, office="Agencies, statutory officers")
        .Annotation(title="Wait: all signed, no stop")
        .Next(this.inside_window)
    )
    inside_window = (
        flow.If(asks(begins_now))
        .Annotation(title="Still inside the window?")
        .Then(this.early_effect)
        .Else(this.end)
    )
    early_effect = (
        Automatic(take_early_effect, office="Workflow").Annotation(title="Decision takes effect").Next(this.end)
    )
    end = flow.End().Annotation(title="Effect settled")
