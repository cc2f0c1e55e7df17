"""The hearing of a call-in and what follows: deadline, quorum, outcomes.

Scrutiny recommends; it cannot quash or change a decision. Referring to full council is open only where the
decision lies outside budget or policy framework, unless the constitution says otherwise.
Source: LGA 2000 s9F(4); SI 2000/2853; the constitution's call-in procedure.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.call_in_rule_set import CallInRuleSet
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.reconsiderations import Consequence

LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"
EDUCATION_LAW = "LGA 2000 Sch A1 paras 7 and 8; SI 2001/478 regs 3 and 10"


class Outcome(StrEnum):
    """What the committee does with a call-in."""

    NO_ACTION = "NO_ACTION"
    REFER_BACK = "REFER_BACK"
    REFER_TO_COUNCIL = "REFER_TO_COUNCIL"
    RECOMMENDATIONS_WITHOUT_REFERRAL = "RECOMMENDATIONS_WITHOUT_REFERRAL"


RECOMMENDS = Outcome.RECOMMENDATIONS_WITHOUT_REFERRAL
CONSEQUENCES = {
    Outcome.NO_ACTION: Consequence("RELEASE", "The committee takes no action; the decision takes effect."),
    RECOMMENDS: Consequence(
        "RELEASE", "The decision takes effect; the committee’s recommendations are published and go into its report to the executive."
    ),
    Outcome.REFER_BACK: Consequence(
        "RECONSIDER", "Referred back to the decision-maker, who answers each concern."
    ),
    Outcome.REFER_TO_COUNCIL: Consequence("COUNCIL", "Referred to full council, which may object or not; the decision stays on hold."),
}


STARTS = {
    "VALIDATION": "call-in validated",
    "REQUEST": "call-in received",
    "DECISION_NOTICE": "decision published",
    "WINDOW_END": "call-in window closed",
}


AT = {
    "SPECIAL_MEETING": "at a special meeting of the committee",
    "NEXT_COMMITTEE": "at the next meeting of the committee",
    "NEXT_ORDINARY_COUNCIL": "at the next ordinary meeting of the council",
}


def heard_where(rules: CallInRuleSet) -> str:
    """At which meeting the constitution has a call-in heard."""
    return f"The constitution has it heard {AT[rules.hearing.at]}."


def deadline(started: date | datetime, rules: CallInRuleSet, calendar: Calendar) -> Deadline | None:
    """By when the committee must meet; None where the constitution sets no time.

    `started` is the moment of what the constitution counts from, one of `STARTS`.
    """
    within = rules.hearing.within
    if within is None:
        return None
    return within.forward(
        started, calendar, rule="call_in.hearing.within", citation=LAW, start_event=STARTS[rules.hearing.counted_from],
        target_event="overdue from",
    )  # fmt: skip


def inquorate(
    met_on: date, rules: CallInRuleSet, calendar: Calendar, *, due: Deadline | None = None
) -> tuple[Deadline, Consequence]:
    """A hearing without quorum is convened again within the constitution's time; the hold stays unless the rule says that the
    decision takes effect. It does so when the time to hear it, `due`, is over: nothing was heard, so that time runs on, and
    the committee meets again before its end."""
    again = rules.hearing.reconvene.forward(
        met_on, calendar, rule="call_in.hearing.reconvene", citation=LAW, start_event="hearing without quorum",
        target_event="overdue from",
    )  # fmt: skip
    if rules.hearing.if_missed == "TAKES_EFFECT":
        soonest = due if due is not None and due.ends_on < again.ends_on else again
        return soonest, Consequence("TAKES_EFFECT", "If it is not heard in time the decision takes effect.")
    return again, Consequence("STAYS_HELD", "The decision stays on hold until the committee has met.")


def meet_again(again: Deadline) -> Alternative:
    """The way on of a hearing without a quorum: the committee meets again in time."""
    return Alternative(
        f"Put it on the agenda of a meeting of the committee by {long_date(again.ends_on)}", "case_scrutiny_agenda",
        query={"meeting": "new", "on": again.ends_on.isoformat()},
    )  # fmt: skip


def require_day(heard_on: date, *, ruled_on: date, today: date) -> None:
    """The committee met after the ruling and not after today; raises Refusal("hearing.day")."""
    if not ruled_on <= heard_on <= today:
        message = f"The committee met between {long_date(ruled_on)}, when the call-in was ruled valid, and today. Give the day of its meeting."
        raise Refusal("hearing.day", message, LAW)


def require_seats(present: int, members: int) -> None:
    """Nobody counts who has no seat; raises Refusal("hearing.too_many")."""
    if present > members:
        message = f"{present} members are said to have been present, but {members} have a seat and a vote on this matter. Count again."
        raise Refusal("hearing.too_many", message, LAW)


def missed(rules: CallInRuleSet) -> Consequence:
    """What follows when the hearing deadline is missed, by the constitution's rule."""
    if rules.hearing.if_missed == "TAKES_EFFECT":
        return Consequence("RELEASE", "The committee did not meet in time, so the decision takes effect.")
    return Consequence("STAYS_HELD", "The committee did not meet in time; the decision stays on hold.")


