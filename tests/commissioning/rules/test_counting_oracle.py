"""A second, slower way to count, written without the first one, for every start from 2012 to 2030.

It walks day by day over bank holidays that it reads from the two libraries itself, and knows nothing of
the prepared lists of the calendar. Each start date meets every basis with five numbers of days.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import holidays
import pytest

from commissioning.rules import calendars, counting

FIRST, LAST = date(2012, 1, 1), date(2030, 12, 31)
ONE_DAY = timedelta(days=1)
NUMBERS = (1, 2, 5, 8, 10)
SCOTLAND_ONLY = date(2026, 6, 15)


def _holidays(divisions: tuple[str, ...], parts: tuple[str, ...]) -> frozenset[date]:
    listed = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text())
    days = {date.fromisoformat(event["date"]) for name in divisions for event in listed[name]["events"]}
    for part in parts:
        years = [2010, 2011, 2029, 2030, 2031, 2032]
        days |= set(holidays.country_holidays("GB", subdiv=part, years=years))
    return frozenset(days)


ENGLISH = _holidays(("england-and-wales",), ("ENG",))
BRITISH = _holidays(("england-and-wales", "scotland", "northern-ireland"), ("ENG", "WLS", "SCT", "NIR")) | {
    SCOTLAND_ONLY
}


def works(day: date, off: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in off


def walk(first: date, n: int, off: frozenset[date]) -> date:
    """The n-th working day, starting to look on `first`."""
    day = first
    while True:
        n -= works(day, off)
        if n == 0:
            return day
        day += ONE_DAY


def walk_back(first: date, n: int, off: frozenset[date]) -> date:
    day = first
    while True:
        n -= works(day, off)
        if n == 0:
            return day
        day -= ONE_DAY


def months_end(start: date, n: int) -> date:
    """Counted from the first of the month that the period ends in."""
    number = start.year * 12 + start.month - 1 + n
    first = date(number // 12, number % 12 + 1, 1)
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return min(first + timedelta(days=start.day - 2), following - ONE_DAY)


def hours_end(start: date, n: int) -> date:
    begins = datetime(start.year, start.month, start.day, tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
    last_moment = begins + timedelta(hours=n) - timedelta(seconds=1)
    return last_moment.astimezone(ZoneInfo("Europe/London")).date()


ENDS = {
    "CLEAR_CAL": lambda start, n: start + timedelta(days=n),
    "CLEAR_WORK": lambda start, n: walk(start + ONE_DAY, n, ENGLISH),
    "WORK_AFTER": lambda start, n: walk(start + ONE_DAY, n, ENGLISH),
    "WORK_INCL_UK": lambda start, n: walk(start, n, BRITISH),
    "WORK_AFTER_TO_MIDNIGHT": lambda start, n: walk(start + 2 * ONE_DAY, n, ENGLISH),
    "MONTHS_BEGINNING_WITH": months_end,
    "DAYS_BEGINNING_WITH": lambda start, n: start + timedelta(days=n - 1),
    "HOURS": hours_end,
    "ASAP": lambda start, n: walk(start + ONE_DAY, n, ENGLISH),
}


def starts() -> Iterator[tuple[date, int]]:
    for ordinal in range(FIRST.toordinal(), LAST.toordinal() + 1):
        day = date.fromordinal(ordinal)
        for n in NUMBERS:
            yield day, n


def calendar_of(basis: str) -> calendars.Calendar:
    return calendars.load("uk" if basis == "WORK_INCL_UK" else "england")


@pytest.mark.parametrize("basis", ENDS)
def test_forward_agrees_with_walking_day_by_day(basis):
    calendar, oracle = calendar_of(basis), ENDS[basis]
    off = BRITISH if basis == "WORK_INCL_UK" else ENGLISH

    wrong = []
    for start, n in starts():
        end = oracle(start, n)
        deadline = counting.forward(basis, n, start, calendar)
        if (deadline.ends_on, deadline.next_working) != (end, walk(end + ONE_DAY, 1, off)):
            wrong.append((start, n, end, deadline.ends_on))

    assert wrong == []


@pytest.mark.parametrize("basis", [basis for basis in ENDS if basis not in ("ASAP", "HOURS", "WORK_AFTER")])
def test_backward_agrees_with_trying_every_day(basis):
    """The latest start is found by trying each day downwards until its period ends before the target."""
    calendar, oracle = calendar_of(basis), ENDS[basis]

    wrong = []
    for target, n in list(starts())[::6]:
        latest = target
        while oracle(latest, n) >= target:
            latest -= ONE_DAY
        if counting.backward(basis, n, target, calendar).latest != latest:
            wrong.append((target, n, latest))

    assert wrong == []


def test_backward_of_working_days_is_the_nth_working_day_before():
    calendar = calendars.load("england")

    wrong = [
        (target, n)
        for target, n in starts()
        if counting.backward("WORK_AFTER", n, target, calendar).latest
        != walk_back(target - ONE_DAY, n, ENGLISH)
    ]

    assert wrong == []


@pytest.mark.parametrize("n", [27, 28, 29])
def test_notice_period_agrees_for_every_publication_day(n):
    calendar = calendars.load("england")

    wrong = [
        day
        for day, _ in starts()
        if counting.forward("CLEAR_CAL", n, day, calendar).earliest != day + timedelta(days=n + 1)
    ]

    assert wrong == []


@pytest.mark.parametrize(("name", "off"), [("england", ENGLISH), ("england-wales", ENGLISH), ("uk", BRITISH)])
def test_every_day_is_a_working_day_or_not_as_the_libraries_say(name, off):
    calendar = calendars.load(name)

    wrong = [day for day, _ in starts() if calendar.is_working_day(day) != works(day, off)]

    assert wrong == []
