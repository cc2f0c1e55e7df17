"""Beside the case: the part of a decision that a call-in leaves free takes effect while the rest is held."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.context import context

from commissioning.models import Case
from decisions.selectors.holds import is_partly_held
from decisions.selectors.partial_effects import part_may_take_effect
from decisions.services.partial_effects import take_partial_effect
from workflows.flows.base import CaseFlow, asks, begin
from workflows.models import PartialEffectProcess
from workflows.nodes import Automatic, WaitFor


def part_is_ready(case: Case) -> bool:
    """The free part may take effect at this moment, or nothing is held apart from it any more."""
    return not is_partly_held(case) or part_may_take_effect(case, context.act.at)


class PartialEffectFlow(CaseFlow):
    """Begins with the certificate that the resolutions called in can be severed (Local Government Act 2000 s9F(4))."""

    process_class = PartialEffectProcess
    process_title = "Effect of a part"

    start = flow.StartHandle(begin).Annotation(title="Severance certified").Next(this.wait)
    wait = (
        WaitFor(part_is_ready, office="Agencies, statutory officers")
        .Annotation(title="Wait: window over, all signed")
        .Next(this.still_apart)
    )
    still_apart = (
        flow.If(asks(is_partly_held))
        .Annotation(title="Rest still held?")
        .Then(this.part_effect)
        .Else(this.end)
    )
    part_effect = (
        Automatic(take_partial_effect, office="Workflow").Annotation(title="Part takes effect").Next(this.end)
    )
    end = flow.End().Annotation(title="Part settled")
