"""The only reader of time.

In production it is the database's clock, so that a wrong clock on one web machine cannot move a deadline. On SQLite it
is the process clock. In demo mode a stored, forward-only offset is added. Web sessions, second factors and the
checkpoint signer use `real_now`.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from commissioning.models import ClockJump

LONDON = ZoneInfo("Europe/London")


def real_now() -> datetime:
    """The real moment, whatever the demo clock says."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            return cursor.fetchone()[0].astimezone(UTC)
    return datetime.now(UTC)


def offset() -> timedelta:
    """How far the demo clock is ahead; nothing outside demo mode."""
    if not settings.DEMO_MODE:
        return timedelta(0)
    newest = ClockJump.objects.order_by("-pk").values_list("offset_seconds", flat=True).first()
    return timedelta(seconds=newest or 0)


def now() -> datetime:
    """The product's moment in UTC; read once per act, by the desk, after the case is locked."""
    return real_now() + offset()


def today() -> date:
    """The product's London date."""
    return now().astimezone(LONDON).date()


def local(moment: datetime) -> datetime:
    """A moment as London wall time."""
    return moment.astimezone(LONDON)
