"""Dates in London: reading them without guessing, writing them in plain words, and their instants.

A legal date is a local date in Europe/London. The instant at which a day ends is found on the local
clock, never by adding 24 hours, so the nights on which the clocks change come out right.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commissioning.rules.refusals import Refusal

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)
DAY = timedelta(days=1)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})\s+([A-Za-z]+)\.?\s+(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})")


def instant(day: date, at: time = MIDNIGHT) -> datetime:
    """The UTC instant of a London wall-clock time; of two instants with one reading, the later one."""
    local = datetime.combine(day, at, tzinfo=LONDON)
    moment = local.astimezone(UTC)
    if at == MIDNIGHT:
        return moment
    return max(moment, local.replace(fold=1).astimezone(UTC))


def end_of_day(day: date) -> datetime:
    """The UTC instant of the midnight with which a London day ends."""
    return instant(day + DAY)


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def local_date(at: datetime) -> date:
    """The London date on which an instant falls. Raises ValueError for an instant without a zone."""
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return at.astimezone(LONDON).date()


def local_time(at: datetime) -> time:
    """The London wall-clock time of an instant."""
    return at.astimezone(LONDON).time()


def long_date(day: date) -> str:
    """11 January 2027."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date, *, month: bool = True, year: bool = False) -> str:
    """Mon 11 Jan, or Mon 11, or Mon 11 Jan 2027."""
    words = f"{_DAYS[day.weekday()]} {day.day}"
    if month or year:
        words += f" {_MONTHS[day.month - 1][:3]}"
    return f"{words} {day.year}" if year else words


def days_in_words(days: Iterable[date]) -> str:
    """Thu 24, Tue 29 Dec, Mon 4 Jan: the month is named once, after its last day."""
    listed = list(days)
    return ", ".join(
        short_date(day, month=number == len(listed) or listed[number].month != day.month)
        for number, day in enumerate(listed, 1)
    )


def time_in_words(at: time) -> str:
    """5pm, 4:30pm, midday, midnight."""
    if at == time(12):
        return "midday"
    if at == MIDNIGHT:
        return "midnight"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'am' if at.hour < 12 else 'pm'}"


def end_in_words(at: datetime) -> str:
    """When something ends: "the end of 12 February 2027" for the midnight that closes that day, else "4 March 2027 at 5pm".

    To name the day that begins at that midnight would be a day out.
    """
    day, clock = local_date(at), local_time(at).replace(second=0, microsecond=0)
    if clock == MIDNIGHT:
        return f"the end of {long_date(day - DAY)}"
    return f"the end of {long_date(day)}" if clock == LAST_MINUTE else f"{long_date(day)} at {time_in_words(clock)}"


def due_in_words(at: datetime, deadline: Mapping | None, day: date | None) -> str:
    """By when something is due: "by the end of 12 February 2027" where whole days are counted, else "4 March 2027 at 5pm"."""
    is_whole = deadline and not deadline.get("cut_off") and day
    said = f"the end of {long_date(day)}" if is_whole and day else end_in_words(at)
    return f"by {said}" if said.startswith("the end") else said


def parse_date(text: str) -> date:
    """Read 2027-04-03 or 3 April 2027; refuse all else, and say how it would be read.

    A date with slashes is never taken, because 03/04/2027 has two readings; the refusal repeats it in
    words for the person to confirm. Raises Refusal("date.unreadable").
    """
    words = " ".join(text.split())
    if found := _ISO.fullmatch(words):
        return _day(words, *(int(part) for part in found.groups()))
    if found := _WORDS.fullmatch(words):
        number = _month_number(found[2])
        if number:
            return _day(words, int(found[3]), number, int(found[1]))
    if found := _SLASHED.fullmatch(words):
        if len(found[3]) == 2:
            raise _unreadable(f"“{words}” has a year of two digits. Write the year with four digits.")
        meant = _day(words, int(found[3]), int(found[2]), int(found[1]))
        raise _unreadable(
            f"“{words}” can be read in two ways. If you mean {long_date(meant)}, write “{long_date(meant)}”."
        )
    raise _unreadable(f"“{words}” is not a date. Write it like 3 April 2027.")


def _month_number(name: str) -> int:
    matches = [
        number
        for number, month in enumerate(_MONTHS, 1)
        if name.lower() in (month.lower(), month[:3].lower(), "sept" if number == 9 else "")
    ]
    return matches[0] if matches else 0


def _day(words: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _unreadable(f"“{words}” is not a day of the calendar. Check the day and the month.") from None


def _unreadable(message: str) -> Refusal:
    return Refusal("date.unreadable", message)
