"""Plain values for tests of rules: the demo council's constitution, the England calendar, London moments."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from commissioning.rules import calendars
from commissioning.rules.calendars import Calendar
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import shipped
from commissioning.rules.dates import LONDON
from commissioning.rules.refusals import Refusal


@cache
def the_constitution() -> Constitution:
    """The constitution of the demo council."""
    return shipped("lammas-vale-2026")


def england() -> Calendar:
    """Working days in England."""
    return calendars.load("england")


def london(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A London wall-clock moment."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=LONDON)


def refusal_of(act: Callable[..., Any], /, *args: Any, **words: Any) -> Refusal:
    """The refusal with which an act answers; fails when it goes through."""
    try:
        act(*args, **words)
    except Refusal as refusal:
        return refusal
    raise AssertionError("The act was not refused.")


def refused(act: Callable[..., Any], /, *args: Any, **words: Any) -> str:
    """The code with which an act is refused."""
    return refusal_of(act, *args, **words).code


def told(act: Callable[..., Any], /, *args: Any, **words: Any) -> tuple[str, str, str]:
    """What a refused act answers: its code, the sentences that people read, and where it is written."""
    refusal = refusal_of(act, *args, **words)
    return refusal.code, refusal.message, refusal.citation


def ways(act: Callable[..., Any], /, *args: Any, **words: Any) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """The ways on of a refused act: words of the link, page, what the page is about, what its form is filled with."""
    return [(way.label, way.url_name, way.params, way.query) for way in refusal_of(act, *args, **words).alternatives]
