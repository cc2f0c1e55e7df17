"""Whether the clock may be believed: several sources of time, compared.

The database's clock counts in law; the machine's own clock is the second opinion. The time since the machine started is
moved by nobody, so it shows when a clock is set while the service runs. Nothing that is written later may lie earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(seconds=2)


@dataclass(frozen=True)
class Reading:
    """The sources of time, read together. `running` counts since the machine started and is never set."""

    database: datetime
    machine: datetime
    running: timedelta


@dataclass(frozen=True)
class Doubt:
    """Why the clock is not believed, and by how much; positive: it shows too late a moment."""

    what: str
    by: timedelta

    @property
    def seconds(self) -> int:
        return round(self.by.total_seconds())

    @property
    def ahead(self) -> timedelta:
        """By how much the clock may be fast. Where two clocks differ nobody knows which of them is right."""
        return abs(self.by) if self.what == "apart" else max(self.by, timedelta(0)) if self.what == "set" else timedelta(0)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.what].format(said(self.by))


SENTENCES = {
    "apart": "The clocks of the database and of this machine are {} apart.",
    "set": "The clock was moved by {} while the service ran.",
    "back": "The clock shows a moment {} before what is already in the log.",
}


def doubt(now: Reading, before: Reading | None, *, product: datetime, newest: datetime | None) -> Doubt | None:
    """The gravest reason not to believe the clock, or None.

    `before` is the last reading that was believed by this process; `product` the moment that acts would carry now,
    `newest` that of the newest event of the log.
    """
    found = [Doubt("apart", now.database - now.machine)]
    if before is not None:
        passed = now.running - before.running
        found.append(Doubt("set", now.database - before.database - passed))
        found.append(Doubt("set", now.machine - before.machine - passed))
    if newest is not None and newest > product:
        found.append(Doubt("back", product - newest))
    grave = [one for one in found if abs(one.by) > TOLERANCE]
    most = max((abs(one.by) for one in grave), default=TOLERANCE)
    return next((one for one in grave if most - abs(one.by) <= TOLERANCE), None)  # alike: the first, whatever the milliseconds


def said(by: timedelta) -> str:
    """A stretch of time in words, as far as it matters."""
    seconds = abs(round(by.total_seconds()))
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * unit or seconds == unit:
            count = round(seconds / unit)
            return f"{count} {name}{'s' * (count != 1)}"
    return f"{seconds} second{'s' * (seconds != 1)}"


@dataclass(frozen=True)
class DoubtfulSpan:
    """Events, by position, that may carry a wrong moment: from the first after the clock was last believed to the one
    that says it is believed again (`until`; open while the alarm stands). Positions cannot be set, moments can."""

    since: int
    until: int | None
    by: timedelta

    def holds(self, seq: int) -> bool:
        return self.since <= seq and (self.until is None or seq < self.until)

    def touches(self, at: datetime, cut_off: datetime) -> bool:
        """Whether the doubt leaves open on which side of the cut-off something recorded at `at` was."""
        return abs(at - cut_off) <= abs(self.by)
