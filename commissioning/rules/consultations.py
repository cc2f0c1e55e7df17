"""A consultation: when it runs, when it may be longer, and what a pre-election period means for it.

Source: R (Moseley) v Haringey London Borough Council [2014] UKSC 56 (the formative stage, adequate time, the answers
taken into account); Local Government Act 1986 s2 and its code of practice for the time before a poll.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.dates import DAY, long_date
from commissioning.rules.pre_election import PreElection
from commissioning.rules.refusals import Alternative, Refusal

LAW = "R (Moseley) v Haringey [2014] UKSC 56"
READ = Alternative("Read the consultations of the case", "case_consultations")


@dataclass(frozen=True)
class NewConsultation:
    """What is asked, how to take part, first and last day; `override`: the Monitoring Officer's reason before a poll."""

    title: str
    question: str
    how: str
    opens_on: date
    closes_on: date
    override: str = ""


class State(StrEnum):
    """Where a consultation stands on a day."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


WORDS = {State.PLANNED: "To come", State.OPEN: "Open", State.CLOSED: "Closed"}


def state(opens_on: date, closes_on: date, on: date) -> State:
    """Where it stands: both its first and its last day belong to it."""
    if on < opens_on:
        return State.PLANNED
    return State.OPEN if on <= closes_on else State.CLOSED


def require_period(opens_on: date, closes_on: date) -> str:
    """Refuse a consultation that closes before it opens; raises Refusal("consultation.dates")."""
    if closes_on <= opens_on:
        message = "The closing day comes after the opening day, so that people have time to answer."
        raise Refusal("consultation.dates", message, LAW)
    days = (closes_on - opens_on).days + 1
    return f"It runs for {days} days, from {long_date(opens_on)} to {long_date(closes_on)}."


def require_formative(*, decided: bool) -> None:
    """Refuse to begin consulting when the matter is decided; raises Refusal("consultation.decided")."""
    if decided:
        message = "The matter is decided. A consultation is held while the proposal can still change."
        raise Refusal("consultation.decided", message, LAW)


def require_longer(closes_on: date, until: date, reasons: str, on: date) -> None:
    """Refuse an extension of what is over, one that is none, and one without reasons.

    Raises Refusal consultation.over, consultation.not_later, consultation.no_reasons.
    """
    if on > closes_on:
        message = f"The consultation closed on {long_date(closes_on)}. Begin a further one instead of extending it."
        raise Refusal("consultation.over", message, LAW, alternatives=(Alternative("Begin a further consultation", "case_consult"),))
    if until <= closes_on:
        message = f"It runs until {long_date(closes_on)} already. Give a later day."
        raise Refusal("consultation.not_later", message, LAW, earliest=closes_on + DAY)
    if not reasons.strip():
        raise Refusal("consultation.no_reasons", "Say why it is extended; residents read it.", LAW)


def require_over(running: Iterable[tuple[str, date]], what: str) -> None:
    """Refuse a step that waits for the answers, while a consultation runs or is to come; `running`: title and last day.

    Raises Refusal("consultation.running").
    """
    found = max(running, key=lambda one: one[1], default=None)
    if found is not None:
        title, closes_on = found
        message = f"The consultation “{title}” runs until {long_date(closes_on)}. {what} waits until its answers have been taken into account."
        raise Refusal("consultation.running", message, LAW, earliest=closes_on + DAY, alternatives=(READ,))


def periods_within(periods: Iterable[PreElection], opens_on: date, closes_on: date) -> list[PreElection]:
    """The pre-election periods that begin after it opened and before it closes, so that it has to be looked at."""
    return [period for period in periods if opens_on < period.starts_on <= closes_on]


def note(period: PreElection) -> str:
    """What residents read while a consultation runs in a pre-election period."""
    return (
        f"The pre-election period runs from {long_date(period.starts_on)} to {long_date(period.poll_on)}. The consultation goes "
        "on and you can take part; the council does not promote it in that time."
    )
