"""Bank holidays as data: complete, versioned, and silent about nothing."""

import json
from datetime import date
from importlib.resources import files

import holidays
import pytest

from commissioning.rules import calendars
from commissioning.rules.calendars import CalendarRefusal, Holiday

ENGLAND = calendars.load("england")
UK = calendars.load("uk")


def of_year(calendar: calendars.Calendar, year: int) -> list[date]:
    return sorted(day for day in calendar.holidays if day.year == year)


def on(year: int, *days: tuple[int, int]) -> list[date]:
    return [date(year, month, day) for day, month in days]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, [(1, 1), (3, 4), (6, 4), (4, 5), (25, 5), (31, 8), (25, 12), (28, 12)]),
        (2027, [(1, 1), (26, 3), (29, 3), (3, 5), (31, 5), (30, 8), (27, 12), (28, 12)]),
        (2028, [(3, 1), (14, 4), (17, 4), (1, 5), (29, 5), (28, 8), (25, 12), (26, 12)]),
    ],
)
def test_england_has_the_bank_holidays_of_the_year(year, days):
    assert of_year(ENGLAND, year) == on(year, *days)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, [(2, 1), (17, 3), (15, 6), (13, 7), (3, 8), (30, 11)]),
        (2027, [(4, 1), (17, 3), (12, 7), (2, 8), (30, 11)]),
    ],
)
def test_other_parts_of_the_kingdom_add_their_days(year, days):
    added = sorted(set(of_year(UK, year)) - set(of_year(ENGLAND, year)))

    assert added == on(year, *days)


def test_england_and_wales_are_listed_together():
    assert calendars.load("england-wales").holidays == ENGLAND.holidays
    assert calendars.load("england-wales").version == "england-wales/govuk-2026-02-25"


@pytest.mark.parametrize(
    ("division", "parts"),
    [("england-and-wales", ("ENG", "WLS")), ("scotland", ("SCT",)), ("northern-ireland", ("NIR",))],
)
def test_file_holds_every_day_of_the_gov_uk_list(division, parts):
    listed = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text())
    expected = {date.fromisoformat(event["date"]) for event in listed[division]["events"]}
    official = [row for row in calendars.published() if 2012 <= row.day.year <= 2028 and not row.known_until]

    for part in parts:
        extra = {date(2026, 6, 15)} if part == "SCT" else set()
        assert {row.day for row in official if row.part == part} == expected | extra


@pytest.mark.parametrize("part", ["ENG", "WLS", "SCT", "NIR"])
def test_two_sources_agree_on_the_years_both_know(part):
    """GOV.UK and the library holidays were made by different people; they agree on weekdays off, 2012 to 2028."""
    computed = {
        day
        for day in holidays.country_holidays("GB", subdiv=part, years=range(2012, 2029))
        if day.weekday() < 5
    }
    listed = {
        row.day
        for row in calendars.published()
        if row.part == part and 2012 <= row.day.year <= 2028 and not row.known_until
    }

    assert listed ^ computed == set()


def test_every_row_says_where_it_is_from():
    assert [row for row in calendars.published() if not row.source] == []


def test_gov_uk_days_of_england_say_since_when_they_are_known():
    unknown = [
        row
        for row in calendars.published()
        if row.part == "ENG" and 2012 <= row.day.year <= 2028 and row.known_since is None
    ]

    assert unknown == []


@pytest.mark.parametrize(
    ("known_on", "early_may"),
    [(date(2019, 6, 9), [date(2020, 5, 4)]), (date(2019, 6, 10), [date(2020, 5, 8)])],
)
def test_list_as_it_stood_before_the_ve_day_holiday_was_moved(known_on, early_may):
    """The early May bank holiday of 2020 was moved to 8 May; GOV.UK showed it from 10 June 2019."""
    calendar = calendars.load("england", known_on)

    assert [day for day in of_year(calendar, 2020) if day.month == 5 and day.day < 20] == early_may
    assert calendar.version.endswith(f"as known on {known_on.isoformat()}")


