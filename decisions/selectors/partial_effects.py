"""Which part of a decision is free while the rest is held, and whether it took effect already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from commissioning.models import Case
from decisions.models import PartialEffect
from decisions.rules.implementation import Position, held_resolutions, verdict
from decisions.selectors.decisions import latest_decision
from decisions.selectors.holds import is_partly_held, open_holds
from decisions.selectors.overlays import may_be_carried_out
from decisions.selectors.records import position_of
from decisions.selectors.sign_offs import joint_effect_is_reached


def partial_effect_of(case: Case) -> PartialEffect | None:
    """The part that took effect before the rest, if one did."""
    return PartialEffect.objects.filter(case=case).order_by("-pk").first()


def free_resolutions(case: Case) -> tuple[int, ...]:
    """The numbers that nothing holds; none while the whole decision is held."""
    decision = latest_decision(case)
    if decision is None or not is_partly_held(case):
        return ()
    numbers = [row.number for row in decision.resolutions.all()]
    held = [number for hold in open_holds(case) for number in hold.resolutions]
    return held_resolutions(numbers, held, severable=True)[1]


def position_of_part(case: Case) -> Position:
    """Where the free part stands on its way into effect: what holds only the rest is not in its way."""
    whole = tuple(hold.reason.rstrip(".") for hold in open_holds(case) if not hold.resolutions)
    return replace(position_of(case), holds=whole)


def part_may_take_effect(case: Case, at: datetime) -> bool:
    """Whether the free part can take effect now: the window is over, all have signed, no stop stands over it."""
    ready = bool(free_resolutions(case)) and verdict(position_of_part(case), at=at).allowed
    return ready and joint_effect_is_reached(case) and may_be_carried_out(case, at)
