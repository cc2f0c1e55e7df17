"""Every day of a count in order, each with what it is in it: the calendar strip that a page or a paper draws.

A strip leaves no day out between its ends. A very long period shows its first and last days and says how many
lie between.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from commissioning.rules.calendars import Calendar
from commissioning.rules.dates import DAY
from commissioning.rules.deadlines import Backward, Deadline

WHOLE_UP_TO = 70
LAST_DAY = "Last day to begin"
AT_EACH_END = 14


@dataclass(frozen=True)
class StripDay:
    """One day: `state` is start, counted, skipped, end or earliest; `left_out` days before it are not drawn."""

    on: date
    state: str
    words: str
    left_out: int = 0


def strip(result: Deadline | Backward, calendar: Calendar, *, published: bool = False) -> tuple[StripDay, ...]:
    """All days from the first event to the target; `published` on a day off counts as on the next working day."""
    marks = _forward_marks(result) if isinstance(result, Deadline) else _backward_marks(result)
    if published and isinstance(result, Backward) and result.latest != result.latest_working:
        marks = {**marks, result.latest: ("skipped", calendar.reason(result.latest)), result.latest_working: ("start", LAST_DAY)}
    days = tuple(_days(marks, calendar, working=result.basis.counts_working_days))
    if len(days) <= WHOLE_UP_TO:
        return days
    tail = days[-AT_EACH_END:]
    gap = len(days) - 2 * AT_EACH_END
    return (*days[:AT_EACH_END], StripDay(tail[0].on, tail[0].state, tail[0].words, gap), *tail[1:])


def _forward_marks(deadline: Deadline) -> Mapping[date, tuple[str, str]]:
    marks = {deadline.earliest: ("earliest", deadline.target_event.capitalize())}
    if deadline.counts_from != deadline.started_on:
        marks[deadline.counts_from] = ("start", "Counts as the start")
    marks[deadline.started_on] = ("start", deadline.start_event.capitalize())
    marks |= {day: ("skipped", reason) for day, reason in deadline.skipped}
    marks |= _counted(deadline.counted)
    if deadline.counted:
        marks[deadline.ends_on] = ("end", f"Day {len(deadline.counted)}, the last")
    return marks


def _backward_marks(result: Backward) -> Mapping[date, tuple[str, str]]:
    marks = {day: ("skipped", reason) for day, reason in result.skipped} | _counted(result.counted)
    marks[result.target] = ("earliest", "The day you gave")
    if result.latest_working != result.latest:
        marks[result.latest_working] = ("start", "Last working day to begin")
        marks[result.latest] = ("start", "Last lawful day to begin")
    else:
        marks[result.latest] = ("start", LAST_DAY)
    return marks


def _counted(days: tuple[date, ...]) -> dict[date, tuple[str, str]]:
    return {day: ("counted", f"Day {number}") for number, day in enumerate(days, 1)}


def _days(marks: Mapping[date, tuple[str, str]], calendar: Calendar, *, working: bool) -> Iterator[StripDay]:
    day, last = min(marks), max(marks)
    while day <= last:
        reason = calendar.reason(day) if working else ""
        yield StripDay(day, *marks.get(day, ("skipped", reason or "Not counted")))
        day += DAY
