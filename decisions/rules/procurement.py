"""Procurement steps that wait for a decision: the notice after the gateway, the signature after the standstill.

Source: Procurement Act 2023 ss50 and 51 (award notice and mandatory standstill of eight working days, a working
day being one that is no bank holiday in any part of the United Kingdom, s123(1)); SI 2023/1348 reg 12 (standstill
before a contract for health care services).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.periods import HEALTH_STANDSTILL, STANDSTILL
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.early_effects import Stop

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
BEGINS_STANDSTILL = frozenset({Kind.AWARD, Kind.INTENTION})


@dataclass(frozen=True)
class Step:
    """What an officer says of a step. `stated_until`: the last day of the standstill as the notice gives it; `why_none`:
    why no standstill applies; `already`: a contract was signed already, lawful or not."""

    kind: Kind
    on: date
    reference: str = ""
    stated_until: date | None = None
    why_none: str = ""
    already: bool = False


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
    why = f" {' and '.join(missed)} {'does' if len(missed) == 1 else 'do'} not count: a working day is one in every part of the United Kingdom." if missed else ""
    return (
        f"The notice says that the standstill ends on {long_date(stated_until)}. It lasts until the end of "
        f"{long_date(deadline.ends_on)}.{why}"
    )


def require_may_sign(standing: Standstill | None, sign_on: date, *, challenged: bool = False) -> str:
    """Refuse to sign a contract inside the standstill or during a challenge.

    Raises Refusal: procurement.standstill, procurement.challenged.
    """
    recorded = Alternative("Record that it was signed already", "case_procurement_record", query={"kind": "SIGNED", "already": "YES"})
    if challenged:
        message = "The award is challenged, so the contract cannot be signed until the court says so."
        raise Refusal("procurement.challenged", message, CHALLENGE_LAW, alternatives=(recorded,))
    if standing is None:
        return "No award notice of this case began a standstill."
    if sign_on < standing.earliest:
        message = f"The standstill lasts until the end of {long_date(standing.ends_on)}. Sign on {long_date(standing.earliest)} or later."
        raise Refusal("procurement.standstill", message, LAW, earliest=standing.earliest, alternatives=(recorded,))
    return standing.deadline.sentence


def too_early(kind: Kind, on: date, *, agreed_on: date | None, effective_on: date | None) -> str:
    """Say that a step came before the decision that allows it was in effect, or "". It is put on record as a breach."""
    if kind not in AFTER_THE_DECISION or (effective_on is not None and effective_on <= on):
        return ""
    what = f"{WORDS[kind]} of {long_date(on)}"
    if agreed_on is None or agreed_on > on:
        return f"{what}: it came before the decision to procure."
    return f"{what}: the decision was made on {long_date(agreed_on)}, but it was not in effect yet."


def while_held(kind: Kind, on: date, stop: Stop | None) -> str:
    """Say that a step came while the decision, which had been in effect before, was held, or ""."""
    if kind not in AFTER_THE_DECISION or stop is None:
        return ""
    return f"{WORDS[kind]} of {long_date(on)}: the decision had been held since {long_date(local_date(stop.since))}."


def signed_early(standing: Standstill | None, on: date, *, challenged: bool = False) -> str:
    """Say that a contract was signed although it could not be, or ""."""
    try:
        require_may_sign(standing, on, challenged=challenged)
    except Refusal as refusal:
        return f"The contract was signed on {long_date(on)}. {refusal.message}"
    return ""
