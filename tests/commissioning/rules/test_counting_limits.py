"""Where counting ends: bank holidays, impossible counts, the edges of the calendar, counting back."""

from datetime import date, datetime, time

import pytest

from commissioning.rules import calendars, counted_days, counting, periods
from commissioning.rules.calendars import CalendarRefusal
from commissioning.rules.deadlines import Basis
from commissioning.rules.refusals import Refusal

ENGLAND = calendars.load("england")
UK = calendars.load("uk")
FIVE = time(17)


def days(month: int, *numbers: int, year: int = 2026) -> tuple[date, ...]:
    return tuple(date(year, month, number) for number in numbers)


def test_christmas_eve_is_a_working_day():
    assert counting.forward("CLEAR_WORK", 1, date(2026, 12, 23), ENGLAND).ends_on == date(2026, 12, 24)


def test_a_deadline_on_a_sunday_is_not_rolled_forward():
    """Local Government Act 1972 s243 does not apply to the Local Government Act 2000."""
    assert periods.SCRUTINY_RESPONSE.forward(date(2027, 3, 10)).ends_on.weekday() == 6


@pytest.mark.parametrize(
    ("basis", "n", "code"),
    [
        ("CLEAR_DAYS", 5, "count.basis"),
        ("CLEAR_WORK", 0, "count.number"),
        ("CLEAR_WORK", -1, "count.number"),
        ("CLEAR_WORK", 20_001, "count.number"),
        ("CLEAR_WORK", True, "count.number"),
        ("CLEAR_WORK", 5.0, "count.number"),
        ("ASAP", -1, "count.number"),
        ("WEEKDAY_OF_FOLLOWING_WEEK", 8, "count.number"),
        ("CLEAR_WORK", 9_000, "calendar.outside"),
        ("CLEAR_CAL", 20_000, "calendar.outside"),
        ("MONTHS_BEGINNING_WITH", 20_000, "calendar.outside"),
        ("MONTHS_BEGINNING_WITH", 200, "calendar.outside"),
        ("DAYS_BEGINNING_WITH", 20_000, "calendar.outside"),
        ("WORK_AFTER_TO_MIDNIGHT", 9_000, "calendar.outside"),
    ],
)
def test_impossible_count_is_refused(basis, n, code):
    with pytest.raises(Refusal) as refused:
        counting.forward(basis, n, date(2027, 1, 4), ENGLAND)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "start", [date(2009, 12, 31), date(2040, 12, 31), date(2041, 1, 1), date(9999, 12, 31)]
)
@pytest.mark.parametrize("basis", [basis for basis in Basis if basis is not Basis.WORK_INCL_UK])
def test_day_outside_the_calendar_is_refused(basis, start):
    with pytest.raises(CalendarRefusal):
        counting.forward(basis, 5, start, ENGLAND)


@pytest.mark.parametrize("basis", ["ASAP", "WEEKDAY_OF_FOLLOWING_WEEK"])
def test_a_period_without_a_last_day_cannot_be_counted_back(basis):
    with pytest.raises(Refusal) as refused:
        counting.backward(basis, 1, date(2027, 1, 4), ENGLAND)

    assert (refused.value.code, refused.value.message) == (
        "count.no_way_back", f"A period counted as {basis} has no last day to count back from. Count forward instead.",
    )  # fmt: skip


@pytest.mark.parametrize("basis", ["CLEAR_CAL", "CLEAR_WORK", "WORK_AFTER", "MONTHS_BEGINNING_WITH", "HOURS"])
def test_backward_beyond_the_calendar_is_refused(basis):
    with pytest.raises(CalendarRefusal):
        counting.backward(basis, 1, date(2010, 1, 1), ENGLAND)


def test_days_beyond_the_official_list_are_provisional():
    near = counting.forward("CLEAR_WORK", 5, date(2028, 12, 20), ENGLAND)
    far = counting.forward("CLEAR_WORK", 5, date(2028, 12, 22), ENGLAND)
    calendar_days = counting.forward("CLEAR_CAL", 28, date(2028, 12, 22), ENGLAND)

    assert (near.provisional, far.provisional, calendar_days.provisional) == (False, True, False)


def test_provisional_backward_count():
    assert counting.backward("CLEAR_WORK", 5, date(2029, 1, 10), ENGLAND).provisional is True
    assert counting.backward("CLEAR_WORK", 5, date(2028, 11, 10), ENGLAND).provisional is False


def test_instant_without_a_zone_is_an_error():
    with pytest.raises(ValueError, match="time zone"):
        counting.forward("HOURS", 24, datetime(2027, 1, 1, 12), ENGLAND)


