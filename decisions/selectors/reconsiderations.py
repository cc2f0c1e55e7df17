"""Reading what a call-in that was referred back asks of the decision-maker."""

from __future__ import annotations

from commissioning.models import Case
from decisions.models import Decision
from decisions.selectors.decisions import latest_decision
from decisions.selectors.holds import open_concerns, open_holds


def concerns(case: Case) -> list[str]:
    """Scrutiny's concerns, in its order and words; each needs an answer."""
    return open_concerns(case)


def call_in_reference(case: Case) -> str:
    """The reference of the call-in that holds the decision, "" when none does."""
    return next((hold.reference for hold in open_holds(case) if hold.kind == "CALL_IN"), "")


def called_in_decision(case: Case) -> Decision | None:
    """The decision that came back."""
    return latest_decision(case)


def is_individual(case: Case) -> bool:
    """Whether one member made the decision, so that no meeting is needed to reconsider it."""
    decision = latest_decision(case)
    return decision is not None and decision.mode == "INDIVIDUAL"
