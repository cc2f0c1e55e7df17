"""Reckonings asked for as text, one or many, answered as text: for the command, the page and open data.

Columns of an answer: forward, ``end`` (last counted day), ``next_day`` (the calendar day after it) and
``next_working_day``; back, ``latest`` (the last day on which the first event may happen) and
``latest_working`` (that day or the working day before); both, ``counted``, ``skipped`` and ``error``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time

from commissioning.rules import calendars, counting
from commissioning.rules.dates import DAY, LONDON, instant, parse_date
from commissioning.rules.deadlines import Backward, Deadline
from commissioning.rules.refusals import Refusal

ASKED = ("start", "basis", "n", "direction", "calendar")
NEEDED = ("start", "basis", "n")  # the other two have an answer of their own
ANSWERED = (
    "end", "next_day", "next_working_day", "latest", "latest_working", "counted", "skipped", "error",
)  # fmt: skip
COLUMNS = (*ASKED, *ANSWERED)
DIRECTIONS = ("forward", "back")


def default_calendar(basis: str) -> str:
    """The calendar that goes with a basis when none is named."""
    return "uk" if basis == "WORK_INCL_UK" else "england"


def reckon(
    basis: str, n: int, start: str, *, back: bool = False, calendar: str = "", cut_off: time | None = None
) -> Deadline | Backward:
    """Count one period. `start` is a date, or an ISO date and London time.

    With a time, the cut-off also decides from which day a publication counts. Raises Refusal.
    """
    chosen = calendars.load(calendar or default_calendar(basis))
    moment = read_start(start)
    if back:
        return counting.backward(basis, n, moment, chosen)
    published_by = cut_off if isinstance(moment, datetime) else None
    return counting.forward(basis, n, moment, chosen, cut_off=cut_off, published_by=published_by)


def read_start(text: str) -> date | datetime:
    """A date, or a moment; a time without a zone is London time. Raises Refusal("date.unreadable")."""
    words = text.strip()
    if "T" not in words:
        return parse_date(words)
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise Refusal(
            "date.unreadable", f"“{words}” is not a date and time. Write it like 2027-04-03T17:00."
        ) from None
    if moment.tzinfo is None:
        return instant(moment.date(), moment.time())
    return moment.astimezone(LONDON)


def read_number(text: str) -> int:
    """A whole number. Raises Refusal("count.number")."""
    words = text.strip()
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        raise Refusal("count.number", f"“{words}” is not a whole number. Write it in digits.")
    return int(words)


def read_time(text: str) -> time:
    """A time of day, HH:MM. Raises Refusal("time.unreadable")."""
    hours, colon, minutes = text.strip().partition(":")
    try:
        if not colon or len(minutes) != 2:
            raise ValueError
        return time(int(hours), int(minutes))
    except ValueError:
        raise Refusal("time.unreadable", f"“{text}” is not a time of day. Write it like 17:00.") from None


def answer(result: Deadline | Backward) -> dict[str, str]:
    """The answer columns of one reckoning; day lists are separated by semicolons."""
    columns = dict.fromkeys(ANSWERED, "")
    if isinstance(result, Deadline):
        columns["end"] = result.ends_on.isoformat()
        columns["next_day"] = (result.ends_on + DAY).isoformat()
        columns["next_working_day"] = result.next_working.isoformat()
    else:
        columns["latest"] = result.latest.isoformat()
        columns["latest_working"] = result.latest_working.isoformat()
    columns["counted"] = ";".join(day.isoformat() for day in result.counted)
    columns["skipped"] = ";".join(day.isoformat() for day, _ in result.skipped)
    return columns


def answer_rows(rows: Iterable[Mapping[str, str | None]]) -> Iterator[dict[str, str]]:
    """Each asked row with its answer; a row that cannot be answered carries the reason in `error`."""
    for row in rows:
        asked = {column: (row.get(column) or "").strip() for column in ASKED}
        try:
            yield {**asked, **answer(_reckon_row(asked))}
        except Refusal as refusal:
            yield {**asked, **dict.fromkeys(ANSWERED, ""), "error": refusal.message}


def _reckon_row(asked: Mapping[str, str]) -> Deadline | Backward:
    direction = asked["direction"] or "forward"
    if direction not in DIRECTIONS:
        raise Refusal("count.direction", f"“{direction}” is not a direction. Write forward or back.")
    return reckon(
        asked["basis"],
        read_number(asked["n"]),
        asked["start"],
        back=direction == "back",
        calendar=asked["calendar"],
    )
