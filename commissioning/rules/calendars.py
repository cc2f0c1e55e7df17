"""Which days are working days, as data with a version, and nothing outside what the data covers.

Three calendars are known by name, each a definition of its own: ``england`` (council procedure),
``england-wales`` (the Banking and Financial Dealings Act 1971 Sch 1 names the two together) and ``uk``
(a bank holiday in any part of the United Kingdom, Procurement Act 2023 s123(1)). A working day is a
Monday to Friday that is no bank holiday of the calendar's parts. Days beyond the official list are
provisional; a date beyond the coverage is refused, never taken for a working day.

All lists are prepared once for each calendar, so that a reckoning is a few look-ups.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

from commissioning.rules.dates import long_date
from commissioning.rules.refusals import Refusal

PARTS: Mapping[str, tuple[str, ...]] = {
    "england": ("ENG",),
    "england-wales": ("ENG", "WLS"),
    "uk": ("ENG", "WLS", "SCT", "NIR"),
}
TITLES: Mapping[str, str] = {
    "england": "England",
    "england-wales": "England and Wales",
    "uk": "United Kingdom (any part)",
}
PART_NAMES: Mapping[str, str] = {
    "ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland",
}  # fmt: skip
DATA_VERSION = "govuk-2026-02-25"
COVERS_FROM = date(2010, 1, 1)
OFFICIAL_FROM = date(2012, 1, 1)
PROVISIONAL_FROM = date(2029, 1, 1)
COVERS_TO = date(2040, 12, 31)
_WEEKEND = {5: "Saturday", 6: "Sunday"}


class CalendarRefusal(Refusal):
    """The calendar cannot answer: the date is outside its coverage, or it is the wrong calendar."""


@dataclass(frozen=True)
class Holiday:
    """One bank holiday in one part, as the official list shows it and since when it has shown it."""

    day: date
    part: str
    name: str
    known_since: date | None
    known_until: date | None
    source: str

    def known_on(self, reader: date) -> bool:
        """Whether somebody reading the list on that day would have seen it; unknown dates count as seen."""
        since = self.known_since is None or self.known_since <= reader
        return since and (self.known_until is None or reader < self.known_until)


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of one definition; `closure_days` are the council's own, `closures_count` its rule."""

    name: str
    version: str
    holidays: Mapping[date, str]
    covers_from: date = COVERS_FROM
    covers_to: date = COVERS_TO
    official_from: date = OFFICIAL_FROM
    provisional_from: date = PROVISIONAL_FROM
    closure_days: Mapping[date, str] = field(default_factory=dict)
    closures_count: bool = True
    base: int = field(init=False, repr=False)
    days: tuple[date, ...] = field(init=False, repr=False)
    working: tuple[date, ...] = field(init=False, repr=False)
    off: tuple[tuple[date, str], ...] = field(init=False, repr=False)
    working_upto: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        length = (self.covers_to - self.covers_from).days + 1
        days = tuple(self.covers_from + timedelta(days=number) for number in range(length))
        reasons = [self._reason(day) for day in days]
        prepared = {
            "base": self.covers_from.toordinal(),
            "days": days,
            "working": tuple(day for day, reason in zip(days, reasons, strict=True) if not reason),
            "off": tuple((day, reason) for day, reason in zip(days, reasons, strict=True) if reason),
            "working_upto": tuple(accumulate(not reason for reason in reasons)),
        }
        for name, value in prepared.items():
            object.__setattr__(self, name, value)

    def _reason(self, day: date) -> str:
        if day.weekday() in _WEEKEND:
            return _WEEKEND[day.weekday()]
        if day in self.holidays:
            return self.holidays[day]
        if not self.closures_count and day in self.closure_days:
            return self.closure_days[day]
        return ""

    @property
    def title(self) -> str:
        """The name in words."""
        return TITLES.get(self.name, self.name)

    def index(self, day: date) -> int:
        """The position of a day in the coverage. Raises CalendarRefusal outside it."""
        position = day.toordinal() - self.base
        if not 0 <= position < len(self.days):
            raise self.outside(long_date(day))
        return position

    def outside(self, what: str) -> CalendarRefusal:
        """The refusal for a day that nobody has published bank holidays for."""
        return CalendarRefusal(
            "calendar.outside",
            f"The {self.title} calendar covers {long_date(self.covers_from)} to {long_date(self.covers_to)}, "
            f"so it cannot say which days around {what} are working days. Choose a date inside it, or have "
            "the calendar extended.",
        )

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no holiday. Raises CalendarRefusal outside the coverage."""
        return not self.reason(day)

    def reason(self, day: date) -> str:
        """Why a day is no working day, in words, or nothing. Raises CalendarRefusal outside the coverage."""
        self.index(day)
        return self._reason(day)

    def working_days_to(self, day: date) -> int:
        """How many working days the coverage has up to and including a day."""
        return self.working_upto[self.index(day)]

    def working_day(self, number: int) -> date:
        """The working day at a position (from 0). Raises CalendarRefusal beyond either end."""
        if not 0 <= number < len(self.working):
            raise self.outside("the end of this period")
        return self.working[number]

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""
        return self.working_day(self.working_days_to(day))

    def working_day_from(self, day: date) -> date:
        """The day itself if it is a working day, or else the next one."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_day_until(self, day: date) -> date:
        """The day itself if it is a working day, or else the one before."""
        return self.working_day(self.working_days_to(day) - 1)

    def days_off(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """The days from first to last that are no working days, each with its reason."""
        if last < first:
            return ()
        before, upto = self.index(first) - 1, self.index(last)
        counted_before = self.working_upto[before] if before >= 0 else 0
        return self.off[before + 1 - counted_before : upto + 1 - self.working_upto[upto]]

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether days from first to last rest on computed holidays instead of the official list."""
        return first < self.official_from or last >= self.provisional_from

    def with_holiday(self, day: date, name: str) -> "Calendar":
        """A new version of this calendar in which a proclaimed day is a bank holiday."""
        self.index(day)
        return replace(
            self, version=f"{self.version}+{day.isoformat()}", holidays={**self.holidays, day: name}
        )

    def with_closures(self, closures: Mapping[date, str], *, count: bool) -> "Calendar":
        """A new version with the council's closure days; `count` says whether they count as working days."""
        days = ",".join(day.isoformat() for day in sorted(closures))
        label = f"{'open' if count else 'closed'}:{days}"
        return replace(
            self, version=f"{self.version}+{label}", closure_days=dict(closures), closures_count=count
        )

    def changed(self, **changes: object) -> "Calendar":
        """A copy with other coverage, for tests and for a calendar that knows less."""
        return replace(self, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def published() -> tuple[Holiday, ...]:
    """Every bank holiday of the data file, superseded ones included, in order of date."""
    text = files("commissioning.data").joinpath("bank_holidays.csv").read_text(encoding="utf-8")
    return tuple(_read(text))


def _read(text: str) -> Iterator[Holiday]:
    for row in csv.DictReader(text.splitlines()):
        since, until = row["known_since"], row["known_until"]
        yield Holiday(
            date.fromisoformat(row["date"]),
            row["part"],
            row["name"],
            date.fromisoformat(since) if since else None,
            date.fromisoformat(until) if until else None,
            row["source"],
        )


@lru_cache(maxsize=64)
def load(name: str = "england", known_on: date | None = None) -> Calendar:
    """The calendar of that name as published now, or as it stood on an earlier day (`known_on`).

    Raises CalendarRefusal for an unknown name.
    """
    if name not in PARTS:
        raise CalendarRefusal(
            "calendar.unknown", f"There is no calendar “{name}”. Use one of: {', '.join(PARTS)}."
        )
    names: dict[date, list[Holiday]] = {}
    for holiday in published():
        if holiday.part in PARTS[name] and _stands(holiday, known_on):
            names.setdefault(holiday.day, []).append(holiday)
    version = f"{name}/{DATA_VERSION}" + (f" as known on {known_on.isoformat()}" if known_on else "")
    return Calendar(name, version, {day: _label(found, name) for day, found in names.items()})


def _stands(holiday: Holiday, known_on: date | None) -> bool:
    return holiday.known_until is None if known_on is None else holiday.known_on(known_on)


def _label(found: list[Holiday], name: str) -> str:
    parts = [holiday.part for holiday in found]
    if len(parts) == len(PARTS[name]):
        return found[0].name
    return f"{found[0].name} ({', '.join(PART_NAMES[part] for part in parts)})"
