"""A decision takes effect inside its call-in window: a step of the chart that follows its publication."""

from __future__ import annotations

from commissioning import ledger
from commissioning.acts import Act
from commissioning.models import Case
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.selectors.constitutions import constitution_of
from decisions.models import EarlyEffect
from decisions.rules.early_effects import BESIDE, LAW
from decisions.rules.implementation import require_may_implement
from decisions.rules.overlays import Step
from decisions.selectors.decisions import latest_decision
from decisions.selectors.records import position_of
from decisions.services.overlays import require_not_stopped


def take_early_effect(*, case: Case, act: Act) -> None:
    """From today the decision may be carried out although it can still be called in. One event.

    The chart asks for the signatures; everything else is tested here again. Raises Refusal overlay.*,
    implementation.blocked; the chart waits while one stands.
    """
    require_not_stopped(case, Step.IMPLEMENT, act.at)
    position = position_of(case)
    why = require_may_implement(position, at=act.at)
    citation = f"{constitution_of(case).citation('call_in.implementation_during_window')}; {LAW}"
    ledger.passed(Evaluation("decision.may_be_carried_out", f"{BESIDE} {why}", citation, {"at": act.at.isoformat()}))
    case.effective_on = local_date(act.at)
    case.save_as(act, update_fields=["effective_on"])
    EarlyEffect.create_as(
        act, case=case, decision=latest_decision(case), effective_on=case.effective_on, recorded_at=act.at
    )
    ledger.append(
        "decision.early_effect", act, f"{case.reference}/decision", case=case,
        fields={
            "effective_on": case.effective_on.isoformat(),
            "window_ends": position.window.ends_at.isoformat() if position.window else None,
        },
    )  # fmt: skip
