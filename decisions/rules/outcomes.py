"""What a decision came to: its outcome, its date, and whether it can be called in.

A refusal is also a decision. What had already happened is put on record as regularised and is never counted
as prior authority. Source: SI 2012/2089 regs 12 and 13; LGA 2000 s9F(4); the constitution's call-in procedure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from commissioning.rules.call_in_rule_set import CallInRuleSet
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.agencies import DEFER, PASS_ON

BACK = re.compile(
    r"\bretrospectiv|\bregularis|\bratif(y|ies)\b|\balready (spent|incurred|committed|paid|begun)|\b(spen[dt]\w*|expenditure|costs?) since\b",
    re.IGNORECASE,
)
AFTERWARDS = "LGA 2000 s9E; SI 2012/2089 regs 12 and 13"


class Outcome(StrEnum):
    """What was decided. REGULARISED records what had already happened; it is no prior authority. REFERRED: to the council,
    because it is contrary to the budget or policy framework."""

    AGREED = "AGREED"
    AGREED_AMENDED = "AGREED_AMENDED"
    NOT_AGREED = "NOT_AGREED"
    DEFERRED = "DEFERRED"
    REFERRED = "REFERRED"
    NOTED = "NOTED"
    REGULARISED = "REGULARISED"


class CallIn(StrEnum):
    """Whether a decision can be called in."""

    APPLIES = "APPLIES"
    EXEMPT_URGENT = "EXEMPT_URGENT"
    NOT_APPLICABLE = "NOT_APPLICABLE"


AUTHORISES = frozenset({Outcome.AGREED, Outcome.AGREED_AMENDED})
RECORD_ONLY = frozenset({Outcome.NOTED, Outcome.REGULARISED})
PUT_OFF = frozenset({Outcome.DEFERRED, Outcome.REFERRED})  # the item comes back; nothing is decided on it yet
ASSESSED = "If the council has changed the framework since, answer the test again first."
ASSESS_AGAIN = Alternative("Answer the key-decision test again", "case_key")
FRAMEWORK_LAW = "SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2"


EXEMPT_WORDS = {
    "ALREADY_CALLED_IN": "the decision was called in once already",
    "RECOMMENDATION_TO_COUNCIL": "it recommends something to the council, which decides",
    "DECISION_OF_COUNCIL": "the council itself decided",
    "QUASI_JUDICIAL": "it is quasi-judicial",
    "PROCEDURAL": "it is procedural",
    "NOTING": "the item was only noted",
    "NON_KEY": "it is not a key decision",
    "URGENT": "it was made under special urgency, and the constitution keeps such decisions from call-in",
}
NOT_EXECUTIVE = "Call-in does not apply: it is a function of the council, and call-in reaches only those of the executive."
OFFICERS_KEY_ONLY = "Call-in does not apply: by the constitution only a key decision of an officer can be called in."
OFFICERS_NEVER = "Call-in does not apply: by the constitution no decision of an officer can be called in."
ALWAYS_EXEMPT = frozenset({"RECOMMENDATION_TO_COUNCIL", "DECISION_OF_COUNCIL", "NOTING"})


@dataclass(frozen=True)
class CallInStanding:
    """Whether call-in applies, and why."""

    status: CallIn
    why: str


def call_in_standing(
    outcome: Outcome,
    *,
    maker_kind: str,
    is_key: bool,
    rules: CallInRuleSet,
    exempt_class: str = "",
    special_urgency: bool = False,
    exemption_agreed: bool = False,
    already_called_in: bool = False,
) -> CallInStanding:
    """Whether a decision can be called in.

    `maker_kind` is CABINET, CABINET_COMMITTEE, CABINET_MEMBER, OFFICER_EXEC, OFFICER_NONEXEC or JOINT_COMMITTEE. Using
    reg 10 or reg 11 (`special_urgency`) does not matter here: only a recorded exemption does, unless the constitution itself
    keeps what was made under special urgency from call-in. LGA 2000 s9F(2)(a) and (4) reach functions of the executive only.
    """
    if maker_kind == "OFFICER_NONEXEC":
        return CallInStanding(CallIn.NOT_APPLICABLE, NOT_EXECUTIVE)
    if exempt_class in ALWAYS_EXEMPT or exempt_class in rules.exempt_classes:
        return CallInStanding(CallIn.NOT_APPLICABLE, f"Call-in does not apply: {EXEMPT_WORDS[exempt_class]}.")
    for found, stands in (("NON_KEY", not is_key), ("URGENT", special_urgency)):
        if stands and found in rules.exempt_classes:
            return CallInStanding(CallIn.NOT_APPLICABLE, f"Call-in does not apply: {EXEMPT_WORDS[found]}.")
    if outcome not in AUTHORISES:
        return CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not apply: nothing is to be implemented.")
    if already_called_in and not rules.re_call_in_allowed:
        return CallInStanding(
            CallIn.NOT_APPLICABLE, "Call-in does not apply: the decision was called in once already."
        )
    officer = maker_kind == "OFFICER_EXEC"
    reach = getattr(rules.applies_to, "officer" if officer else maker_kind.lower(), "NONE")
    if officer and (reach == "NONE" or (reach == "KEY" and not is_key)):
        return CallInStanding(CallIn.NOT_APPLICABLE, OFFICERS_NEVER if reach == "NONE" else OFFICERS_KEY_ONLY)
    if reach == "NONE" or (reach == "KEY" and not is_key):
        return CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not reach this kind of decision.")
    if exemption_agreed:
        return CallInStanding(CallIn.EXEMPT_URGENT, "Exempt from call-in as urgent, by recorded agreement.")
    return CallInStanding(CallIn.APPLIES, "Call-in applies.")


def made_on(carried_at: datetime) -> date:
    """The date of a decision: the London date on which the motion was carried, also past midnight."""
    return local_date(carried_at)


def require_within_authority(*, outside_budget_or_framework: bool, outcome: Outcome, is_assessed_outside: bool = False) -> None:
    """The executive cannot agree what lies outside budget or policy framework; it refers it to the council. So it is where the
    meeting was advised so, and where the key-decision test last said so.

    Raises Refusal("decision.outside_framework"). Source: SI 2000/2853 reg 5 and Sch 4; SI 2001/3384.
    """
    if (outside_budget_or_framework or is_assessed_outside) and outcome in AUTHORISES:
        message = "This is contrary to the budget or policy framework. Only the council can decide it; refer it to the council."
        if not outside_budget_or_framework:
            message = f"The key-decision test says that this changes the budget or policy framework. {message} {ASSESSED}"
        raise Refusal(
            "decision.outside_framework", message, FRAMEWORK_LAW,
            alternatives=(
                Alternative(
                    "Refer it to the council",
                    "duty",
                    query={"outcome": "REFERRED"},
                    kinds=("item.outcome",),
                ),
                *(() if outside_budget_or_framework else (ASSESS_AGAIN,)),
                DEFER,
                PASS_ON,
            ),
        )  # fmt: skip


def require_referral(*, outside_budget_or_framework: bool, advice: str) -> str:
    """Only what lies outside budget or policy framework goes to the council, with the advice of both statutory officers.

    Raises Refusal: decision.not_outside_framework, decision.no_advice.
    """
    if not outside_budget_or_framework:
        message = (
            "Only what is contrary to the budget or policy framework goes to the council. Say that this is, or decide or "
            "defer the item."
        )
        raise Refusal("decision.not_outside_framework", message, FRAMEWORK_LAW, alternatives=(DEFER,))
    if not advice.strip():
        message = "Say what the Monitoring Officer and the chief finance officer advised."
        raise Refusal("decision.no_advice", message, FRAMEWORK_LAW)
    return "Referred to the council, with the advice of the Monitoring Officer and the chief finance officer."


def looks_back(texts: Iterable[str]) -> str:
    """The first recommendation that speaks of what has already happened, "" where none does; a hint, nothing more."""
    return next((text for text in texts if BACK.search(text)), "")


def require_not_retrospective(outcome: Outcome, *, since: date | None, because: str, today: date) -> str:
    """What has already happened is put on record, with an explanation; it is never agreed to as if it lay ahead.

    Authority that is given afterwards is none (SI 2012/2089 regs 12 and 13 ask when the decision was made; Local Government
    Act 2000 s9E who had the power then). Raises Refusal decision.no_since, decision.since, decision.no_explanation,
    decision.retrospective.
    """
    if outcome is Outcome.REGULARISED and since is None:
        raise Refusal("decision.no_since", "Say since when money has been spent or work done.", AFTERWARDS)
    if since is None:
        return ""
    if since > today:
        message = f"{long_date(since)} is still to come. Leave the day empty: then nothing has happened yet."
        raise Refusal("decision.since", message, AFTERWARDS)
    if outcome in AUTHORISES:
        message = (
            f"What has happened since {long_date(since)} cannot be agreed to afterwards. Put it on record with an explanation; "
            "what is still to be done is a decision of its own."
        )
        ways = tuple(
            Alternative(words, "duty", query={"outcome": code}, kinds=("item.outcome", "decision.make"))
            for words, code in (("Put it on record after the event", "REGULARISED"), ("Only note it", "NOTED"))
        )
        raise Refusal("decision.retrospective", message, AFTERWARDS, alternatives=ways)
    if outcome in RECORD_ONLY and not because.strip():
        raise Refusal("decision.no_explanation", "Explain why nobody decided it before it happened.", AFTERWARDS)
    return f"Put on record: what has happened since {long_date(since)}. It is no authority for it."
