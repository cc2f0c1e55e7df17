"""What each basis counts: from the day a period starts, or back from a target, to the days that count.

One small function for each basis and direction; `counting` puts events, cut-offs and reasons around them.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from commissioning.rules.calendars import Calendar, CalendarRefusal
from commissioning.rules.dates import DAY
from commissioning.rules.deadlines import Basis

Days = tuple[date, ...]


def corresponding_end(start: date, months: int) -> date:
    """The last day of a period of months that includes its first day.

    It is the day before the corresponding date; where the month has no such date, its last day.
    """
    years, month = divmod(start.month - 1 + months, 12)
    try:
        year, month = start.year + years, month + 1
        last = monthrange(year, month)[1]
        return date(year, month, last) if start.day > last else date(year, month, start.day) - DAY
    except (ValueError, OverflowError, IndexError):
        raise CalendarRefusal(
            "calendar.outside", "That period ends beyond any calendar. Choose a shorter one."
        ) from None


def calendar_days(first: date, n: int) -> Days:
    number = first.toordinal()
    return tuple(date.fromordinal(day) for day in range(number, number + n))


def _calendar_days_in(first: date, n: int, calendar: Calendar) -> Days:
    position = calendar.index(first)
    if position + n > len(calendar.days):
        raise calendar.outside("the end of this period")
    return calendar.days[position : position + n]


def _working_days_after(day: date, n: int, calendar: Calendar) -> Days:
    position = calendar.working_days_to(day)
    if position + n > len(calendar.working):
        raise calendar.outside("the end of this period")
    return calendar.working[position : position + n]


def _working_days_before(day: date, n: int, calendar: Calendar) -> Days:
    position = calendar.working_days_to(day - DAY)
    if position < n:
        raise calendar.outside("the beginning of this period")
    return calendar.working[position - n : position]


def _clear_calendar(day: date, n: int, calendar: Calendar) -> Days:
    return _calendar_days_in(day + DAY, n, calendar)


def _working_including(day: date, n: int, calendar: Calendar) -> Days:
    return _working_days_after(day - DAY, n, calendar)


def _to_midnight(day: date, n: int, calendar: Calendar) -> Days:
    return _working_days_after(day + DAY, n, calendar)


def _months(day: date, n: int, calendar: Calendar) -> Days:
    return _calendar_days_in(day, (corresponding_end(day, n) - day).days + 1, calendar)


def _weekday_of_following_week(day: date, weekday: int, calendar: Calendar) -> Days:
    monday = day + timedelta(days=7 - day.weekday())
    end = calendar.working_day_from(monday + timedelta(days=weekday - 1))
    return _calendar_days_in(day + DAY, (end - day).days, calendar)


COUNT: dict[Basis, Callable[[date, int, Calendar], Days]] = {
    Basis.CLEAR_CAL: _clear_calendar,
    Basis.CLEAR_WORK: _working_days_after,
    Basis.WORK_AFTER: _working_days_after,
    Basis.WORK_INCL_UK: _working_including,
    Basis.WORK_AFTER_TO_MIDNIGHT: _to_midnight,
    Basis.MONTHS_BEGINNING_WITH: _months,
    Basis.DAYS_BEGINNING_WITH: _calendar_days_in,
    Basis.ASAP: _working_days_after,
    Basis.WEEKDAY_OF_FOLLOWING_WEEK: _weekday_of_following_week,
}


def _back_clear_calendar(target: date, n: int, calendar: Calendar) -> tuple[date, Days]:
    counted = _calendar_days_in(target - timedelta(days=n), n, calendar)
    return counted[0] - DAY, counted


def _back_clear_working(target: date, n: int, calendar: Calendar) -> tuple[date, Days]:
    counted = _working_days_before(target, n, calendar)
    return counted[0] - DAY, counted


def _back_working(target: date, n: int, calendar: Calendar) -> tuple[date, Days]:
    counted = _working_days_before(target, n, calendar)
    return counted[0], counted


def _back_to_midnight(target: date, n: int, calendar: Calendar) -> tuple[date, Days]:
    counted = _working_days_before(target, n, calendar)
    return counted[0] - 2 * DAY, counted


def _back_days(target: date, n: int, calendar: Calendar) -> tuple[date, Days]:
    counted = _calendar_days_in(target - timedelta(days=n), n, calendar)
    return counted[0], counted


def _back_months(target: date, n: int, calendar: Calendar) -> tuple[date, Days]:
    year, month = divmod(target.year * 12 + target.month - 1 - n, 12)
    latest = date(year, month + 1, monthrange(year, month + 1)[1])
    while corresponding_end(latest, n) >= target:
        latest -= DAY
    return latest, _calendar_days_in(latest, (target - latest).days, calendar)


BACK: dict[Basis, Callable[[date, int, Calendar], tuple[date, Days]]] = {
    Basis.CLEAR_CAL: _back_clear_calendar,
    Basis.CLEAR_WORK: _back_clear_working,
    Basis.WORK_AFTER: _back_working,
    Basis.WORK_INCL_UK: _back_working,
    Basis.WORK_AFTER_TO_MIDNIGHT: _back_to_midnight,
    Basis.MONTHS_BEGINNING_WITH: _back_months,
    Basis.DAYS_BEGINNING_WITH: _back_days,
}
