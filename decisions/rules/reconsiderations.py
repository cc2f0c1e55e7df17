"""A decision that scrutiny refers back: by when it is reconsidered, that every concern is answered, what follows.

Scrutiny recommends; whoever made the decision, or holds the office now, decides again.
Source: LGA 2000 s9F(4); the constitution's call-in procedure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.call_in_rule_set import CallInRuleSet
from commissioning.rules.deadlines import Deadline
from commissioning.rules.shortcomings import Shortcoming, require_none

LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"


class Reconsidered(StrEnum):
    """What the decision-maker does with the decision referred back."""

    CONFIRMED = "CONFIRMED"
    AMENDED = "AMENDED"
    RESCINDED = "RESCINDED"


@dataclass(frozen=True)
class Consequence:
    """What follows: a code for the next step and the sentence for the public page."""

    code: str
    why: str


def reconsider_by(referred: date | datetime, rules: CallInRuleSet, calendar: Calendar) -> Deadline | None:
    """By when the decision-maker must reconsider; None where the constitution sets no time."""
    within = rules.reconsider.within
    if within is None:
        return None
    return within.forward(
        referred, calendar, rule="call_in.reconsider.within", citation=LAW, start_event="referred back",
        target_event="overdue from",
    )  # fmt: skip


def unanswered(concerns: Mapping[int, str], replies: Mapping[int, str]) -> tuple[Shortcoming, ...]:
    """The concerns, by number, that the reconsideration does not answer."""
    return tuple(
        Shortcoming("RECONSIDERATION", str(number), f"Answer concern {number}: {text}")
        for number, text in sorted(concerns.items())
        if not replies.get(number, "").strip()
    )


def require_answered(concerns: Mapping[int, str], replies: Mapping[int, str]) -> None:
    """Refuse to publish a reconsideration that leaves a concern without a reply; Refusal("reconsider.unanswered")."""
    require_none(
        unanswered(concerns, replies), code="reconsider.unanswered",
        opening="The reconsideration cannot be published yet.", citation=LAW,
    )  # fmt: skip


def after_reconsideration(result: Reconsidered) -> Consequence:
    """What follows a reconsideration. An amendment beyond the notice never comes here: it is a new decision, with its own
    notice and window, and is refused before it is made."""
    if result is Reconsidered.RESCINDED:
        return Consequence("END", "The decision is rescinded.")
    return Consequence("RELEASE", "The decision takes effect; it cannot be called in again.")
