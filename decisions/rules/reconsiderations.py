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


STARTS = {"REFERRAL": "referred back", "HEARING": "heard by the committee"}  # one act: the committee refers back as it hears


def reconsider_by(referred: date | datetime, rules: CallInRuleSet, calendar: Calendar) -> Deadline | None:
    """By when the decision-maker must reconsider; None where the constitution sets no time."""
    within = rules.reconsider.within
    if within is None:
        return None
    return within.forward(
        referred, calendar, rule="call_in.reconsider.within", citation=LAW, start_event=STARTS[rules.reconsider.counted_from],
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


def needs_own_footing(result: Reconsidered, *, is_key: bool, by_other: bool) -> bool:
    """Whether the answer needs a notice, or a quicker way, of its own: a key decision that somebody else amends in the place
    of whoever made it, for a notice names the decision-maker (SI 2012/2089 reg 9(1)). Confirmed or taken back, the decision
    rests on what it was made under, and so it does where whoever made it amends it within its notice.
    """
    return result is Reconsidered.AMENDED and is_key and by_other


def after_reconsideration(result: Reconsidered, *, again: bool) -> Consequence:
    """What follows a reconsideration; `again`: the constitution lets it be called in like a first decision. An amendment
    beyond the notice never comes here, nor one that somebody makes whom the notice does not name: it is a new decision, with
    its own notice and window, and is refused before it is made."""
    if result is Reconsidered.RESCINDED:
        return Consequence("END", "The decision is rescinded.")
    if again:
        stands = "The decision stands. Where call-in applies to it, it can be called in again before it takes effect."
        return Consequence("RELEASE", stands)
    return Consequence("RELEASE", "The decision takes effect; it cannot be called in again.")
