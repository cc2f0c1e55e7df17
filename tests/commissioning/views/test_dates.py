"""The date calculator: answers, addresses, and dates that it will not guess (E-06)."""

import pytest

from commissioning.rules import periods
from commissioning.rules.deadlines import Basis
from tests.builders import a_borough

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


def ask(client, **given: str):
    return client.get("/dates/", {"direction": "forward", **given})


def test_calculator_counts_the_28_clear_days_of_a_key_decision(client):
    answer = ask(client, period="law:notice.key_decision", on="18 December 2026").content.decode()

    for words in (
        "It ends on Friday 15 January 2027.",
        "Earliest decision: Saturday 16 January 2027; the first working day is Monday 18 January 2027.",
        "SI 2012/2089 reg 9",
        "Day 28, the last",
        "england/govuk-2026-02-25",
    ):
        assert words in answer


def test_calculator_counts_back_to_lawful_and_working_day(client):
    answer = ask(client, period="own:CLEAR_WORK", n="5", on="2027-01-11", direction="back").content.decode()

    assert "The last lawful day to begin is Sunday 3 January 2027." in answer
    assert "The working day before is Thursday 31 December 2026." in answer


@pytest.mark.parametrize("period", ["law:agenda.public", "local:publication.agenda"])
def test_calculator_names_no_sunday_on_which_the_council_could_not_publish_in_time(client, period):
    a_borough()

    answer = ask(client, period=period, on="2027-01-11", direction="back").content.decode()

    assert "The last lawful day to publish is Thursday 31 December 2026." in answer
    assert "By the count of days alone it would be Sunday 3 January 2027." in answer
    assert "Last lawful day to begin" not in answer


def test_calculator_counts_the_call_in_window_of_the_council(client):
    a_borough()

    answer = ask(client, period="local:call_in.period", on="18 December 2026", time="17:01").content.decode()

    assert "It ends on Wednesday 30 December 2026 at 5pm." in answer
    assert "After 5pm, so it counts as 21 December 2026." in answer
    assert "Constitution of London Borough of Lammas Vale, Part 4E, paragraph 16.2" in answer


@pytest.mark.parametrize(
    ("period", "on", "said"),
    [
        ("local:publication.agenda", "4 December 2026", "Earliest meeting: Tuesday 15 December 2026"),
        ("law:agenda.public", "4 December 2026", "Earliest meeting: Tuesday 15 December 2026"),
        ("law:scrutiny.response", "10 March 2027", "It ends on Sunday 9 May 2027."),
        ("law:access.scrutiny", "10 March 2027", "It ends on Saturday 20 March 2027."),
        ("law:procurement.standstill", "25 November 2026", "It ends on Monday 7 December 2026."),
    ],
)
def test_calculator_moves_what_the_council_publishes_in_the_evening_and_nothing_else(client, period, on, said):
    a_borough()

    assert said in ask(client, period=period, on=on, time="17:01").content.decode()


def test_calculator_counts_a_notice_of_a_sunday_as_the_council_does(client):
    a_borough()

    answer = ask(client, period="law:notice.key_decision", on="15 November 2026").content.decode()

    assert "Earliest decision: Tuesday 15 December 2026." in answer
    assert "Sunday, so it counts as 16 November 2026." in answer


@pytest.mark.parametrize(
    ("on", "said"), [("27 March 2027", "28 March 2027 at 9pm"), ("30 October 2027", "31 October 2027 at 7pm")]
)
def test_e08_calculator_counts_elapsed_hours_over_the_night_on_which_the_clocks_change(client, on, said):
    answer = ask(client, period="law:access.private_meeting", on=on, time="20:00").content.decode()

    assert f"It ends on {said}." in answer


@pytest.mark.parametrize("basis", Basis)
def test_calculator_answers_every_basis(client, basis):
    answer = ask(client, period=f"own:{basis}", n="5", on="2026-12-18").content.decode()

    assert "It ends on" in answer
    assert "Error:" not in answer


@pytest.mark.parametrize("rule", periods.ALL)
def test_calculator_answers_every_period_of_the_law(client, rule):
    answer = ask(client, period=f"law:{rule}", on="2026-12-18").content.decode()

    assert "It ends on" in answer
    assert periods.ALL[rule].citation in answer


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2027", "“31/02/2027” is not a day of the calendar. Check the day and the month."),
        ("2027-13-01", "“2027-13-01” is not a day of the calendar. Check the day and the month."),
        ("03/04/27", "“03/04/27” has a year of two digits. Write the year with four digits."),
        (
            "03/04/2027",
            "“03/04/2027” can be read in two ways. If you mean 3 April 2027, write “3 April 2027”.",
        ),
        ("", "Enter the date"),
        ("tomorrow", "“tomorrow” is not a date. Write it like 3 April 2027."),
    ],
)
def test_e06_date_is_echoed_and_never_guessed(client, typed, said):
    answer = ask(client, period="law:notice.key_decision", on=typed)

    assert answer.status_code == 200
    assert answer.context["form"].errors["on"] == [said]
    assert answer.context["answer"] is None


def test_calculator_refuses_a_date_outside_the_calendar(client):
    answer = ask(client, period="law:agenda.public", on="2041-01-01")

    assert answer.context["form"].errors["on"] == [
        "The England calendar covers 1 January 2010 to 31 December 2040, so it cannot say which days around "
        "1 January 2041 are working days. Choose a date inside it, or have the calendar extended."
    ]


@pytest.mark.parametrize(
    ("given", "box", "said"),
    [
        ({"period": "own:CLEAR_CAL"}, "n", "Enter how many"),
        ({"period": "own:CLEAR_CAL", "n": "-1"}, "n", "“-1” is not a whole number. Write it in digits."),
        (
            {"period": "own:HOURS", "n": "0"},
            "n",
            "A period is a whole number from 1 to 20000; this one is 0.",
        ),
        ({"period": "law:agenda.public", "time": "5pm"}, "time", "“5pm” is not a time of day. Write it like 17:00."),
        (
            {"period": "law:procurement.standstill", "calendar": "england"},
            "calendar",
            "This period leaves out bank holidays of any part of the United Kingdom, so the England calendar would "
            "end it too early. Use the uk calendar.",
        ),
        (
            {"period": "own:ASAP", "n": "2", "direction": "back"},
            "direction",
            "A period counted as ASAP has no last day to count back from. Count forward instead.",
        ),
    ],
)
def test_calculator_says_beside_the_box_what_is_wrong(client, given, box, said):
    answer = ask(client, on="2026-12-18", **given)

    assert answer.status_code == 200
    assert answer.context["form"].errors[box] == [said]


def test_calculator_marks_provisional_years(client):
    answer = ask(client, period="law:agenda.public", on="2029-01-10").content.decode()

    assert "Provisional: the bank holidays of some of these days are worked out" in answer


def test_calculator_opens_empty_and_takes_a_prepared_period(client):
    answer = client.get("/dates/", {"period": "law:agenda.public"})

    assert answer.context["form"].is_bound is False
    assert '<option value="law:agenda.public" selected>' in answer.content.decode()
