"""The only reader of time.

In production it is the database's clock, so that a wrong clock on one web machine cannot move a deadline. On SQLite it
is the process clock. In demo mode a stored, forward-only offset is added. Web sessions, second factors and the
checkpoint signer use `real_now`.

A web request has one moment (`one_moment`): whatever it asks, the clock is read once. Acts read it anew, in their
transaction and after the lock (`act_now`); else the moment of an act that had to wait would lie before the act it
waited for.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from commissioning.models import ClockJump
from commissioning.rules.time_sources import Reading

LONDON = ZoneInfo("Europe/London")
T = TypeVar("T")
_local = threading.local()


@dataclass
class _Held:
    """What the present request has read so far."""

    real: datetime | None = None
    offset: timedelta | None = None
    answers: dict[Hashable, object] = field(default_factory=dict)


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, `now`, `today`, `real_now` and `offset` are read once, when first asked, and stay."""
    before = getattr(_local, "held", None)
    _local.held = _Held()
    try:
        yield
    finally:
        _local.held = before


def real_now() -> datetime:
    """The real moment, whatever the demo clock says."""
    held = getattr(_local, "held", None)
    if held is None:
        return _read()
    if held.real is None:
        held.real = _read()
    return held.real


def offset() -> timedelta:
    """How far the demo clock is ahead; nothing outside demo mode."""
    held = getattr(_local, "held", None)
    if held is None:
        return _read_offset()
    if held.offset is None:
        held.offset = _read_offset()
    return held.offset


def now() -> datetime:
    """The product's moment in UTC, for pages and jobs."""
    return real_now() + offset()


def act_now() -> datetime:
    """The product's moment in UTC, for an act: read anew, once, after what the act needs is locked."""
    return _read() + _read_offset()


def reading() -> Reading:
    """Every source of time at once; the database's is read between two looks at the machine's."""
    first, database, last = datetime.now(UTC), _read(), datetime.now(UTC)
    running = time.clock_gettime(time.CLOCK_BOOTTIME)
    return Reading(database, first + (last - first) / 2, timedelta(seconds=running))


def once(question: Hashable, at: datetime, read: Callable[[], T]) -> T:
    """What a page asks again at its one moment is read once. At any other moment, as in every act, it is read anew."""
    held = getattr(_local, "held", None)
    if held is None or held.real is None or held.offset is None or at != held.real + held.offset:
        return read()
    if question not in held.answers:
        held.answers[question] = read()
    return held.answers[question]


def today() -> date:
    """The product's London date."""
    return now().astimezone(LONDON).date()


def local(moment: datetime) -> datetime:
    """A moment as London wall time."""
    return moment.astimezone(LONDON)


def _read() -> datetime:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            return cursor.fetchone()[0].astimezone(UTC)
    return datetime.now(UTC)


def _read_offset() -> timedelta:
    if not settings.DEMO_MODE:
        return timedelta(0)
    newest = ClockJump.objects.order_by("-pk").values_list("offset_seconds", flat=True).first()
    return timedelta(seconds=newest or 0)
