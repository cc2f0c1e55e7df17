"""A petition that residents start and sign online: its words, who may sign, how long, and when a start is forgotten.

The statutory petition scheme (Local Democracy, Economic Development and Construction Act 2009 Part 1) was repealed by the
Localism Act 2011 s46: what is here is the council's own practice. UK GDPR art 5(1)(c) and (e): no more than is needed,
no longer than is needed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commissioning.rules.constitution import ScrutinyRules
from commissioning.rules.dates import DAY, long_date
from commissioning.rules.refusals import Refusal

LAW = "Localism Act 2011 s46 (no statutory scheme); the council’s own practice"
TIES = {
    "LIVES": "I live here",
    "WORKS": "I work here",
    "STUDIES": "I study here",
}
ACCEPTED, REFUSED = "ACCEPTED", "REFUSED"
USUAL_DAYS, MOST_DAYS = 28, 183
CONFIRM_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """Who starts or signs: name, e-mail address, and how the person belongs to the area (of TIES)."""

    name: str
    email: str
    tie: str


def require_offered(rules: ScrutinyRules, citation: str) -> None:
    """Residents ask scrutiny only where the constitution lets them; raises Refusal("petition.not_offered")."""
    if not rules.resident_requests:
        message = "The council takes no petitions on decisions here. Write to your councillor, or to the scrutiny officer."
        raise Refusal("petition.not_offered", message, citation)


def require_words(subject: str, asks: str) -> None:
    """A petition says in a line what it is about, and in words what is asked. Raises Refusal("petition.no_words")."""
    if not subject.strip() or not asks.strip():
        raise Refusal("petition.no_words", "Give the subject, and say what you ask for and why.", LAW)


def require_check(result: str, reasons: str, closes_on: date | None, today: date) -> None:
    """An accepted petition has a last day for signatures, a refused one has reasons.

    Raises Refusal petition.no_reasons, petition.days.
    """
    if result == REFUSED:
        if not reasons.strip():
            raise Refusal("petition.no_reasons", "Say why it is not published; whoever started it reads that.", LAW)
        return
    last = today + MOST_DAYS * DAY
    if closes_on is None or not today < closes_on <= last:
        message = f"Give a last day for signatures after today and up to {long_date(last)}."
        raise Refusal("petition.days", message, LAW, earliest=today + DAY)


def takes_signatures(*, closes_on: date | None, is_handed_in: bool, case_is_open: bool, today: date) -> bool:
    """Whether people can sign today: it is published, its last day is not over, and it has not been handed in."""
    return closes_on is not None and today <= closes_on and case_is_open and not is_handed_in


def require_open(*, closes_on: date | None, is_handed_in: bool, case_is_open: bool, today: date) -> None:
    """Raises Refusal("petition.closed") where nobody can sign any more, or yet."""
    if not takes_signatures(closes_on=closes_on, is_handed_in=is_handed_in, case_is_open=case_is_open, today=today):
        raise Refusal("petition.closed", "This petition takes no signatures any more. Its page says what became of it.", LAW)


def require_hand_in(signatures: int, *, is_handed_in: bool) -> None:
    """Raises Refusal petition.handed_in, petition.no_signatures."""
    if is_handed_in:
        raise Refusal("petition.handed_in", "This petition has been handed in already.", LAW)
    if signatures < 1:
        raise Refusal("petition.no_signatures", "Every signature has been taken back, so there is nothing to hand in. Withdraw it.", LAW)


def one_address(email: str) -> str:
    """The form in which two spellings of one e-mail address are the same: one person signs once."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def is_forgotten(asked_at: datetime, at: datetime) -> bool:
    """Whether a link that nobody followed is no longer good; name and address are then deleted."""
    return at >= asked_at + CONFIRM_WITHIN
