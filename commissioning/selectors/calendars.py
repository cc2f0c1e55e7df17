"""The calendar as it stands: the shipped days and those that an officer has entered since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from commissioning.models import BankHoliday
from commissioning.rules import calendars
from commissioning.rules.calendars import Calendar

JURISDICTIONS = {"england": ("ENG",), "england-wales": ("ENG", "WLS"), "uk": ("ENG", "WLS", "SCT", "NIR")}


def live(name: str = "england") -> Calendar:
    """The named calendar with every proclaimed day; one statement, the calendar itself is kept per process."""
    days = BankHoliday.objects.filter(jurisdiction__in=JURISDICTIONS[name]).order_by("date", "pk")
    return _with(name, tuple(days.values_list("date", "name")))


@lru_cache(maxsize=32)
def _with(name: str, days: tuple) -> Calendar:
    calendar = calendars.load(name)
    for day, title in days:
        calendar = calendar.with_holiday(day, title)
    return calendar


@dataclass(frozen=True)
class ListedDay:
    """One bank holiday with the parts of the United Kingdom it holds in."""

    day: date
    name: str
    parts: tuple[str, ...]
    provisional: bool = False
    source: str = ""
    known_since: date | None = None


def shipped_days(year: int) -> list[ListedDay]:
    """The bank holidays of a year as the calendar was published, each with its parts."""
    found: dict[tuple[date, str], list[str]] = {}
    for one in calendars.published():
        if one.day.year == year and one.known_until is None:
            found.setdefault((one.day, one.name), []).append(one.part)
    return [
        ListedDay(day, name, _ordered(parts), day >= calendars.PROVISIONAL_FROM or day < calendars.OFFICIAL_FROM)
        for (day, name), parts in sorted(found.items())
    ]


def proclaimed_days() -> list[ListedDay]:
    """Every day that an officer has entered, the newest first."""
    rows: dict[tuple[date, str], list[BankHoliday]] = {}
    for row in BankHoliday.objects.order_by("-date", "pk"):
        rows.setdefault((row.date, row.name), []).append(row)
    return [
        ListedDay(
            day, name, _ordered(row.jurisdiction for row in found),
            source=found[0].source, known_since=found[0].known_since,
        )
        for (day, name), found in rows.items()
    ]  # fmt: skip


def known_parts(day: date) -> set[str]:
    """The parts in which a day is a bank holiday already, published or entered."""
    shipped = {one.part for one in calendars.published() if one.day == day and one.known_until is None}
    return shipped | set(BankHoliday.objects.filter(date=day).values_list("jurisdiction", flat=True))


def _ordered(parts: Iterable[str]) -> tuple[str, ...]:
    found = set(parts)
    return tuple(part for part in calendars.PART_NAMES if part in found)
