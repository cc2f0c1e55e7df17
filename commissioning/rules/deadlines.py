"""The answer to "when?": a date with the whole count that leads to it.

The same object is shown on a page, printed in a record, sent in a calendar feed and committed to the
ledger, so it carries every counted and every skipped day, the law, and the version of the calendar.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from commissioning.rules.dates import LONDON, days_in_words, instant, short_date, time_in_words


class Basis(StrEnum):
    """How a period is counted. The codes are stored and never change."""

    CLEAR_CAL = "CLEAR_CAL"
    CLEAR_WORK = "CLEAR_WORK"
    WORK_AFTER = "WORK_AFTER"
    WORK_INCL_UK = "WORK_INCL_UK"
    WORK_AFTER_TO_MIDNIGHT = "WORK_AFTER_TO_MIDNIGHT"
    MONTHS_BEGINNING_WITH = "MONTHS_BEGINNING_WITH"
    DAYS_BEGINNING_WITH = "DAYS_BEGINNING_WITH"
    HOURS = "HOURS"
    ASAP = "ASAP"
    WEEKDAY_OF_FOLLOWING_WEEK = "WEEKDAY_OF_FOLLOWING_WEEK"

    @property
    def counts_working_days(self) -> bool:
        """Whether the end depends on which days are working days."""
        return self in WORKING_BASES


WORKING_BASES = frozenset(
    {
        Basis.CLEAR_WORK,
        Basis.WORK_AFTER,
        Basis.WORK_INCL_UK,
        Basis.WORK_AFTER_TO_MIDNIGHT,
        Basis.ASAP,
        Basis.WEEKDAY_OF_FOLLOWING_WEEK,
    }
)
UNITS: Mapping[Basis, tuple[str, str]] = {
    Basis.CLEAR_CAL: ("clear day", "every day of the week counts"),
    Basis.CLEAR_WORK: ("clear working day", "weekends and bank holidays do not count"),
    Basis.WORK_AFTER: ("working day", "the first is the next working day after the event"),
    Basis.WORK_INCL_UK: (
        "working day",
        "the first is the day of the event itself if it is a working day; a bank holiday in any part of "
        "the United Kingdom does not count",
    ),
    Basis.WORK_AFTER_TO_MIDNIGHT: (
        "working day",
        "counted after the day on which the period begins, which is the day after the event",
    ),
    Basis.MONTHS_BEGINNING_WITH: ("month", "the day of the event is the first day"),
    Basis.DAYS_BEGINNING_WITH: ("day", "the day of the event is the first day"),
    Basis.HOURS: ("hour", "elapsed time, whatever the clocks do"),
    Basis.ASAP: (
        "working day",
        "the law says as soon as reasonably practicable; this is the council's own target",
    ),
    Basis.WEEKDAY_OF_FOLLOWING_WEEK: ("weekday", "a fixed day of the week after the event"),
}
_LIST_AT_MOST = 12


@dataclass(frozen=True)
class Deadline:
    """The end of a period. `ends_at` is the exact UTC end, `earliest` the first lawful date after it.

    With a cut-off the period ends at that time of its last day, the stroke itself included; without one
    it ends at the midnight that closes the day. `counts_from` differs from `started_on` when a late
    publication counts as made on the next working day; `shift` says so. `kept` is the earlier end that a
    recount gave when the published, later one was kept.
    """

    rule: str
    basis: Basis
    n: int
    start_event: str
    started_on: date
    started_at: datetime | None
    counts_from: date
    shift: str
    counted: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]
    ends_on: date
    ends_at: datetime
    cut_off: time | None
    earliest: date
    next_working: date
    target_event: str
    citation: str
    calendar: str
    calendar_version: str
    provisional: bool
    published_by: time | None = None
    prudent: bool = True
    kept: date | None = None

    @property
    def earliest_at(self) -> datetime:
        """The UTC instant at which the act becomes lawful: midnight, or the end of a period of hours."""
        return self.ends_at if self.basis is Basis.HOURS else instant(self.earliest)

    def open_at(self, at: datetime) -> bool:
        """Whether something received at this instant is still in time."""
        return at <= self.ends_at if self.cut_off else at < self.ends_at

    def moved_from(self, earlier: "Deadline") -> bool:
        """Whether this end differs from an earlier reckoning of the same period."""
        return self.ends_at != earlier.ends_at

    @property
    def sentence(self) -> str:
        """The arithmetic in one sentence, from the event over each counted day to the earliest date."""
        start = f"{self.start_event} {short_date(self.started_on, year=True)}"
        if self.shift:
            start += f" ({self.shift})"
        parts = [start, self._counted_words()]
        if named := [(day, reason) for day, reason in self.skipped if reason not in ("Saturday", "Sunday")]:
            parts.append("not counted " + ", ".join(f"{short_date(day)} ({reason})" for day, reason in named))
        if self.cut_off:
            parts.append(f"closes {short_date(self.ends_on)} at {time_in_words(self.cut_off)}")
        parts.append(f"{self.target_event} {short_date(self.earliest, year=True)}")
        if self.next_working != self.earliest:
            parts[-1] += f", first working day {short_date(self.next_working)}"
        if self.kept:
            parts.append(
                f"a recount would end on {short_date(self.kept)}, but a published period is never shortened"
            )
        if self.provisional:
            parts.append("provisional, because the bank holidays of these days are not yet official")
        return "; ".join(parts)

    def _counted_words(self) -> str:
        unit = UNITS[self.basis][0] + ("" if self.n == 1 else "s")
        if self.basis is Basis.HOURS:
            local = self.ends_at.astimezone(LONDON)
            ends = f"{short_date(local.date())} at {time_in_words(local.time())}"
            return f"{self.n} {unit} of elapsed time, until {ends}"
        if self.basis is Basis.MONTHS_BEGINNING_WITH or len(self.counted) > _LIST_AT_MOST:
            first, last = self.counted[0], self.counted[-1]
            return f"{self.n} {unit} from {short_date(first)} to {short_date(last, year=True)}"
        return f"{unit if self.counted else 'no days counted'} {days_in_words(self.counted)}".strip()

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready copy (dates as ISO text), with the sentence."""
        stored = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {**stored, "sentence": self.sentence}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Deadline":
        """The Deadline that `as_dict` wrote."""
        values = {field.name: stored[field.name] for field in fields(cls) if field.name in stored}
        for name in ("started_on", "counts_from", "ends_on", "earliest", "next_working", "kept"):
            values[name] = _read(date.fromisoformat, values.get(name))
        for name in ("started_at", "ends_at"):
            values[name] = _read(datetime.fromisoformat, values[name])
        for name in ("cut_off", "published_by"):
            values[name] = _read(time.fromisoformat, values.get(name))
        values["basis"] = Basis(values["basis"])
        values["counted"] = tuple(date.fromisoformat(day) for day in values["counted"])
        values["skipped"] = tuple((date.fromisoformat(day), reason) for day, reason in values["skipped"])
        return cls(**values)


@dataclass(frozen=True)
class Backward:
    """The last day on which the first event may happen so that the target date is lawful.

    `latest` is the law's answer and may be a Sunday; `latest_working` is the prudent one.
    """

    rule: str
    basis: Basis
    n: int
    target: date
    latest: date
    latest_working: date
    counted: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]
    citation: str
    calendar: str
    calendar_version: str
    provisional: bool

    @property
    def sentence(self) -> str:
        """The arithmetic in one sentence, from the target backwards."""
        unit = UNITS[self.basis][0] + ("" if self.n == 1 else "s")
        words = f"for {short_date(self.target, year=True)}: {self.n} {unit}"
        if self.counted and len(self.counted) <= _LIST_AT_MOST:
            words += f" {days_in_words(self.counted)}"
        elif self.counted:
            words += f" from {short_date(self.counted[0])} to {short_date(self.counted[-1])}"
        words += f"; latest {short_date(self.latest, year=True)}"
        if self.latest_working != self.latest:
            words += f", the working day before is {short_date(self.latest_working, year=True)}"
        return words


def _plain(value: Any) -> Any:
    if isinstance(value, Basis):
        return str(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _read(reader: Callable[[str], Any], text: str | None) -> Any:
    return None if text is None else reader(text)
