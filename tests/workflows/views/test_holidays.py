"""Bank holidays: the list, the preview, and a proclaimed day that reaches every case and its clock."""

from copy import deepcopy
from datetime import date

import pytest

from commissioning.models import AuditIndex, BankHoliday
from decisions.models import DeadlineMove
from tests.builders import a_borough
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record

pytestmark = pytest.mark.django_db
MOURNING = {
    "day": "18 January 2027",
    "name": "Day of national mourning",
    "parts": ["ENG", "WLS"],
    "source": "Proclamation of 13 January 2027",
    "request_key": "one",
}


@pytest.fixture(scope="module")
def built_record(module_database):
    a_borough()
    return a_published_record()


@pytest.fixture
def record(built_record, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_record)


def test_list_shows_the_days_of_a_year_with_their_parts(client, record):
    sign_in(client, "cm-adults")

    page = client.get("/calendar/", {"year": "2026"})

    shown = {(one.day, one.parts) for one in page.context["days"]}
    assert (date(2026, 12, 28), ("ENG", "WLS", "SCT", "NIR")) in shown
    assert (date(2026, 6, 15), ("SCT",)) in shown
    assert "No day has been proclaimed since the calendar was published." in page.content.decode()
    assert "Enter a proclaimed day" not in page.content.decode()


@pytest.mark.parametrize("year", ["1066", "20x6", "99999", "²²²²"])
def test_list_of_an_unknown_year_shows_this_year(client, record, year):
    sign_in(client, "proper-officer")

    assert client.get("/calendar/", {"year": year}).context["year"] == 2027


def test_preview_shows_every_case_that_would_move_and_changes_nothing(client, record):
    sign_in(client, "proper-officer")

    page = client.post("/calendar/enter/", MOURNING).content.decode()

    assert "1 running deadline in 1 open case would end later." in page
    assert "Call-in window: until 19 January 2027 at 5pm, then until <strong>20 January 2027 at 5pm</strong>" in page
    assert BankHoliday.objects.count() == 0


def test_confirmed_day_moves_the_case_and_says_what_moved(client, record):
    sign_in(client, "proper-officer")

    page = client.post("/calendar/enter/", {**MOURNING, "confirm": "1"}, follow=True).content.decode()
    again = client.post("/calendar/enter/", {**MOURNING, "confirm": "1"}, follow=True).content.decode()

    assert "18 January 2027 is entered. Deadlines moved in 1 case." in page
    assert "now until <strong>20 January 2027 at 5pm</strong>" in page
    assert "No deadline moved." in again
    assert (BankHoliday.objects.count(), DeadlineMove.objects.count()) == (2, 1)
    kinds = AuditIndex.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["calendar.import", "deadline.move"]


def test_register_shows_the_longer_window(client, record):
    sign_in(client, "proper-officer")
    client.post("/calendar/enter/", {**MOURNING, "confirm": "1"})

    page = client.get("/register/2026/001/").content.decode()

    assert "Councillors can call it in until <strong>20 January 2027 at 5pm</strong>." in page
    assert "Day of national mourning" in page


@pytest.mark.parametrize(
    ("changes", "box", "said"),
    [
        ({"day": "03/04/2027"}, "day", "“03/04/2027” can be read in two ways. If you mean 3 April 2027, write “3 April 2027”."),
        ({"day": ""}, "day", "Enter the day"),
        ({"name": ""}, "name", "Enter the name of the day"),
        ({"parts": []}, "parts", "Select where it is a bank holiday"),
        ({"source": ""}, "source", "Enter where it was proclaimed"),
    ],
)  # fmt: skip
def test_form_says_what_is_missing(client, record, changes, box, said):
    sign_in(client, "proper-officer")

    page = client.post("/calendar/enter/", {**MOURNING, **changes})

    assert page.context["form"].errors[box] == [said]
    assert BankHoliday.objects.count() == 0


def test_saturday_is_refused_with_its_reason(client, record):
    sign_in(client, "proper-officer")

    page = client.post("/calendar/enter/", {**MOURNING, "day": "2027-01-16"})

    assert page.status_code == 200
    assert "16 January 2027 is a Saturday, which is no working day anyway." in page.content.decode()


def test_answers_can_be_changed_after_the_preview(client, record):
    sign_in(client, "proper-officer")

    page = client.post("/calendar/enter/", {**MOURNING, "change": "1"})

    assert 'value="18 January 2027"' in page.content.decode()
    assert "new" not in page.context


def test_only_the_proper_officer_enters(client, record):
    sign_in(client, "monitoring-officer")

    assert client.get("/calendar/enter/").status_code == 404
    assert client.post("/calendar/enter/", {**MOURNING, "confirm": "1"}).status_code == 404
    assert BankHoliday.objects.count() == 0


def test_unknown_day_is_not_found(client, record):
    sign_in(client, "proper-officer")

    assert client.get("/calendar/2027-01-18/").status_code == 404
    assert client.get("/calendar/tomorrow/").status_code == 404
