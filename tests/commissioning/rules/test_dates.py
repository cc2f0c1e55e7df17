"""Dates are read without guessing and written in plain words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from commissioning.rules import dates
from commissioning.rules.refusals import Refusal


@pytest.mark.parametrize(
    "text",
    [
        "2027-04-03", " 2027-4-3 ", "3 April 2027", "03 April 2027", "3 apr 2027", "3 APRIL 2027",
        "3  April   2027", "3 Apr. 2027",
    ],
)  # fmt: skip
def test_date_in_one_reading_is_read(text):
    assert dates.parse_date(text) == date(2027, 4, 3)


def test_september_is_read_in_all_its_short_forms():
    assert {dates.parse_date(f"1 {month} 2027") for month in ("Sep", "Sept", "September")} == {
        date(2027, 9, 1)
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31/02/2027", "“31/02/2027” is not a day of the calendar. Check the day and the month."),
        ("2027-13-01", "“2027-13-01” is not a day of the calendar. Check the day and the month."),
        ("2027-02-29", "“2027-02-29” is not a day of the calendar. Check the day and the month."),
        ("29 February 2027", "“29 February 2027” is not a day of the calendar. Check the day and the month."),
        (
            "03/04/2027",
            "“03/04/2027” can be read in two ways. If you mean 3 April 2027, write “3 April 2027”.",
        ),
        (
            "3.4.2027",
            "“3.4.2027” can be read in two ways. If you mean 3 April 2027, write “3 April 2027”.",
        ),
        ("03/04/27", "“03/04/27” has a year of two digits. Write the year with four digits."),
        ("3-4-27", "“3-4-27” has a year of two digits. Write the year with four digits."),
        ("3 April 27", "“3 April 27” is not a date. Write it like 3 April 2027."),
        ("3 Aprill 2027", "“3 Aprill 2027” is not a date. Write it like 3 April 2027."),
        ("3 A 2027", "“3 A 2027” is not a date. Write it like 3 April 2027."),
        ("tomorrow", "“tomorrow” is not a date. Write it like 3 April 2027."),
        ("", "“” is not a date. Write it like 3 April 2027."),
        ("0 April 2027", "“0 April 2027” is not a day of the calendar. Check the day and the month."),
    ],
)
def test_e06_doubtful_date_is_refused_and_repeated_in_words(text, message):
    """E-06: never guess; a date with slashes is given back in words for the person to confirm."""
    with pytest.raises(Refusal) as refused:
        dates.parse_date(text)

    assert refused.value.code == "date.unreadable"
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(17), "5pm"),
        (time(16, 30), "4:30pm"),
        (time(9, 5), "9:05am"),
        (time(12), "midday"),
        (time(0), "midnight"),
        (time(0, 30), "12:30am"),
        (time(12, 15), "12:15pm"),
        (time(11, 59), "11:59am"),
    ],
)
def test_time_in_words(at, words):
    assert dates.time_in_words(at) == words


def test_date_in_words():
    day = date(2027, 1, 11)

    assert dates.long_date(day) == "11 January 2027"
    assert dates.short_date(day) == "Mon 11 Jan"
    assert dates.short_date(day, month=False) == "Mon 11"
    assert dates.short_date(day, year=True) == "Mon 11 Jan 2027"


def test_days_in_words_name_each_month_once():
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 4)]

    assert dates.days_in_words(days) == "Wed 30, Thu 31 Dec, Mon 4 Jan"
    assert dates.days_in_words([]) == ""


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ((2026, 3, 29), datetime(2026, 3, 29, 0, tzinfo=UTC)),
        ((2026, 3, 30), datetime(2026, 3, 29, 23, tzinfo=UTC)),
        ((2026, 10, 25), datetime(2026, 10, 24, 23, tzinfo=UTC)),
        ((2026, 10, 26), datetime(2026, 10, 26, 0, tzinfo=UTC)),
        ((2027, 3, 28), datetime(2027, 3, 28, 0, tzinfo=UTC)),
        ((2027, 10, 31), datetime(2027, 10, 30, 23, tzinfo=UTC)),
    ],
)
def test_day_begins_at_london_midnight(day, begins):
    assert dates.instant(date(*day)) == begins


@pytest.mark.parametrize(("day", "hours"), [((2027, 3, 28), 23), ((2027, 10, 31), 25), ((2027, 6, 1), 24)])
def test_day_on_which_the_clocks_change_is_shorter_or_longer(day, hours):
    length = dates.end_of_day(date(*day)) - dates.instant(date(*day))

    assert length == timedelta(hours=hours)


def test_time_that_occurs_twice_is_the_later_one():
    assert dates.instant(date(2027, 10, 31), time(1, 30)) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_time_that_does_not_occur_is_after_the_gap():
    assert dates.instant(date(2027, 3, 28), time(1, 30)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_e09_a_motion_after_midnight_has_the_date_of_its_moment():
    """E-09: half an hour before midnight UTC in summer is already the next day in London."""
    carried = datetime(2027, 7, 12, 23, 30, tzinfo=UTC)

    assert dates.local_date(carried) == date(2027, 7, 13)
    assert dates.local_time(carried) == time(0, 30)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (dates.instant(date(2027, 2, 13)), "the end of 12 February 2027"),
        (dates.instant(date(2027, 2, 12), time(23, 59)), "the end of 12 February 2027"),
        (dates.instant(date(2027, 7, 2), time(17)), "2 July 2027 at 5pm"),
    ],
)
def test_end_names_the_day_that_is_over_and_not_the_one_that_begins(at, words):
    assert dates.end_in_words(at) == words
