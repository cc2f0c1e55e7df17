"""The calendar as it stands: the shipped days and those that an officer has entered since."""

from functools import lru_cache

from commissioning.models import BankHoliday
from commissioning.rules import calendars
from commissioning.rules.calendars import Calendar

JURISDICTIONS = {"england": ("ENG",), "england-wales": ("ENG", "WLS"), "uk": ("ENG", "WLS", "SCT", "NIR")}


def live(name: str = "england") -> Calendar:
    """The named calendar with every proclaimed day; one statement, the calendar itself is kept per process."""
    days = BankHoliday.objects.filter(jurisdiction__in=JURISDICTIONS[name]).order_by("date", "pk")
    return _with(name, tuple(days.values_list("date", "name")))


@lru_cache(maxsize=32)
def _with(name: str, days: tuple) -> Calendar:
    calendar = calendars.load(name)
    for day, title in days:
        calendar = calendar.with_holiday(day, title)
    return calendar
