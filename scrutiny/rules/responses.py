"""The executive's answer to a scrutiny report: when it is due and when it is complete.

Source: LGA 2000 s9FE: two months beginning with the date of receipt of the report or, if later, of the notice.
Without a written notice no statutory clock runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.call_in_rule_set import Span
from commissioning.rules.counting import backward
from commissioning.rules.deadlines import Deadline
from commissioning.rules.periods import SCRUTINY_RESPONSE
from commissioning.rules.refusals import Refusal
from commissioning.rules.shortcomings import Shortcoming, require_none

SECTION_9FE = "LGA 2000 s9FE"


class Disposition(StrEnum):
    """What the executive does with one recommendation."""

    ACCEPTED = "ACCEPTED"
    ACCEPTED_IN_PART = "ACCEPTED_IN_PART"
    REJECTED = "REJECTED"
    DEFERRED = "DEFERRED"


@dataclass(frozen=True)
class Reply:
    """The answer to one numbered recommendation."""

    number: int
    disposition: Disposition
    reason: str = ""
    action: str = ""


def reminded_from(due_on: date, before: Span, calendar: Calendar) -> date | None:
    """The day from which the executive is reminded of an answer that is still to come; None where the constitution's period
    has no day to count back from."""
    try:
        return backward(before.basis, before.number, due_on, calendar).latest
    except Refusal:
        return None


def due(report_received: date, notice_received: date | None, calendar: Calendar) -> Deadline:
    """Two months beginning with the later receipt; raises Refusal("response.no_notice") without a notice."""
    if notice_received is None:
        message = "No notice requiring a response was served, so no time runs. Ask the scrutiny officer to serve it."
        raise Refusal("response.no_notice", message, SECTION_9FE)
    return SCRUTINY_RESPONSE.forward(max(report_received, notice_received), calendar)


def overdue(deadline: Deadline, today: date, *, answered: bool) -> bool:
    """Whether the public page shows the response as overdue; time never closes a duty to respond."""
    return not answered and today > deadline.ends_on


def shortcomings(numbers: Iterable[int], replies: Iterable[Reply]) -> tuple[Shortcoming, ...]:
    """Recommendations without an answer, and answers short of full acceptance without a reason."""
    given = {reply.number: reply for reply in replies}
    gaps = []
    for number in numbers:
        reply = given.get(number)
        if reply is None:
            gaps.append(Shortcoming("RESPONSE", str(number), f"Answer recommendation {number}."))
        elif reply.disposition is not Disposition.ACCEPTED and not reply.reason.strip():
            gaps.append(Shortcoming("RESPONSE", str(number), f"Give the reason on recommendation {number}."))
    return tuple(gaps)


def require_complete(numbers: Iterable[int], replies: Iterable[Reply]) -> None:
    """Refuse a response that leaves anything open; raises Refusal("response.incomplete")."""
    gaps = shortcomings(numbers, replies)
    require_none(
        gaps, code="response.incomplete", opening="The response is not complete.", citation=SECTION_9FE
    )
