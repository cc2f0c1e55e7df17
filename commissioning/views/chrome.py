"""What every page needs around its content: council name, navigation, source link."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from commissioning.rules.access_matrix import SCRUTINY
from commissioning.selectors import alarms
from commissioning.views.own_offices import own_appointments, own_roles

PUBLIC = [("Register of decisions", "register"), ("Forward plan", "forward_plan")]
STAFF = [("Inbox", "inbox"), ("Cases", "cases"), ("Meetings", "meetings")]


def chrome(request: HttpRequest) -> dict:
    """Context processor. Costs one statement for signed-in people (their offices), one more for
    scrutiny (the alarm)."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    links = (STAFF if signed_in else []) + PUBLIC
    if signed_in and "ADMINISTRATOR" in own_roles(request):
        links = [*links, ("People", "people")]
    return {
        "council": settings.COUNCIL_NAME,
        "source_code_url": settings.SOURCE_CODE_URL or reverse("source"),
        "navigation": [
            (label, reverse(name), request.path.startswith(reverse(name))) for label, name in links
        ],
        "standings": offices(request) if signed_in else [],
        **(alarm(request) if signed_in else {}),
    }


def offices(request: HttpRequest) -> list[str]:
    """Titles of the offices that the signed-in person holds now."""
    return [appointment.office.title for appointment in own_appointments(request)]


def alarm(request: HttpRequest) -> dict:
    """For scrutiny and auditors: when and what the last check of records against the log found, and whether the clock
    is believed. One statement."""
    if SCRUTINY.isdisjoint(own_roles(request)):
        return {}
    found, wrong = alarms.standing_alarms()
    return {
        "integrity": {"at": found.at, "findings": alarms.findings_of(found)} if found else None,
        "clock_doubt": {"at": wrong.at, "sentence": alarms.sentence_of(wrong)} if wrong else None,
    }
