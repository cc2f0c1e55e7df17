"""The page and the calendar file of working backwards."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from tests.builders import MORNING, a_borough
from tests.builders_s2 import a_meeting, set_clock, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"by": "18 March 2027", "key": "yes", "joint": "yes"}


@pytest.fixture(autouse=True)
def borough(settings, client):
    a_borough()
    set_clock(settings, MORNING)
    sign_in(client, "commissioner")


def test_page_shows_the_last_safe_day_of_each_step_through_called_meetings(client):
    a_meeting(datetime(2027, 3, 8, 18, 0, tzinfo=UTC))
    a_meeting(datetime(2027, 4, 12, 17, 0, tzinfo=UTC))
    a_meeting(datetime(2027, 2, 10, 10, 0, tzinfo=UTC), body="ssmt")

    page = client.get("/plan/", ASKED)

    text = page.content.decode()
    assert page.context["missed"] == []
    for words in (
        "To take effect by Thursday 18 March 2027",
        "Monday 8 March 2027",
        "SI 2012/2089 reg 9",
        "What one late clearance costs",
        "Call a further meeting to know the next date.",
    ):
        assert words in text
    assert "Not called" not in text


def test_page_and_file_plan_the_notices_of_a_private_meeting_where_asked(client):
    asked = {**ASKED, "private": "yes"}

    plain, page, file = client.get("/plan/", ASKED), client.get("/plan/", asked), client.get("/plan/calendar.ics", asked)

    words = "second notice of the private meeting published"
    assert [words in answer.content.decode() for answer in (plain, page)] == [False, True]
    assert len([entry for entry in Calendar.from_ical(file.content).walk("VEVENT") if "private" in entry["uid"]]) == 2


def test_day_alone_prepares_the_form_and_is_no_mistake(client):
    page = client.get("/plan/", {"by": "2027-07-01"})

    form = page.context["form"]
    assert (form["by"].value(), form["key"].value(), form.is_bound, "plan" in page.context) == ("2027-07-01", "yes", False, False)


def test_page_plans_with_meetings_still_to_be_called_where_the_called_ones_come_too_early(client):
    a_meeting(datetime(2026, 12, 7, 18, 0, tzinfo=UTC))

    page = client.get("/plan/", {**ASKED, "by": "1 September 2027"})

    assert (page.context["missed"], page.context["to_be_called"]) == ([], True)
    assert "The meetings called so far are too early for this date." in page.content.decode()


def test_page_marks_days_that_have_passed(client):
    page = client.get("/plan/", {**ASKED, "by": "2026-12-01"})

    assert "Some of these days have passed" in page.content.decode()
    assert "decision" in {step.code for step in page.context["missed"]}


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("", "Enter the day by which it must take effect"),
        ("01/04/2027", "“01/04/2027” can be read in two ways. If you mean 1 April 2027, write “1 April 2027”."),
        (
            "2042-01-01",
            "The England calendar covers 1 January 2010 to 31 December 2040, so it cannot say which days around "
            "1 January 2042 are working days. Choose a date inside it, or have the calendar extended.",
        ),
    ],
)
def test_date_that_cannot_be_planned_says_why(client, by, said):
    page = client.get("/plan/", {**ASKED, "by": by})

    assert page.status_code == 200
    assert page.context["form"].errors["by"] == [said]
    assert client.get("/plan/calendar.ics", {**ASKED, "by": by}).status_code == 404


def test_file_has_whole_days_and_keeps_its_addresses(client):
    first = client.get("/plan/calendar.ics", ASKED)
    second = client.get("/plan/calendar.ics", ASKED)

    events = Calendar.from_ical(first.content).walk("VEVENT")
    days = {str(event["summary"]): event["dtstart"].dt for event in events}
    assert days["Last safe day: Notice of key decision published"] == date(2027, 2, 5)
    assert [str(event["uid"]) for event in events] == [
        str(event["uid"]) for event in Calendar.from_ical(second.content).walk("VEVENT")
    ]
    assert len({str(event["uid"]) for event in events}) == len(events) == 10
    assert str(events[0]["uid"]).endswith("@lammas-vale.plan")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"


def test_page_asks_to_sign_in(client):
    client.logout()

    assert client.get("/plan/").status_code == 302
