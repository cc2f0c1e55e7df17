"""Entering a bank holiday that was proclaimed after the calendar was published."""

from collections.abc import Collection
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import BankHoliday
from commissioning.rules import calendars
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import known_parts

LAW = "Banking and Financial Dealings Act 1971 s1"


def proclaim_day(
    *, day: date, name: str, parts: Collection[str], source: str, actor: Actor, at: datetime
) -> list[BankHoliday]:
    """Keep a proclaimed day for each part of the United Kingdom it holds in; every count from now on leaves it out.

    Effects in order: one row a part; one event. Raises PermissionDenied; Refusal as `require_new_day`.
    """
    standing = access.require(actor, "calendar.proclaim", None, at)
    fresh = require_new_day(day, parts, at)
    act = Act(actor, standing, at, reason=source, rule="calendar.proclaimed")
    rows = [
        BankHoliday.create_as(
            act, date=day, name=name, jurisdiction=part, known_since=local_date(at), source=source
        )
        for part in fresh
    ]
    ledger.append(
        "calendar.import",
        act,
        f"calendar:{day.isoformat()}",
        fields={"date": day.isoformat(), "name": name, "parts": fresh, "source": source},
    )
    return rows


def require_new_day(day: date, parts: Collection[str], at: datetime) -> list[str]:
    """The parts in which the day is not yet a bank holiday.

    Raises Refusal calendar.past, calendar.weekend, calendar.known; CalendarRefusal outside the coverage.
    """
    calendars.load("england").index(day)
    if day < local_date(at):
        raise Refusal(
            "calendar.past", f"{long_date(day)} has passed. Periods that have run out are not opened again.", LAW
        )
    if day.weekday() > 4:
        raise Refusal(
            "calendar.weekend", f"{long_date(day)} is a {day:%A}, which is no working day anyway. No count changes.", LAW
        )
    fresh = [part for part in calendars.PART_NAMES if part in parts and part not in known_parts(day)]
    if not fresh:
        raise Refusal("calendar.known", f"{long_date(day)} is a bank holiday there already. No count changes.", LAW)
    return fresh
