"""Procurement steps that wait for a decision: the notice after the gateway, the signature after the standstill.

Source: Procurement Act 2023 ss50 and 51 (award notice and mandatory standstill of eight working days, a working
day being one that is no bank holiday in any part of the United Kingdom, s123(1)); SI 2023/1348 reg 12 (standstill
before a contract for health care services).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.dates import instant, local_date, local_time, long_date, time_in_words
from commissioning.rules.deadlines import Deadline
from commissioning.rules.lists import listed
from commissioning.rules.periods import HEALTH_STANDSTILL, STANDSTILL
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.early_effects import Stop
from decisions.rules.overlays import SPECIFICATIONS, Overlay
from decisions.rules.overlays import Kind as StopKind

LAW = "Procurement Act 2023 s51"
CHALLENGE_LAW = "Procurement Act 2023 s101"
GATEWAY_LAW = "Local Government Act 2000 ss9E and 9F; Procurement Act 2023 s21"


class Kind(StrEnum):
    """The steps of a procurement that a case keeps. The codes are stored and never change."""

    PLANNED = "PLANNED"
    TENDER = "TENDER"
    TRANSPARENCY = "TRANSPARENCY"
    AWARD = "AWARD"
    INTENTION = "INTENTION"
    CHALLENGED = "CHALLENGED"
    CHALLENGE_OVER = "CHALLENGE_OVER"
    SIGNED = "SIGNED"
    DETAILS = "DETAILS"


WORDS = {
    Kind.PLANNED: "Planned procurement notice (UK3)",
    Kind.TENDER: "Tender notice (UK4)",
    Kind.TRANSPARENCY: "Transparency notice (UK5)",
    Kind.AWARD: "Contract award notice (UK6)",
    Kind.INTENTION: "Intention to award health care services",
    Kind.CHALLENGED: "Award challenged in court",
    Kind.CHALLENGE_OVER: "Challenge over",
    Kind.SIGNED: "Contract signed",
    Kind.DETAILS: "Contract details notice (UK7)",
}
AFTER_THE_DECISION = frozenset({Kind.TENDER, Kind.TRANSPARENCY, Kind.AWARD, Kind.INTENTION, Kind.SIGNED})
SIGNED_ALREADY = (
    Alternative("Record that it was signed already", "case_procurement_record", query={"kind": "SIGNED", "already": "YES"}),
)
BEGINS_STANDSTILL = frozenset({Kind.AWARD, Kind.INTENTION})


@dataclass(frozen=True)
class Step:
    """What an officer says of a step. `stated_until`: the last day of the standstill as the notice gives it; `why_none`:
    why no standstill applies; `already`: a contract was signed already, lawful or not; `at_time`: its time in London, where it
    is known; `resolutions`: the numbers of those that it carries out, none where it carries out the whole decision."""

    kind: Kind
    on: date
    reference: str = ""
    stated_until: date | None = None
    why_none: str = ""
    already: bool = False
    at_time: time | None = None
    resolutions: tuple[int, ...] = ()

    @property
    def moment(self) -> datetime | None:
        """When it happened, where more than its day is known."""
        return instant(self.on, self.at_time) if self.at_time else None

    @property
    def words(self) -> str:
        """Contract signed of 14 January 2027 at 3pm, for resolution 2."""
        at = f" at {time_in_words(self.at_time)}" if self.at_time else ""
        part = f", for {numbered(self.resolutions)}" if self.resolutions else ""
        return f"{WORDS[self.kind]} of {long_date(self.on)}{at}{part}"


def numbered(resolutions: Collection[int]) -> str:
    """Resolution 2; resolutions 1 and 3."""
    names = [str(number) for number in sorted(resolutions)]
    return f"resolution{'s' if names[1:] else ''} {listed(names)}"


def standstill(award_notice_on: date, calendar: Calendar | None = None) -> Deadline:
    """Eight working days beginning with the day of the award notice, on the calendar of the United Kingdom."""
    return STANDSTILL.forward(award_notice_on, calendar)


def health_standstill(intention_notice_on: date, calendar: Calendar | None = None) -> Deadline:
    """To midnight at the end of the eighth working day after the period has begun, which is the day after the notice."""
    return HEALTH_STANDSTILL.forward(intention_notice_on, calendar)


@dataclass(frozen=True)
class Standstill:
    """A standstill as it binds: the count of the law, or a later last day that the notice states."""

    deadline: Deadline
    stated_until: date | None = None

    @property
    def ends_on(self) -> date:
        """Its last day; a longer standstill than the law's is kept as stated, a shorter one is not."""
        return max(self.deadline.ends_on, self.stated_until or self.deadline.ends_on)

    @property
    def earliest(self) -> date:
        """The first day on which the contract may be signed."""
        return date.fromordinal(self.ends_on.toordinal() + 1) if self.ends_on > self.deadline.ends_on else self.deadline.earliest


