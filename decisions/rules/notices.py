"""The notice of a key decision: what it must state and when it has matured.

Which decision a notice covers: rules/notice_scope.py. Source: SI 2012/2089 reg 9(1) for contents, 9(2) for time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import months_later
from commissioning.rules.deadlines import Deadline
from commissioning.rules.periods import GENERAL_EXCEPTION, KEY_DECISION_NOTICE
from commissioning.rules.refusals import Refusal
from commissioning.rules.shortcomings import Shortcoming, require_none
from decisions.rules.notice_scope import REG_9, WAYS


class Route(StrEnum):
    """On what footing a key decision is made."""

    NOTICE = "NOTICE"
    REG10 = "REG10"
    REG11 = "REG11"


@dataclass(frozen=True)
class Notice:
    """What the notice states. For a body `members` lists its members; for a person `maker_title` is the title."""

    matter: str
    maker: str
    maker_is_body: bool
    decision_from: date
    decision_to: date
    documents: tuple[str, ...]
    address: str
    procedure: str
    maker_title: str = ""
    members: tuple[str, ...] = ()
    says_key_decision: bool = True
    says_more_documents: bool = True
    has_exempt_content: bool = False


def shortcomings(notice: Notice) -> tuple[Shortcoming, ...]:
    """Fields (a) to (h) of reg 9(1) that are missing, each under its letter."""
    who = notice.members if notice.maker_is_body else (notice.maker_title.strip(),)
    missing_who = (
        "List the members of the body." if notice.maker_is_body else "Give the decision-maker’s title."
    )
    checks = (
        (notice.says_key_decision, "a", "Say that a key decision is to be made on behalf of the council."),
        (bool(notice.matter.strip()), "b", "Describe the matter."),
        (not notice.has_exempt_content, "b", "Take exempt or confidential information out of the notice."),
        (bool(notice.maker.strip()), "c", "Name the decision-maker."),
        (bool(who) and all(who), "c", missing_who),
        (
            notice.decision_from <= notice.decision_to,
            "d",
            "The period ends before it starts. Correct the dates.",
        ),
        (bool(notice.documents), "e", "List the documents submitted for consideration."),
        (bool(notice.address.strip()), "f", "Give the address from which copies are available."),
        (notice.says_more_documents, "g", "Say that other relevant documents may be submitted."),
        (bool(notice.procedure.strip()), "h", "Say how to ask for details of those documents."),
    )
    return tuple(Shortcoming("NOTICE", field, message) for holds, field, message in checks if not holds)


def require_publishable(notice: Notice, *, longest_months: int, citation: str) -> tuple[str, ...]:
    """Refuse a notice with a field missing; return warnings about what is lawful but unusual under the constitution cited.

    Raises Refusal("notice.incomplete").
    """
    gaps = shortcomings(notice)
    require_none(
        gaps, code="notice.incomplete", opening="The notice cannot be published yet.", citation=REG_9
    )
    return period_warnings(notice.decision_from, notice.decision_to, longest_months=longest_months, citation=citation)


def period_warnings(
    decision_from: date, decision_to: date, *, longest_months: int, citation: str
) -> tuple[str, ...]:
    """What is lawful but unusual about the period in which a decision is to be made: no law limits it, the constitution
    says from which length on it is warned of."""
    if decision_to <= months_later(decision_from, longest_months):
        return ()
    plural = "" if longest_months == 1 else "s"
    return (f"The period for the decision is longer than {longest_months} month{plural} ({citation}).",)


def maturity(
    published: date | datetime,
    calendar: Calendar,
    *,
    published_by: time | None = None,
    prudent: bool = True,
) -> Deadline:
    """Count the 28 clear calendar days of reg 9(2) from publication on the website and at the offices."""
    return KEY_DECISION_NOTICE.forward(published, calendar, published_by=published_by, prudent=prudent)


def general_exception(
    available: date | datetime, calendar: Calendar, *, published_by: time | None = None
) -> Deadline:
    """Count the five clear days of reg 10(1)(c) from the day the copy notice was made available."""
    return GENERAL_EXCEPTION.forward(available, calendar, published_by=published_by)


def require_matured(deadline: Deadline, decision_on: date, calendar: Calendar) -> str:
    """Refuse a decision day that leaves too few clear days; raises Refusal("notice.too_short") with the count."""
    try:
        require_reached(deadline, decision_on, calendar, code="notice.too_short", what="A decision")
    except Refusal as refusal:
        raise refusal.with_ways(*WAYS[1:]) from None
    return deadline.sentence


def availability(outages: Iterable[tuple[datetime, datetime]]) -> str:
    """AMBER when the notice was out of reach for a time (the Monitoring Officer then decides), or else GREEN."""
    return "AMBER" if any(end > start for start, end in outages) else "GREEN"