def test_moved_day_is_a_working_day_again():
    assert ENGLAND.is_working_day(date(2020, 5, 4)) is True
    assert ENGLAND.is_working_day(date(2022, 5, 30)) is True


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2027, 3, 28), "Sunday"),
        (date(2027, 3, 27), "Saturday"),
        (date(2027, 3, 29), "Easter Monday"),
        (date(2026, 12, 28), "Boxing Day, substitute day"),
        (date(2027, 3, 30), ""),
        (date(2026, 12, 24), ""),
        (date(2026, 12, 26), "Saturday"),
    ],
)
def test_e05_calendar_says_why_a_day_is_unusual(day, reason):
    """E-05: a meeting on a Sunday or bank holiday is allowed, with the reason as a warning."""
    assert ENGLAND.reason(day) == reason


@pytest.mark.parametrize("day", [date(2009, 12, 31), date(2041, 1, 1)])
def test_day_outside_the_coverage_is_refused_in_words(day):
    with pytest.raises(CalendarRefusal) as refused:
        ENGLAND.is_working_day(day)

    assert refused.value.code == "calendar.outside"
    assert refused.value.message.startswith(
        "The England calendar covers 1 January 2010 to 31 December 2040, so it cannot say which days around "
    )


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2040, 12, 31)])
def test_first_and_last_covered_days_are_answered(day):
    assert ENGLAND.reason(day) in ("New Year's Day", "")


def test_unknown_calendar_is_refused():
    with pytest.raises(CalendarRefusal) as refused:
        calendars.load("france")

    assert refused.value.message == ("There is no calendar “france”. Use one of: england, england-wales, uk.")


def test_next_and_previous_working_days():
    good_friday = date(2027, 3, 26)

    assert ENGLAND.next_working_day(good_friday) == date(2027, 3, 30)
    assert ENGLAND.working_day_from(good_friday) == date(2027, 3, 30)
    assert ENGLAND.working_day_until(good_friday) == date(2027, 3, 25)
    assert ENGLAND.working_day_from(date(2027, 3, 25)) == date(2027, 3, 25)
    assert ENGLAND.working_day_until(date(2027, 3, 25)) == date(2027, 3, 25)
    assert ENGLAND.next_working_day(date(2027, 3, 24)) == date(2027, 3, 25)


def test_days_off_are_listed_with_their_reasons():
    listed = ENGLAND.days_off(date(2026, 12, 25), date(2026, 12, 28))

    assert listed == (
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Saturday"),
        (date(2026, 12, 27), "Sunday"),
        (date(2026, 12, 28), "Boxing Day, substitute day"),
    )
    assert ENGLAND.days_off(date(2026, 12, 28), date(2026, 12, 25)) == ()
    assert ENGLAND.days_off(date(2010, 1, 1), date(2010, 1, 1)) == ((date(2010, 1, 1), "New Year's Day"),)


def test_council_closure_days_count_unless_the_council_says_otherwise():
    closed = {date(2026, 12, 29): "Town Hall closed"}

    counting_them = ENGLAND.with_closures(closed, count=True)
    leaving_them_out = ENGLAND.with_closures(closed, count=False)

    assert counting_them.is_working_day(date(2026, 12, 29)) is True
    assert counting_them.closure_days == closed
    assert leaving_them_out.reason(date(2026, 12, 29)) == "Town Hall closed"
    assert counting_them.version == "england/govuk-2026-02-25+open:2026-12-29"
    assert leaving_them_out.version == "england/govuk-2026-02-25+closed:2026-12-29"


def test_proclaimed_day_makes_a_new_version_and_leaves_the_old_one():
    proclaimed = ENGLAND.with_holiday(date(2027, 6, 14), "A day of thanksgiving")

    assert proclaimed.version == "england/govuk-2026-02-25+2027-06-14"
    assert proclaimed.reason(date(2027, 6, 14)) == "A day of thanksgiving"
    assert ENGLAND.reason(date(2027, 6, 14)) == ""


