"""A decision that is carried out while its call-in window is open: since when, when it was stopped, when it went on.

Scrutiny may recommend that a decision "made but not implemented" be reconsidered (Local Government Act 2000 s9F(2)(a), (4)).
Whether a decision waits until that window is over is each council's own rule. Where it does not wait, a complete call-in
stops from its receipt whatever is not carried out yet, until it is settled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.rules.dates import LONDON, local_date, local_time, long_date, time_in_words

LAW = "LGA 2000 s9F(2)(a) and (4); the constitution's call-in procedure"
BESIDE = "The constitution lets it be carried out from its publication, while the call-in window is open."


@dataclass(frozen=True)
class Stop:
    """One thing that kept it from being carried out further. `why`: what it was, in a few words;
    `resolutions`: only these; `until` None: it still does."""

    since: datetime
    until: datetime | None = None
    why: str = ""
    resolutions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the decision-maker said on reconsideration: CONFIRMED, AMENDED or RESCINDED, and since when that counts."""

    result: str
    on: date


def course(effective_on: date, stops: Iterable[Stop], answer: Answer | None = None, *, is_open: bool = False) -> tuple[str, ...]:
    """Every turn of it in words, in order of time. `is_open`: the call-in window still is."""
    ordered = sorted(stops, key=lambda stop: stop.since)
    ended = answer is not None and answer.result == "RESCINDED"
    goes_on = all(stop.until or stop.resolutions for stop in ordered) and (answer is None or answer.result == "CONFIRMED")
    begins = "In effect since" if goes_on else "It took effect on"
    beside = "; it can still be called in" if is_open and goes_on else ""
    lines = [f"{begins} {long_date(effective_on)}, inside its call-in window, as the constitution allows{beside}."]
    lines += [_stopped(stop, ended=ended) for stop in ordered]
    if answer is not None and answer.result == "AMENDED":
        lines.append(f"Changed on reconsideration: since {long_date(answer.on)} the changed decision is in effect.")
    if ended and answer is not None:
        lines.append(
            f"Taken back on {long_date(answer.on)}: nothing more of it is carried out. What had been done by then is not undone "
            "by that."
        )
    return tuple(lines)


def _stopped(stop: Stop, *, ended: bool) -> str:
    numbers = ", ".join(map(str, stop.resolutions))
    what = "nothing more of it may be carried out"
    if stop.resolutions:
        plural = "s" if len(stop.resolutions) > 1 else ""
        what = f"nothing more of resolution{plural} {numbers} may be carried out"
    why = f" ({stop.why})" if stop.why else ""
    if stop.until is None:
        return f"Held since {_moment(stop.since)}{why}: {what}."
    after = "." if ended else "; then it went on."
    return f"Held from {_moment(stop.since)} to {_moment(stop.until)}{why}{after}"


def _moment(at: datetime) -> str:
    return f"{long_date(local_date(at))} at {time_in_words(local_time(at))}"


def stopped_on(day: date, stops: Sequence[Stop]) -> Stop | None:
    """The stop that lay over the whole decision on all of a day, so that nothing could lawfully be done on it."""
    return next((stop for stop in stops if not stop.resolutions and _covers(stop, day)), None)


def _covers(stop: Stop, day: date) -> bool:
    ends = stop.until.astimezone(LONDON).date() if stop.until else None
    return local_date(stop.since) < day and (ends is None or day < ends)


def held_words(effective_on: date) -> str:
    """Why a call-in of such a decision holds it, for everybody to read."""
    return (
        f"Called in by councillors; it has been in effect since {long_date(effective_on)}, and nothing more of it can be "
        "carried out until that is settled."
    )
