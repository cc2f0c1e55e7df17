"""A decision that is carried out while its call-in window is open: since when, when it was stopped, when it went on.

Scrutiny may recommend that a decision "made but not implemented" be reconsidered (Local Government Act 2000 s9F(2)(a), (4)).
Whether a decision waits until that window is over is each council's own rule. Where it does not wait, a complete call-in
stops from its receipt whatever is not carried out yet, until it is settled.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from commissioning.rules.dates import local_date, local_time, long_date, time_in_words

LAW = "LGA 2000 s9F(2)(a) and (4); the constitution's call-in procedure"
BESIDE = "The constitution lets it be carried out from its publication, while the call-in window is open."


@dataclass(frozen=True)
class Stop:
    """One thing that kept it from being carried out further. `why`: what it was, in a few words; `until` None: it still
    does; `resolutions`: only these, and `severed_at` is when the others went on: until then it lay over all of them."""

    since: datetime
    until: datetime | None = None
    why: str = ""
    resolutions: tuple[int, ...] = ()
    severed_at: datetime | None = None


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


def stop_over(
    stops: Iterable[Stop], on: date, at: datetime | None = None, resolutions: Collection[int] = ()
) -> Stop | None:
    """The stop that lay over what was done on a day, or at a moment of it (`at`), with these resolutions (none: with all).

    Where only the day is known, a stop that began or ended on it counts: nobody can say that the thing came before it.
    """
    found = (_as_far_as_it_reaches(stop, resolutions) for stop in stops)
    return next((stop for stop in found if stop is not None and _lay_over(stop, on, at)), None)


def _as_far_as_it_reaches(stop: Stop, resolutions: Collection[int]) -> Stop | None:
    """What of a stop lay over these resolutions; None where it never did."""
    if not stop.resolutions or not resolutions or not set(resolutions).isdisjoint(stop.resolutions):
        return stop
    return replace(stop, until=stop.severed_at, resolutions=()) if stop.severed_at else None


def _lay_over(stop: Stop, on: date, at: datetime | None) -> bool:
    if at is not None:
        return stop.since <= at and (stop.until is None or at < stop.until)
    return local_date(stop.since) <= on and (stop.until is None or on <= local_date(stop.until))


def held_words(effective_on: date) -> str:
    """Why a call-in of such a decision holds it, for everybody to read."""
    return (
        f"Called in by councillors; it has been in effect since {long_date(effective_on)}, and nothing more of it can be "
        "carried out until that is settled."
    )
