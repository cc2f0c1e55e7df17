"""A part of a decision takes effect while the rest is held: a step of the chart that follows a certificate of severance."""

from __future__ import annotations

from commissioning import ledger
from commissioning.acts import Act
from commissioning.models import Case
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from decisions.models import PartialEffect
from decisions.rules.implementation import require_may_implement
from decisions.rules.overlays import Step
from decisions.selectors.decisions import latest_decision
from decisions.selectors.early_effects import early_effect_of
from decisions.selectors.partial_effects import free_resolutions, position_of_part
from decisions.services.overlays import require_not_stopped

LAW = "LGA 2000 s9F(4)"


def take_partial_effect(*, case: Case, act: Act) -> None:
    """From today the resolutions that nothing holds may be carried out. One event.

    The chart asks for the signatures; everything else is tested here again. Raises Refusal overlay.*,
    implementation.blocked; the chart waits while one stands.
    """
    require_not_stopped(case, Step.IMPLEMENT, act.at)
    why = require_may_implement(position_of_part(case), at=act.at)
    free = free_resolutions(case)
    ledger.passed(Evaluation("decision.may_be_carried_out", why, LAW, {"resolutions": list(free), "at": act.at.isoformat()}))
    early = early_effect_of(case)  # then the free part goes on: it has been in effect since that day
    effect = PartialEffect.create_as(
        act, case=case, decision=latest_decision(case), resolutions=list(free),
        effective_on=early.effective_on if early else local_date(act.at),
        recorded_at=act.at,
    )  # fmt: skip
    ledger.append(
        "decision.part_effect", act, f"{case.reference}/decision", case=case,
        fields={"resolutions": effect.resolutions, "effective_on": effect.effective_on.isoformat()},
    )  # fmt: skip
