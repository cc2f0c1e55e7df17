"""A consultation: when it runs, when it may be longer, and what a pre-election period means for it.

Source: R v Brent LBC ex p Gunning (1985) 84 LGR 168 and R (Moseley) v Haringey London Borough Council [2014] UKSC 56 (the formative stage, adequate time, the answers
taken into account); Local Government Act 1986 s2 and its code of practice for the time before a poll.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.dates import DAY, long_date
from commissioning.rules.lists import listed
from commissioning.rules.pre_election import PreElection
from commissioning.rules.refusals import Alternative, Refusal

LAW = "R (Moseley) v Haringey [2014] UKSC 56"
GUNNING = "R v Brent LBC ex p Gunning (1985) 84 LGR 168; R (Moseley) v Haringey [2014] UKSC 56"
RECORD = Alternative("Record what people said", "case_consultations")
CHANGES = {
    "CHANGED": "The proposal was changed",
    "PARTLY": "The proposal was changed in part",
    "NOT_CHANGED": "The proposal was not changed",
}
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


@dataclass(frozen=True)
class Result:
    """What came back: how many answered, the main points in words, whether the proposal was changed (of CHANGES), and what
    was changed because of it or why not. `corrected`: why an earlier record of it is replaced."""

    answered: int
    summary: str
    change: str
    response: str
    corrected: str = ""


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


def require_results(waiting: Iterable[str], what: str) -> None:
    """Refuse a step that rests on what people said, while that is not recorded; `waiting`: titles of closed consultations.

    Raises Refusal("consultation.no_results").
    """
    titles = [f"“{title}”" for title in waiting]
    if titles:
        message = (
            f"What people said in the consultation{'s' if titles[1:] else ''} {listed(titles)} is not recorded. {what} waits until the officer has "
            "recorded it, with what was changed because of it or why nothing was."
        )
        raise Refusal("consultation.no_results", message, GUNNING, alternatives=(RECORD,))


def require_result(closes_on: date, on: date, result: Result, *, is_correction: bool) -> str:
    """Refuse results of what still runs, and results that do not say what people said or what followed from it.

    Returns them in one sentence. Raises Refusal consultation.running, consultation.answered, consultation.no_summary,
    consultation.no_response, consultation.no_why.
    """
    if on <= closes_on:
        message = f"It runs until {long_date(closes_on)}. Record what people said after that."
        raise Refusal("consultation.running", message, GUNNING, earliest=closes_on + DAY)
    if result.answered < 0:
        raise Refusal("consultation.answered", "Give the number of answers, 0 if nobody answered.", GUNNING)
    if not result.summary.strip():
        raise Refusal("consultation.no_summary", "Say in words what people said, also against the proposal.", GUNNING)
    if result.change not in CHANGES or not result.response.strip():
        raise Refusal("consultation.no_response", "Say what was changed because of it, or why nothing was.", GUNNING)
    if is_correction and not result.corrected.strip():
        raise Refusal("consultation.no_why", "Say why it is corrected; residents read it.", GUNNING)
    return f"{answers(result.answered)}. {CHANGES[result.change]}."


def answers(number: int) -> str:
    """412 answers, 1 answer, No answers."""
    return "No answers" if not number else f"{number:,} answer{'' if number == 1 else 's'}"


def considered(results: Iterable[str]) -> str:
    """What stands in the log when a decision is made with results before it; "" without any."""
    titles = [f"“{title}”" for title in results]
    return f"What people said in {listed(titles)} was before the decision-maker." if titles else ""


def periods_within(periods: Iterable[PreElection], opens_on: date, closes_on: date) -> list[PreElection]:
    """The pre-election periods that begin after it opened and before it closes, so that it has to be looked at."""
    return [period for period in periods if opens_on < period.starts_on <= closes_on]


def note(period: PreElection) -> str:
    """What residents read while a consultation runs in a pre-election period."""
    return (
        f"The pre-election period runs from {long_date(period.starts_on)} to {long_date(period.poll_on)}. The consultation goes "
        "on and you can take part; the council does not promote it in that time."
    )
