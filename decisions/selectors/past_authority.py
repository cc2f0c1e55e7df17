"""Past decisions asked again: who was allowed to make each, under the rules in force on its day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commissioning.selectors.constitutions import constitution_of
from decisions.models import Allocation, Decision, KeyAssessment
from decisions.rules import authority as rules
from decisions.rules import delegations
from decisions.rules.key_decision import KeyFacts
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.authority import scheme
from decisions.selectors.case_authority import facts_of


@dataclass(frozen=True)
class Reviewed:
    """A past decision asked again under the rules in force on its day: the same decider or not, and why."""

    decision: Decision
    agrees: bool
    why: str


def decisions_again() -> list[Reviewed]:
    """Every decision on record, asked again: who was allowed to make it on the day on which it was made."""
    rows = Decision.objects.exclude(outcome__in=PUT_OFF).select_related("case__constitution", "maker_office", "body", "version")
    lines = scheme()
    return [_again(row, lines) for row in rows.order_by("made_on", "pk")]


def asked_again(row: Decision) -> Reviewed:
    """One decision asked again under the rules of its day."""
    return _again(row, scheme())


def _by_the_leader(row: Decision, lines: list[delegations.Delegation]) -> Reviewed:
    """A decision on the Leader's own power: the matter was allocated before it, or no line in force named the function."""
    newest = _allocated(row)
    if newest is not None and newest.office_id == row.maker_office_id:
        return Reviewed(row, True, "The Leader had allocated the matter.")
    leads = row.maker_office is not None and row.maker_office.role == "LEADER"
    if leads and not any(one.live(row.made_on) for one in lines):
        return Reviewed(row, True, "No line in force named the function, so the Leader decided.")
    return Reviewed(row, False, "A line of the scheme named somebody else, and the Leader had allocated nothing.")


def _allocated(row: Decision) -> Allocation | None:
    """What the Leader had last allocated when the decision was made."""
    return Allocation.objects.filter(case=row.case, made_at__lte=row.made_at).order_by("-n").first()


def _is_the_same_again(row: Decision) -> bool:
    """Whether somebody confirms or takes back the own decision, for which the power of that day is enough; to decide something
    else takes power of its own."""
    if row.kind != "RECONSIDERATION" or row.reconsideration.result == "AMENDED":
        return False
    return row.reconsideration.original.maker_office_id == row.maker_office_id


def _by_committee(row: Decision) -> Reviewed:
    """A committee of the Cabinet decides what the Leader had allocated to it (LGA 2000 s9E(2))."""
    newest = _allocated(row)
    if newest is not None and newest.body_id == row.body_id:
        return Reviewed(row, True, "The Leader had allocated the matter to this committee.")
    return Reviewed(row, False, "A committee of the Cabinet decided, and the Leader had not allocated the matter to it.")


def _facts(row: Decision) -> KeyFacts:
    """What the decision was asked about: the sums as they were assessed by then, or those of the proposal where they are higher."""
    rows = KeyAssessment.objects.filter(case=row.case, assessed_at__lte=row.made_at)
    facts = facts_of(row.case, rows.order_by("-n").first(), row.version, row.amended_pence)
    return replace(facts, executive=row.maker_kind != "OFFICER_NONEXEC", changes_framework=False)


def _again(row: Decision, lines: list[delegations.Delegation]) -> Reviewed:
    function = str(row.delegation.get("function", ""))
    found = rules.who_may_decide(
        lines, function=function, facts=_facts(row), on=row.made_on, constitution=constitution_of(row.case), settled=row.is_key,
    )  # fmt: skip
    if row.mode != "INDIVIDUAL":
        if row.maker_kind == "CABINET_COMMITTEE":
            return _by_committee(row)
        maker = found.maker(rules.CABINET)
        return Reviewed(row, maker is not None and maker.may, "A meeting of the Cabinet decided; it may.")
    if _is_the_same_again(row):
        return Reviewed(row, True, "Whoever made the decision reconsiders it.")
    if str(row.delegation.get("source", "")).startswith(rules.SECTION_9E_2):
        return _by_the_leader(row, [one for one in lines if one.function == function])
    limit = row.delegation.get("limit")
    for one in lines:
        if (one.function, one.office, one.limit_pence) == (function, row.maker_office_id, limit):
            stands, why = delegations.authority_stands(one, decided_on=row.made_on)
            own = found.maker_by(one)
            if stands and own is not None and own.may:
                return Reviewed(row, True, why)
    why = next((one.why for one in found.makers if one.office == row.maker_office_id), "No line of the scheme names the office.")
    return Reviewed(row, False, why)