@pytest.mark.parametrize(
    ("basis", "n", "message"),
    [
        (
            "CLEAR_DAYS", 5,
            "“CLEAR_DAYS” is not a way of counting. Use one of: CLEAR_CAL, CLEAR_WORK, WORK_AFTER, WORK_INCL_UK, "
            "WORK_AFTER_TO_MIDNIGHT, MONTHS_BEGINNING_WITH, DAYS_BEGINNING_WITH, HOURS, ASAP, "
            "WEEKDAY_OF_FOLLOWING_WEEK.",
        ),
        ("CLEAR_WORK", 0, "A period is a whole number from 1 to 20000; this one is 0."),
        ("ASAP", -1, "A period is a whole number from 0 to 20000; this one is -1."),
        ("WEEKDAY_OF_FOLLOWING_WEEK", 8, "A weekday is a number from 1 (Monday) to 7 (Sunday)."),
        (
            "WORK_INCL_UK", 8,
            "This period leaves out bank holidays of any part of the United Kingdom, so the England calendar would "
            "end it too early. Use the uk calendar.",
        ),
        ("MONTHS_BEGINNING_WITH", 20_000, "That period ends beyond any calendar. Choose a shorter one."),
    ],
)  # fmt: skip
def test_refusal_of_a_count_says_what_is_wrong(basis, n, message):
    late = date(9000, 1, 1) if basis.startswith("MONTHS") else date(2027, 1, 4)

    with pytest.raises(Refusal) as refused:
        counted_days.corresponding_end(late, n) if basis.startswith("MONTHS") else counting.forward(
            basis, n, late, ENGLAND
        )

    assert refused.value.message == message
    assert refused.value.code.startswith(("count.", "calendar."))
    assert refused.value.citation == ("Procurement Act 2023 s123(1)" if basis == "WORK_INCL_UK" else "")


def test_count_without_rule_carries_no_citation():
    deadline = counting.forward("HOURS", 24, date(2027, 1, 4), ENGLAND, cut_off=FIVE)
    back = counting.backward("HOURS", 24, date(2027, 1, 4), ENGLAND)

    assert (deadline.rule, deadline.citation, deadline.target_event) == ("", "", "earliest")
    assert (deadline.calendar, deadline.calendar_version) == ("england", ENGLAND.version)
    assert deadline.cut_off is None
    assert deadline.prudent is True
    assert (back.rule, back.citation, back.counted, back.skipped) == ("", "", (), ())
    assert back.calendar_version == ENGLAND.version


def test_days_counted_back_and_days_skipped_lie_before_the_target():
    back = counting.backward("CLEAR_WORK", 5, date(2027, 1, 5), ENGLAND)
    included = counting.backward("DAYS_BEGINNING_WITH", 3, date(2027, 1, 5), ENGLAND)
    before_saturday = counting.backward("CLEAR_WORK", 1, date(2027, 1, 9), ENGLAND)

    assert back.counted == days(12, 24, 29, 30, 31) + days(1, 4, year=2027)
    assert [day for day, _ in back.skipped] == [*days(12, 25, 26, 27, 28), *days(1, 1, 2, 3, year=2027)]
    assert (included.latest, included.counted) == (date(2027, 1, 2), days(1, 2, 3, 4, year=2027))
    assert before_saturday.skipped == ()


def test_sunday_may_be_the_weekday_of_the_following_week():
    window = counting.forward("WEEKDAY_OF_FOLLOWING_WEEK", 7, date(2027, 1, 14), ENGLAND)

    assert window.ends_on == date(2027, 1, 25)


@pytest.mark.parametrize(
    "target", [(2027, 5, 10), (2027, 5, 1), (2027, 4, 30), (2027, 12, 31), (2028, 2, 29)]
)
def test_months_counted_back_are_the_latest_that_fit(target):
    day = date(*target)

    latest = counting.backward("MONTHS_BEGINNING_WITH", 2, day, ENGLAND).latest

    assert counted_days.corresponding_end(latest, 2) < day
    assert counted_days.corresponding_end(latest + counted_days.DAY, 2) >= day


def test_last_working_days_of_the_calendar_can_still_be_counted():
    week = ENGLAND.changed(covers_from=date(2027, 1, 4), covers_to=date(2027, 1, 11))

    assert counting.forward("CLEAR_WORK", 4, date(2027, 1, 4), week).ends_on == date(2027, 1, 8)
    with pytest.raises(CalendarRefusal, match="around the end of this period"):
        counting.forward("CLEAR_WORK", 6, date(2027, 1, 4), week)
    with pytest.raises(CalendarRefusal, match="around the beginning of this period"):
        counting.backward("CLEAR_WORK", 5, date(2027, 1, 11), week.changed(covers_from=date(2027, 1, 5)))


def test_publication_is_treated_prudently_unless_the_council_says_otherwise():
    saturday = date(2026, 12, 5)

    assert counting.forward("CLEAR_CAL", 1, saturday, ENGLAND, published_by=FIVE).counts_from == date(
        2026, 12, 7
    )
    assert counting.counts_from(Basis.CLEAR_CAL, saturday, ENGLAND, FIVE)[0] == date(2026, 12, 7)


def test_recount_keeps_the_council_s_choice_of_the_actual_date():
    notice = counting.forward("CLEAR_CAL", 28, date(2026, 12, 5), ENGLAND, published_by=FIVE, prudent=False)

    assert counting.recount(notice, ENGLAND) == notice
