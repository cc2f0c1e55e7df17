"""The demonstration's banner: what comes next in words, and the button for those who may press it."""

from datetime import date, time, timedelta

import pytest

from commissioning.rules.dates import instant
from tests.builders import MORNING, a_borough, a_case, a_user
from tests.builders_s2 import a_meeting, set_clock, sign_in
from tests.workflows.views.test_inbox import ask
from workflows.selectors.next_due import NextDue, next_due
from workflows.views.demo_clock import when_people_are_in

pytestmark = pytest.mark.django_db
PRESS = "Go to the next thing due"


@pytest.fixture(scope="module", autouse=True)
def _borough(module_database):
    a_borough()


@pytest.fixture(autouse=True)
def _clock(settings):
    set_clock(settings, MORNING)


def banner(client) -> str:
    text = client.get("/register/").content.decode()
    return text[text.index("app-demo-banner") : text.index("</aside>")]


def test_banner_says_what_comes_next_and_with_whom(client):
    ask(a_case(), "agenda.publish", "proper-officer", days=2)

    assert "“Publish agenda and report” is due in case 2026/001, with Head of democratic services" in banner(client)


def test_first_of_duty_and_meeting_is_next():
    ask(a_case(), "agenda.publish", "proper-officer", days=2)
    a_meeting(MORNING + timedelta(days=1))

    assert next_due(MORNING) == NextDue(MORNING + timedelta(days=1), "Cabinet meets")


def test_nothing_ahead_has_no_button(client):
    sign_in(client, "commissioner")

    assert PRESS not in banner(client)
    assert "No date lies ahead." in banner(client)


def test_button_is_for_people_in_office_only(client):
    a_meeting(MORNING + timedelta(days=1))
    nobody = PRESS in banner(client)
    client.force_login(a_user("no-office"))
    without = PRESS in banner(client)
    sign_in(client, "commissioner")

    assert (nobody, without, PRESS in banner(client)) == (False, False, True)


def test_nobody_signs_at_midnight_because_the_clock_was_moved_to_the_beginning_of_a_day():
    begins = instant(date(2027, 7, 1))

    landed = [when_people_are_in(begins + timedelta(seconds=more)) for more in (0, 1, 600)]
    assert landed == [instant(date(2027, 7, 1), time(9))] * 2 + [begins + timedelta(minutes=10)]