def require_outcome(
    outcome: Outcome,
    rules: CallInRuleSet,
    *,
    reasons: str,
    concerns: Iterable[str] = (),
    recommendations: Iterable[str] = (),
    outside_framework: bool = False,
    advice: str = "",
) -> Consequence:
    """Check the committee's outcome and say what follows.

    Raises Refusal: hearing.outcome, hearing.no_reasons, hearing.no_concerns, hearing.no_recommendations,
    hearing.not_outside_framework, hearing.no_advice.
    """
    if outcome not in rules.outcomes:
        raise Refusal("hearing.outcome", "The constitution does not know this outcome. Choose another.", LAW)
    if not reasons.strip():
        raise Refusal("hearing.no_reasons", "Give the committee’s reasons.", LAW)
    if outcome is Outcome.REFER_BACK and not any(concern.strip() for concern in concerns):
        raise Refusal("hearing.no_concerns", "List the concerns that the decision-maker must answer.", LAW)
    if outcome is RECOMMENDS and not any(text.strip() for text in recommendations):
        raise Refusal("hearing.no_recommendations", "List what the committee recommends.", LAW)
    if outcome is Outcome.REFER_TO_COUNCIL:
        if rules.council_referral_only_outside_framework and not outside_framework:
            message = "Only a decision outside the budget or policy framework goes to full council. Refer it back instead."
            back = Alternative("Refer it back with concerns", "duty", query={"outcome": "REFER_BACK"}, kinds=("call_in.hear",))
            raise Refusal("hearing.not_outside_framework", message, LAW, alternatives=(back,))
        if not advice.strip():
            message = "Record the advice of the Monitoring Officer and the chief finance officer first."
            raise Refusal("hearing.no_advice", message, LAW)
    return CONSEQUENCES[outcome]


def require_votes(co_optees: Collection[int], voting: Collection[int]) -> None:
    """Only co-optees who vote on this matter are counted as present; raises Refusal("hearing.co_optee").

    `voting` are those who sit on the day and vote: nobody unless it is an education matter.
    """
    if not set(co_optees) <= set(voting):
        message = (
            "An education co-optee votes on education matters only, and counts towards the quorum only there. "
            "Others may be in the room and speak; leave them out of the number."
        )
        raise Refusal("hearing.co_optee", message, EDUCATION_LAW)


def require_whip_declared(*, declared: bool) -> None:
    """The record of a hearing says whether a party whip applied; raises Refusal("hearing.whip")."""
    if not declared:
        message = "Say whether any member is under a party whip on this item."
        raise Refusal("hearing.whip", message, "Statutory guidance on overview and scrutiny 2024")
