"""Reckonings asked for as text."""

from datetime import UTC, date, datetime, time

import pytest

from commissioning.rules import reckoning
from commissioning.rules.refusals import Refusal


def asked(start: str, basis: str, n: str, direction: str = "", calendar: str = "") -> dict[str, str]:
    return {"start": start, "basis": basis, "n": n, "direction": direction, "calendar": calendar}


def test_forward_row_answers_end_and_next_days():
    (row,) = reckoning.answer_rows([asked("2026-12-04", "CLEAR_WORK", "5", "forward", "england")])

    assert row == {
        **asked("2026-12-04", "CLEAR_WORK", "5", "forward", "england"),
        "end": "2026-12-11",
        "next_day": "2026-12-12",
        "next_working_day": "2026-12-14",
        "latest": "",
        "latest_working": "",
        "counted": "2026-12-07;2026-12-08;2026-12-09;2026-12-10;2026-12-11",
        "skipped": "2026-12-05;2026-12-06",
        "error": "",
    }


def test_back_row_answers_latest_days():
    (row,) = reckoning.answer_rows([asked("2027-01-11", "CLEAR_WORK", "5", "back")])

    assert (row["latest"], row["latest_working"], row["end"]) == ("2027-01-03", "2026-12-31", "")
    assert row["counted"] == "2027-01-04;2027-01-05;2027-01-06;2027-01-07;2027-01-08"
    assert row["skipped"] == "2027-01-09;2027-01-10"


def test_back_row_of_working_days_is_the_nth_before():
    """Bromley: public questions for the meeting of 15 July 2024 close ten working days before."""
    (row,) = reckoning.answer_rows([asked("2024-07-15", "WORK_AFTER", "10", "back", "england")])

    assert row["latest"] == "2024-07-01"


@pytest.mark.parametrize(("basis", "end"), [("WORK_INCL_UK", "2027-03-25"), ("WORK_AFTER", "2027-03-25")])
def test_calendar_goes_with_the_basis_when_none_is_named(basis, end):
    (row,) = reckoning.answer_rows([asked("2027-03-15", basis, "8")])

    assert row["end"] == end
    assert row["calendar"] == ""


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (asked("2027-02-30", "CLEAR_CAL", "5"), "“2027-02-30” is not a day of the calendar. Check the day and the month."),
        (asked("2027-02-01", "CLEAR_CAL", "five"), "“five” is not a whole number. Write it in digits."),
        (asked("2027-02-01", "CLEAR_CAL", "5.5"), "“5.5” is not a whole number. Write it in digits."),
        (asked("2027-02-01", "CLEAR_CAL", "-5"), "“-5” is not a whole number. Write it in digits."),
        (asked("2027-02-01", "CLEAR_CAL", "5", "sideways"), "“sideways” is not a direction. Write forward or back."),
        (asked("2027-02-01", "CLEAR_CAL", "5", "", "mars"), "There is no calendar “mars”. Use one of: england, england-wales, uk."),
        ({}, "“” is not a whole number. Write it in digits."),
        ({"start": None}, "“” is not a whole number. Write it in digits."),
    ],
)  # fmt: skip
def test_row_that_cannot_be_answered_says_why(row, error):
    (answered,) = reckoning.answer_rows([row])

    assert answered["error"] == error
    assert answered["end"] == ""
    assert tuple(answered) == reckoning.COLUMNS


def test_one_bad_row_leaves_the_others_answered():
    rows = list(
        reckoning.answer_rows(
            [
                asked("x", "CLEAR_CAL", "1"),
                asked("2027-02-01", "CLEAR_CAL", "1"),
                asked("2050-01-01", "CLEAR_CAL", "1"),
            ]
        )
    )

    assert [row["end"] for row in rows] == ["", "2027-02-02", ""]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2027-04-03", date(2027, 4, 3)),
        ("3 April 2027", date(2027, 4, 3)),
        ("2027-07-03T17:30", datetime(2027, 7, 3, 16, 30, tzinfo=UTC)),
        ("2027-07-03T17:30Z", datetime(2027, 7, 3, 17, 30, tzinfo=UTC)),
    ],
)
def test_start_is_a_date_or_a_london_time(text, start):
    assert reckoning.read_start(text) == start


def test_start_with_an_unreadable_time_is_refused():
    with pytest.raises(Refusal) as refused:
        reckoning.read_start("2027-07-03T25:00")

    assert refused.value.code == "date.unreadable"


def test_cut_off_closes_the_last_day():
    result = reckoning.reckon("CLEAR_WORK", 5, "2026-12-04", cut_off=time(17))

    assert result.ends_at == datetime(2026, 12, 11, 17, tzinfo=UTC)
    assert result.counts_from == date(2026, 12, 4)


def test_cut_off_also_moves_a_publication_that_has_a_time():
    result = reckoning.reckon("CLEAR_WORK", 5, "2026-12-04T17:01", cut_off=time(17))

    assert result.counts_from == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("text", "at"), [("17:00", time(17)), (" 09:30 ", time(9, 30)), ("9:30", time(9, 30))]
)
def test_time_is_read(text, at):
    assert reckoning.read_time(text) == at


@pytest.mark.parametrize("text", ["17", "17:0", "25:00", "17:60", "5pm", "", "a:bc"])
def test_unreadable_time_is_refused(text):
    with pytest.raises(Refusal) as refused:
        reckoning.read_time(text)

    assert refused.value.message == f"“{text}” is not a time of day. Write it like 17:00."


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (reckoning.read_number, "x", "count.number"),
        (reckoning.read_number, "1234567890", "count.number"),
        (reckoning.read_number, "²", "count.number"),
        (reckoning.read_time, "x", "time.unreadable"),
        (reckoning.read_time, "10:20:30", "time.unreadable"),
    ],
)
def test_refusal_of_a_text_has_its_code(read, text, code):
    with pytest.raises(Refusal) as refused:
        read(text)

    assert refused.value.code == code


def test_longest_number_that_is_read_has_nine_digits():
    assert reckoning.read_number(" 123456789 ") == 123_456_789


def test_unreadable_moment_says_how_to_write_one():
    with pytest.raises(Refusal) as refused:
        reckoning.read_start("2027-07-03T25:00")

    assert refused.value.message == (
        "“2027-07-03T25:00” is not a date and time. Write it like 2027-04-03T17:00."
    )