def short_standstill(deadline: Deadline, stated_until: date | None, england: Calendar) -> str:
    """Say that a notice states too early an end, and which day it missed, or "".

    The usual mistake is to leave out only the bank holidays of England.
    """
    if stated_until is None or stated_until >= deadline.ends_on:
        return ""
    missed = [f"{long_date(day)} ({name})" for day, name in deadline.skipped if england.is_working_day(day)]
    why = f" {listed(missed)} {'does' if len(missed) == 1 else 'do'} not count: a working day is one in every part of the United Kingdom." if missed else ""
    return (
        f"The notice says that the standstill ends on {long_date(stated_until)}. It lasts until the end of "
        f"{long_date(deadline.ends_on)}.{why}"
    )


def require_may_sign(standing: Standstill | None, sign_on: date, *, challenged: bool = False) -> str:
    """Refuse to sign a contract inside the standstill or during a challenge.

    Raises Refusal: procurement.standstill, procurement.challenged.
    """
    if challenged:
        message = "The award is challenged, so the contract cannot be signed until the court says so."
        raise Refusal("procurement.challenged", message, CHALLENGE_LAW, alternatives=SIGNED_ALREADY)
    if standing is None:
        return "No award notice of this case began a standstill."
    if sign_on < standing.earliest:
        message = f"The standstill lasts until the end of {long_date(standing.ends_on)}. Sign on {long_date(standing.earliest)} or later."
        raise Refusal("procurement.standstill", message, LAW, earliest=standing.earliest, alternatives=SIGNED_ALREADY)
    return standing.deadline.sentence


def require_in_effect(too_soon: str) -> None:
    """Refuse to sign now what is not in effect, or is on hold; raises Refusal("procurement.not_in_effect")."""
    if too_soon:
        message = f"The contract cannot be signed yet. {too_soon}"
        raise Refusal("procurement.not_in_effect", message, GATEWAY_LAW, alternatives=SIGNED_ALREADY)


def too_early(
    step: Step, *, agreed_on: date | None, effective_on: date | None, effective_at: datetime | None = None
) -> str:
    """Say that a step came before what it carries out was in effect, or "". It is put on record as a breach.

    `effective_at`: the moment of the day on which that was in effect, where it is known; it counts for a step whose time is.
    """
    if step.kind not in AFTER_THE_DECISION or _was_in_effect(step, effective_on, effective_at):
        return ""
    if agreed_on is None or agreed_on > step.on:
        return f"{step.words}: it came before the decision to procure."
    return f"{step.words}: the decision was made on {long_date(agreed_on)}, but it was not in effect yet."


def _was_in_effect(step: Step, effective_on: date | None, effective_at: datetime | None) -> bool:
    if effective_on is None or step.on < effective_on:
        return False
    return step.moment is None or effective_at is None or step.moment >= effective_at


def taken_back(step: Step, on: date) -> str:
    """Say that what a step carries out had been taken back, while another part of the decision stands; or ""."""
    if step.kind not in AFTER_THE_DECISION:
        return ""
    return f"{step.words}: what was called in was taken back on {long_date(on)}."


def while_held(step: Step, stop: Stop | None) -> str:
    """Say that a step came while what it carries out, which had been in effect before, was held, or "".

    A step whose time nobody gave counts as inside a hold that began or ended on its day.
    """
    if step.kind not in AFTER_THE_DECISION or stop is None:
        return ""
    held = numbered(stop.resolutions) if stop.resolutions else "the decision"
    verb = "were" if len(stop.resolutions) > 1 else "was"
    since, until = local_date(stop.since), local_date(stop.until) if stop.until else None
    if step.moment is None and since == step.on:
        message = f"it came on the day of the {stop.why or 'hold'}, and {held} {verb} held from {_clock(stop.since)} on"
        return f"{step.words}: {message}. Its time is not on record, so it counts as later."
    if step.moment is None and stop.until and until == step.on:
        message = f"{held} {verb} held until {_clock(stop.until)} on that day"
        return f"{step.words}: {message}. Its time is not on record, so it counts as earlier."
    began = f"{_clock(stop.since)} on that day" if since == step.on else long_date(since)
    return f"{step.words}: {held} had been held since {began}."


def while_stopped(step: Step, stops: Collection[Overlay]) -> str:
    """Say that a step came while a stop stood over the decision, which may have been in effect before; or "".

    A report under section 114 stops new agreements alone, the other stops whatever gives effect to the decision.
    """
    found = [one for one in stops if step.kind is Kind.SIGNED or (step.kind in AFTER_THE_DECISION and one.kind is not StopKind.SPEND_STOP)]
    names = listed(f"{SPECIFICATIONS[one.kind].label}{f' ({one.reference})' if one.reference else ''}" for one in found)
    return f"{step.words}: it came under a stop that forbids it: {names}." if found else ""


def _clock(at: datetime) -> str:
    return time_in_words(local_time(at))


def signed_early(standing: Standstill | None, on: date, *, challenged: bool = False) -> str:
    """Say that a contract was signed although it could not be, or ""."""
    try:
        require_may_sign(standing, on, challenged=challenged)
    except Refusal as refusal:
        return f"The contract was signed on {long_date(on)}. {refusal.message}"
    return ""
