"""How long the papers of one case are kept."""

from __future__ import annotations

from collections.abc import Iterable

from commissioning.models import Case
from commissioning.selectors.constitutions import constitution_of
from decisions.models import Decision, ProcurementStep
from decisions.rules.retention import Kept, kept
from decisions.selectors.decisions import latest_decision
from decisions.selectors.procurement import steps_of


def kept_papers(
    case: Case, decision: Decision | None = None, steps: Iterable[ProcurementStep] | None = None
) -> tuple[Kept, ...]:
    """Each kind of paper with its years; nothing before a decision. What was read already can be handed in."""
    decision = decision or latest_decision(case)
    if decision is None:
        return ()
    constitution = constitution_of(case)
    signed = [step.happened_on for step in (steps_of(case) if steps is None else steps) if step.is_signature]
    return kept(
        constitution.retention, decided_on=decision.made_on,
        of_the_council=decision.is_officers and decision.maker_kind == "OFFICER_NONEXEC",
        contract_on=max(signed, default=None), citation=constitution.citation("retention"),
    )  # fmt: skip
