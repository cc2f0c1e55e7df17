"""Agenda and reports: how long they must be open, late items, and what "available" means.

An executive meeting may take an item only if its part of the agenda has been open for five clear days, or,
if the meeting was convened at shorter notice, since it was convened. Other committees have a different rule
for late items, which the executive does not have. Source: SI 2012/2089 regs 6, 7, 15; LGA 1972 s100B(4).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from commissioning.rules.calendars import Calendar
from commissioning.rules.counting import days_between, require_reached
from commissioning.rules.dates import LONDON, local_date, long_date
from commissioning.rules.deadlines import Basis, Deadline
from commissioning.rules.lists import listed
from commissioning.rules.periods import AGENDA
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.agencies import DEFER

REG_6 = "SI 2012/2089 regs 6(2) and 7(3)"
COMMITTEE_LAW = "LGA 1972 s100B(4)"
NEW_MEETING = "new"


def later_meeting(deadline: Deadline) -> Alternative:
    """The item on the agenda of a meeting that leaves the clear days."""
    return Alternative(
        f"Take the item at a meeting on or after {long_date(deadline.earliest)}",
        "duty",
        {"kind": "agenda.publish"},
        query={"meeting": NEW_MEETING, "on": deadline.earliest.isoformat()},
    )


def open_period(
    published: date | datetime,
    calendar: Calendar,
    *,
    basis: Basis = AGENDA.basis,
    n: int = AGENDA.n,
    published_by: time | None = None,
) -> Deadline:
    """Count the clear days for which agenda and reports must be open; `basis` is the council's reading of "clear", `n` may be
    more than the law's five where the constitution asks for more."""
    return replace(AGENDA, basis=basis, n=n).forward(published, calendar, published_by=published_by)


def require_open_long_enough(
    deadline: Deadline, meeting_on: date, calendar: Calendar, *, convened_at: datetime | None = None
) -> str:
    """Check reg 6(2): open for the clear days, or since a meeting that was itself convened at shorter notice.

    `convened_at` is set only for a meeting convened at shorter notice; the agenda must have been open from
    that moment. Raises Refusal("agenda.too_short") with the count and the earliest meeting date.
    """
    if convened_at is not None:
        convened_on = convened_at.astimezone(LONDON).date()
        if len(days_between(deadline.basis, convened_on, meeting_on, calendar)) >= deadline.n:
            message = "The meeting was not convened at shorter notice, so the agenda must be open for the full time."
            raise Refusal(
                "agenda.not_short", message, REG_6, earliest=deadline.earliest, alternatives=(later_meeting(deadline),)
            )
        opened = deadline.started_at
        if (opened and opened <= convened_at) or deadline.started_on < convened_on:
            return "Convened at shorter notice; agenda and reports open since it was convened."
        message = "The meeting was convened at shorter notice, but the agenda was not open from that moment."
        raise Refusal(
            "agenda.not_open_since_convened", message, REG_6, earliest=deadline.earliest,
            alternatives=(later_meeting(deadline),),
        )  # fmt: skip
    try:
        require_reached(deadline, meeting_on, calendar, code="agenda.too_short", what="A meeting")
    except Refusal as refusal:
        ways = (
            later_meeting(deadline),
            Alternative(
                "Convene the meeting at shorter notice",
                "duty",
                {"kind": "agenda.publish"},
                query={"meeting": NEW_MEETING, "on": meeting_on.isoformat()},
            ),
        )
        raise refusal.with_ways(*ways) from None
    return deadline.sentence


@dataclass(frozen=True)
class LateItem:
    """Why an item may be taken although it came late, and whether the Monitoring Officer's advice is shown."""

    why: str
    flagged: bool


def executive_late_item(
    deadline: Deadline, meeting_on: date, *, monitoring_officer_advice: str = ""
) -> LateItem:
    """An item added to an executive agenda. Reg 6(2) has no third way in, so inside the five days it needs
    the Monitoring Officer's advice on record and is flagged; the chair alone cannot admit it.

    Raises Refusal("agenda.late_item").
    """
    if meeting_on >= deadline.earliest:
        return LateItem(f"Open for the full {deadline.n} clear days.", False)
    if not monitoring_officer_advice.strip():
        raise Refusal(
            "agenda.late_item",
            f"An item added to a Cabinet agenda inside the {deadline.n} clear days needs the Monitoring Officer’s advice first. "
            "The chair cannot admit it as urgent.",
            REG_6,
            earliest=deadline.earliest,
            alternatives=(later_meeting(deadline),),
        )
    return LateItem(f"Added inside the {deadline.n} clear days on the Monitoring Officer’s recorded advice.", True)