def test_day_of_one_part_names_the_part():
    assert UK.reason(date(2027, 3, 17)) == "St Patrick’s Day (Northern Ireland)"
    assert UK.reason(date(2027, 12, 27)) == "Christmas Day, substitute day"


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [
        (date(2011, 12, 31), date(2012, 1, 5), True),
        (date(2012, 1, 1), date(2028, 12, 31), False),
        (date(2028, 12, 31), date(2029, 1, 1), True),
    ],
)
def test_days_beyond_the_official_list_are_provisional(first, last, provisional):
    assert ENGLAND.is_provisional(first, last) is provisional


def test_titles_are_in_words():
    assert [calendars.load(name).title for name in calendars.PARTS] == [
        "England",
        "England and Wales",
        "United Kingdom (any part)",
    ]


@pytest.fixture
def afresh():
    """Read the file again instead of what an earlier test has read."""
    calendars.published.cache_clear()
    calendars.load.cache_clear()


def test_row_of_the_file_is_read_whole(afresh):
    rows = [row for row in calendars.published() if row.day == date(2020, 5, 4)]

    assert rows[0] == Holiday(
        date(2020, 5, 4),
        "ENG",
        "Early May bank holiday",
        date(2018, 12, 6),
        date(2019, 6, 10),
        "GOV.UK bank holidays, alphagov/calendars@e57b5ceacd, OGL v3",
    )
    assert [row.part for row in rows] == ["ENG", "WLS"]


def test_calendar_is_made_of_standing_rows_with_their_parts(afresh):
    uk, before = calendars.load("uk"), calendars.load("england", date(2019, 6, 9))

    assert uk.reason(date(2026, 8, 31)) == "Summer bank holiday (England, Northern Ireland, Wales)"
    assert uk.reason(date(2026, 8, 3)) == "Summer bank holiday (Scotland)"
    assert uk.reason(date(2026, 12, 25)) == "Christmas Day"
    assert uk.reason(date(2020, 5, 4)) == ""
    assert before.reason(date(2020, 5, 4)) == "Early May bank holiday"
    assert before.reason(date(2020, 5, 8)) == ""
    assert before.reason(date(2011, 4, 29)) != ""


@pytest.mark.parametrize(
    ("since", "until", "reader", "known"),
    [
        (None, None, 5, True),
        (5, None, 4, False),
        (5, None, 5, True),
        (None, 9, 8, True),
        (None, 9, 9, False),
        (5, 9, 4, False),
        (5, 9, 9, False),
    ],
)
def test_holiday_is_known_from_its_first_to_before_its_last_day(since, until, reader, known):
    holiday = Holiday(
        date(2027, 6, 1), "ENG", "x", since and date(2026, 1, since), until and date(2026, 1, until), "y"
    )

    assert holiday.known_on(date(2026, 1, reader)) is known


def test_small_calendar_knows_its_first_and_last_working_day():
    """Monday 4 to Sunday 10 January 2027: five working days, and none outside them."""
    week = ENGLAND.changed(covers_from=date(2027, 1, 4), covers_to=date(2027, 1, 10))

    assert week.working == tuple(date(2027, 1, day) for day in range(4, 9))
    assert [day for day, _ in week.off] == [date(2027, 1, 9), date(2027, 1, 10)]
    assert len(week.days) == 7
    assert week.working_day(0) == date(2027, 1, 4)
    assert week.working_day_until(date(2027, 1, 4)) == date(2027, 1, 4)
    assert week.days_off(date(2027, 1, 5), date(2027, 1, 9)) == ((date(2027, 1, 9), "Saturday"),)
    with pytest.raises(CalendarRefusal) as refused:
        week.next_working_day(date(2027, 1, 8))
    assert refused.value.message == (
        "The England calendar covers 4 January 2027 to 10 January 2027, so it cannot say which days around "
        "the end of this period are working days. Choose a date inside it, or have the calendar extended."
    )
    with pytest.raises(CalendarRefusal, match="around 3 January 2027 are working days"):
        week.reason(date(2027, 1, 3))


def test_closures_are_named_in_the_version_in_order():
    closed = {date(2026, 12, 30): "b", date(2026, 12, 29): "a"}

    assert ENGLAND.with_closures(closed, count=True).version.endswith("+open:2026-12-29,2026-12-30")
