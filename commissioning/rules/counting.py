"""Counting time: when a period ends, and how late it may begin.

Which days each basis counts is in `counted_days`; everything else, such as skipped days, cut-offs, coverage
and provisional days, is the same for all. Statutory rolling-over of days
(Local Government Act 1972 s243) is deliberately absent: it applies to listed purposes of that Act only.

Sources of the bases: clear days leave out both the day of the event and the target day (R v Herefordshire
Justices 1820; R v Swansea CC ex p Elitestone 1993, whole working days); Procurement Act 2023 ss51(2),
123(1); SI 2023/1348 reg 12; Local Government Act 2000 s9FE(4); SI 2012/2089 reg 16(4).
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from commissioning.rules.calendars import Calendar, CalendarRefusal
from commissioning.rules.counted_days import BACK, COUNT, Days, calendar_days
from commissioning.rules.dates import (
    DAY,
    end_of_day,
    instant,
    local_date,
    local_time,
    long_date,
    time_in_words,
)
from commissioning.rules.deadlines import Backward, Basis, Deadline
from commissioning.rules.refusals import Refusal

LONGEST = 20_000
_NOT_FIRST = "the period begins on this day, counting starts after it"


def forward(
    basis: str,
    n: int,
    start: date | datetime,
    calendar: Calendar,
    *,
    cut_off: time | None = None,
    published_by: time | None = None,
    prudent: bool = True,
    rule: str = "",
    citation: str = "",
    start_event: str = "published",
    target_event: str = "earliest",
) -> Deadline:
    """When a period of `n` units ends that an event starts.

    `start` is a London date, or an instant with a zone. `cut_off` closes the last day at that London
    time. `published_by` is the council's publication cut-off: an event after it, or on a day that is no
    working day, counts as made on the next working day, for periods of clear calendar days only if
    `prudent`. Raises Refusal for an impossible count, CalendarRefusal outside the calendar's coverage.
    """
    kind = _checked(basis, n, calendar)
    moment, day = _start(start)
    calendar.index(day)
    first, shift = counts_from(kind, moment or day, calendar, published_by, prudent=prudent)
    if kind is Basis.HOURS:
        ends_at = (moment or instant(first)) + timedelta(hours=n)
        ends_on = local_date(ends_at - timedelta(microseconds=1))
        counted: Days = ()
        earliest = local_date(ends_at)
    else:
        counted = COUNT[kind](first, n, calendar)
        ends_on = counted[-1] if counted else first
        ends_at = instant(ends_on, cut_off) if cut_off else end_of_day(ends_on)
        earliest = ends_on + DAY
    return Deadline(
        rule=rule,
        basis=kind,
        n=n,
        start_event=start_event,
        started_on=day,
        started_at=moment,
        counts_from=first,
        shift=shift,
        counted=counted,
        skipped=_skipped(kind, first, ends_on, calendar),
        ends_on=ends_on,
        ends_at=ends_at,
        cut_off=None if kind is Basis.HOURS else cut_off,
        earliest=earliest,
        next_working=calendar.next_working_day(ends_on),
        target_event=target_event,
        citation=citation,
        calendar=calendar.name,
        calendar_version=calendar.version,
        provisional=kind.counts_working_days and calendar.is_provisional(first, ends_on),
        published_by=published_by,
        prudent=prudent,
    )


def backward(
    basis: str,
    n: int,
    target: date | datetime,
    calendar: Calendar,
    *,
    rule: str = "",
    citation: str = "",
) -> Backward:
    """How late the first event may happen so that the period has ended before the target day.

    For WORK_AFTER the target is the last day itself: the answer is the n-th working day before it.
    Raises Refusal for an impossible count, CalendarRefusal outside the calendar's coverage.
    """
    kind = _checked(basis, n, calendar)
    moment, day = _start(target)
    calendar.index(day)
    if kind is Basis.HOURS:
        counted: Days = ()
        latest = local_date((moment or instant(day)) - timedelta(hours=n))
    elif kind in BACK:
        latest, counted = BACK[kind](day, n, calendar)
    else:
        raise Refusal("count.no_way_back", f"A period counted as {kind} has no last day to count back from. Count forward instead.")
    calendar.index(latest)
    first = counted[0] if counted else latest
    return Backward(
        rule=rule,
        basis=kind,
        n=n,
        target=day,
        latest=latest,
        latest_working=calendar.working_day_until(latest),
        counted=counted,
        skipped=calendar.days_off(first, day - DAY) if kind.counts_working_days else (),
        citation=citation,
        calendar=calendar.name,
        calendar_version=calendar.version,
        provisional=kind.counts_working_days and calendar.is_provisional(latest, day),
    )


def counts_from(
    basis: Basis,
    start: date | datetime,
    calendar: Calendar,
    published_by: time | None,
    *,
    prudent: bool = True,
) -> tuple[date, str]:
    """The day an event counts as happening, and why when it is not the day itself.

    Only publication has a cut-off: without `published_by` the day itself counts.
    """
    moment, day = _start(start)
    exact = basis is Basis.HOURS or (basis is Basis.CLEAR_CAL and not prudent)
    if published_by is None or exact:
        return day, ""
    reason = calendar.reason(day)
    if not reason and (moment is None or local_time(moment) <= published_by):
        return day, ""
    why = reason or f"after {time_in_words(published_by)}"
    counted = calendar.next_working_day(day)
    return counted, f"{why}, so it counts as {long_date(counted)}"


def recount(deadline: Deadline, calendar: Calendar) -> Deadline:
    """The same period on another calendar, for instance after a new bank holiday; never earlier."""
    fresh = forward(
        deadline.basis,
        deadline.n,
        deadline.started_at or deadline.started_on,
        calendar,
        cut_off=deadline.cut_off,
        published_by=deadline.published_by,
        prudent=deadline.prudent,
        rule=deadline.rule,
        citation=deadline.citation,
        start_event=deadline.start_event,
        target_event=deadline.target_event,
    )
    return never_shorten(deadline, fresh)


def never_shorten(published: Deadline, fresh: Deadline) -> Deadline:
    """The later of a published end and a fresh one; people rely on a window once it is published."""
    if fresh.ends_at >= published.ends_at:
        return fresh
    return replace(published, calendar_version=fresh.calendar_version, kept=fresh.ends_on)


def days_between(basis: str, start: date, target: date, calendar: Calendar) -> Days:
    """The clear days that really lie between two events, for "only 27 clear days"."""
    if Basis(basis) is Basis.CLEAR_CAL:
        return calendar_days(start + DAY, (target - start).days - 1)
    first = calendar.working_days_to(start)
    return calendar.working[first : max(first, calendar.working_days_to(target - DAY))]


def require_reached(deadline: Deadline, day: date, calendar: Calendar, *, code: str, what: str) -> None:
    """Refuse an act planned for a day on which the period has not yet run out.

    Raises Refusal(code) with the days that lie between, the days needed and the earliest lawful date.
    """
    if day >= deadline.earliest:
        return
    unit = "clear days" if deadline.basis is Basis.CLEAR_CAL else "clear working days"
    got = len(days_between(deadline.basis, deadline.counts_from, day, calendar))
    left = f"only {got} {unit.removesuffix('s') if got == 1 else unit}" if got else f"no {unit}"
    late = f" It was {deadline.shift}." if deadline.shift else ""
    raise Refusal(
        code,
        f"{what} on {long_date(day)} would leave {left}; {deadline.n} are needed.{late} "
        f"The earliest lawful date is {long_date(deadline.earliest)}.",
        deadline.citation,
        earliest=deadline.earliest,
        counted=deadline,
    )


def _checked(basis: str, n: int, calendar: Calendar) -> Basis:
    try:
        kind = Basis(basis)
    except ValueError:
        raise Refusal(
            "count.basis", f"“{basis}” is not a way of counting. Use one of: {', '.join(Basis)}."
        ) from None
    least = 0 if kind is Basis.ASAP else 1
    if isinstance(n, bool) or not isinstance(n, int) or not least <= n <= LONGEST:
        raise Refusal(
            "count.number", f"A period is a whole number from {least} to {LONGEST}; this one is {n}."
        )
    if kind is Basis.WEEKDAY_OF_FOLLOWING_WEEK and n > 7:
        raise Refusal("count.number", "A weekday is a number from 1 (Monday) to 7 (Sunday).")
    if kind is Basis.WORK_INCL_UK and calendar.name != "uk":
        raise CalendarRefusal(
            "calendar.wrong",
            f"This period leaves out bank holidays of any part of the United Kingdom, so the "
            f"{calendar.title} calendar would end it too early. Use the uk calendar.",
            "Procurement Act 2023 s123(1)",
        )
    return kind


def _start(start: date | datetime) -> tuple[datetime | None, date]:
    if isinstance(start, datetime):
        return start.astimezone(UTC), local_date(start)
    return None, start


def _skipped(kind: Basis, first: date, ends_on: date, calendar: Calendar) -> tuple[tuple[date, str], ...]:
    if not kind.counts_working_days:
        return ()
    if kind is Basis.WEEKDAY_OF_FOLLOWING_WEEK:
        return ()
    if kind is Basis.WORK_INCL_UK:
        return calendar.days_off(first, ends_on)
    off = calendar.days_off(first + DAY, ends_on)
    if kind is Basis.WORK_AFTER_TO_MIDNIGHT and calendar.is_working_day(first + DAY):
        return ((first + DAY, _NOT_FIRST), *off)
    return off