def committee_late_item(*, chair_opinion: bool, special_circumstances: str) -> LateItem:
    """A late item at scrutiny or another committee: the chair's opinion that it is urgent by reason of special
    circumstances, which the minutes state. Raises Refusal("agenda.late_item")."""
    if not chair_opinion or not special_circumstances.strip():
        message = "The chair must be of the opinion that the item is urgent by reason of special circumstances. State them for the minutes."
        raise Refusal("agenda.late_item", message, COMMITTEE_LAW)
    return LateItem(f"Urgent in the chair’s opinion: {special_circumstances.strip()}", True)


def committee_item(
    deadline: Deadline,
    meeting_on: date,
    *,
    convened_at: datetime | None = None,
    chair_opinion: bool = False,
    special_circumstances: str = "",
) -> LateItem:
    """An item of a committee that is not of the executive: open for five clear days, or since a meeting that was
    convened at shorter notice (s100B(4)(a)), or late and urgent in the chair's opinion (s100B(4)(b)).

    `convened_at` is set only for a meeting convened at shorter notice. Raises Refusal("agenda.late_item").
    """
    if meeting_on >= deadline.earliest:
        return LateItem(f"Open for the full {deadline.n} clear days.", False)
    if convened_at is not None and deadline.started_at is not None and deadline.started_at <= convened_at:
        return LateItem("Convened at shorter notice; open since the meeting was convened.", False)
    try:
        return committee_late_item(chair_opinion=chair_opinion, special_circumstances=special_circumstances)
    except Refusal as refusal:
        later = Alternative(
            f"Take the item at a meeting on or after {long_date(deadline.earliest)}",
            "case_scrutiny_agenda",
            query={"meeting": NEW_MEETING, "on": deadline.earliest.isoformat()},
        )
        raise refusal.with_ways(later, earliest=deadline.earliest) from None


def require_report_whole(
    referenced: Collection[str], attached: Collection[str], *, excluded_with_note: Collection[str] = ()
) -> str:
    """A report that refers to an appendix is available only with it.

    Raises Refusal("agenda.report_incomplete"): attach what is missing and count fresh clear days, or leave
    the appendix out with a note by the Monitoring Officer.
    """
    missing = [name for name in referenced if name not in attached and name not in excluded_with_note]
    if missing:
        is_, it = ("are", "them") if missing[1:] else ("is", "it")
        raise Refusal(
            "agenda.report_incomplete",
            f"The report refers to {listed(missing)}, which {is_} not published, so the report does not count as "
            f"available. Attach {it} and count fresh clear days, or leave {it} out with the Monitoring Officer’s note.",
            REG_6,
            alternatives=(*mendings(missing[0]), DEFER),
        )
    return "Everything the report refers to is published with it."


def mendings(part: str) -> tuple[Alternative, ...]:
    """The two ways to mend a report that lacks a part, each with its form prepared."""
    return tuple(
        Alternative(words, "case_report_gap", query={"part": part, "attached": attached})
        for words, attached in (
            (f"Publish {part} with the report now, and count fresh clear days", "yes"),
            (f"Ask the Monitoring Officer whether {part} may be left out", "no"),
        )
    )


def day_warning(day: date, calendar: Calendar) -> str:
    """A meeting on a day that is no working day is lawful but unusual: the warning, or ""."""
    reason = calendar.reason(day)
    return (
        f"{long_date(day)} is not a working day ({reason}). A meeting on it is lawful but unusual."
        if reason
        else ""
    )


def require_later(was: datetime, starts_at: datetime, at: datetime) -> None:
    """A meeting is put off to a later moment; an earlier one would shorten the notice of it.

    Raises Refusal("meeting.not_later").
    """
    if starts_at <= max(was, at):
        message = f"A meeting is postponed to a later time than {long_date(local_date(was))} and than now. To meet earlier, call another meeting."
        raise Refusal("meeting.not_later", message, "SI 2012/2089 reg 6(1)")
