"""Worked examples of every basis, each reckoned by hand from a wall calendar."""

from datetime import UTC, date, datetime, time

import pytest

from commissioning.rules import calendars, counting, periods
from commissioning.rules.calendars import CalendarRefusal
from commissioning.rules.dates import instant

ENGLAND = calendars.load("england")
UK = calendars.load("uk")
FIVE = time(17)


def days(month: int, *numbers: int, year: int = 2026) -> tuple[date, ...]:
    return tuple(date(year, month, number) for number in numbers)


MEETINGS = [
    # meets, latest notice, prudent notice, five clear days, latest agenda, prudent agenda
    ((2026, 12, 14), (2026, 11, 15), (2026, 11, 13), days(12, 7, 8, 9, 10, 11), (2026, 12, 6), (2026, 12, 4)),
    ((2027, 1, 11), (2026, 12, 13), (2026, 12, 11), days(1, 4, 5, 6, 7, 8, year=2027), (2027, 1, 3), (2026, 12, 31)),
    ((2027, 3, 30), (2027, 3, 1), (2027, 3, 1), days(3, 19, 22, 23, 24, 25, year=2027), (2027, 3, 18), (2027, 3, 18)),
    (
        (2027, 4, 6), (2027, 3, 8), (2027, 3, 8),
        days(3, 30, 31, year=2027) + days(4, 1, 2, 5, year=2027), (2027, 3, 29), (2027, 3, 25),
    ),
    (
        (2027, 5, 10), (2027, 4, 11), (2027, 4, 9),
        days(4, 30, year=2027) + days(5, 4, 5, 6, 7, year=2027), (2027, 4, 29), (2027, 4, 29),
    ),
    (
        (2027, 6, 3), (2027, 5, 5), (2027, 5, 5),
        days(5, 26, 27, 28, year=2027) + days(6, 1, 2, year=2027), (2027, 5, 25), (2027, 5, 25),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("meets", "notice", "prudent", "clear", "agenda", "prudent_agenda"), MEETINGS)
def test_backward_finds_the_last_day_for_notice_and_agenda(
    meets, notice, prudent, clear, agenda, prudent_agenda
):
    meeting = date(*meets)

    for_notice = periods.KEY_DECISION_NOTICE.backward(meeting)
    for_agenda = periods.AGENDA.backward(meeting)

    assert (for_notice.latest, for_notice.latest_working) == (date(*notice), date(*prudent))
    assert for_agenda.counted == clear
    assert (for_agenda.latest, for_agenda.latest_working) == (date(*agenda), date(*prudent_agenda))


def test_five_clear_calendar_days_would_be_three_working_days_later():
    """For 14 December 2026 a calendar reading publishes on Tuesday 8 December, against Friday 4 December."""
    calendar_reading = counting.backward("CLEAR_CAL", 5, date(2026, 12, 14), ENGLAND)

    assert calendar_reading.latest == date(2026, 12, 8)


NOTICES = [
    # published, 28 clear days end, earliest, working; under regulation 10: five days, earliest, working
    (
        (2026, 11, 20), (2026, 12, 18), (2026, 12, 19), (2026, 12, 21),
        days(11, 23, 24, 25, 26, 27), (2026, 11, 28), (2026, 11, 30),
    ),
    (
        (2026, 12, 18), (2027, 1, 15), (2027, 1, 16), (2027, 1, 18),
        days(12, 21, 22, 23, 24, 29), (2026, 12, 30), (2026, 12, 30),
    ),
    (
        (2026, 12, 23), (2027, 1, 20), (2027, 1, 21), (2027, 1, 21),
        days(12, 24, 29, 30, 31) + days(1, 4, year=2027), (2027, 1, 5), (2027, 1, 5),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "end", "earliest", "working", "five", "early", "early_working"), NOTICES
)
def test_notice_gives_the_earliest_decision(published, end, earliest, working, five, early, early_working):
    notice = periods.KEY_DECISION_NOTICE.forward(date(*published))
    exception = periods.GENERAL_EXCEPTION.forward(date(*published))

    assert (notice.ends_on, notice.earliest, notice.next_working) == (
        date(*end),
        date(*earliest),
        date(*working),
    )
    assert exception.counted == five
    assert (exception.earliest, exception.next_working) == (date(*early), date(*early_working))


def test_general_exception_in_calendar_days_would_be_a_week_earlier():
    """Notice of Wednesday 23 December 2026: a calendar reading would already give 29 December."""
    assert counting.forward("CLEAR_CAL", 5, date(2026, 12, 23), ENGLAND).earliest == date(2026, 12, 29)


CALL_INS = [
    ((2026, 11, 20), days(11, 23, 24, 25, 26, 27), (2026, 11, 28)),
    ((2026, 12, 18), days(12, 21, 22, 23, 24, 29), (2026, 12, 30)),
    ((2026, 12, 23), days(12, 24, 29, 30, 31) + days(1, 4, year=2027), (2027, 1, 5)),
    ((2027, 3, 22), days(3, 23, 24, 25, 30, 31, year=2027), (2027, 4, 1)),
    ((2027, 4, 30), days(5, 4, 5, 6, 7, 10, year=2027), (2027, 5, 11)),
]


@pytest.mark.parametrize(("published", "counted", "effective"), CALL_INS)
def test_call_in_window_of_five_clear_working_days(published, counted, effective):
    window = counting.forward("CLEAR_WORK", 5, date(*published), ENGLAND, cut_off=FIVE)

    assert window.counted == counted
    assert window.ends_at == instant(counted[-1], FIVE)
    assert window.earliest == date(*effective)


def test_seven_working_days_after_a_decision():
    """Camden's pattern: decision of Wednesday 23 December 2026."""
    window = counting.forward("WORK_AFTER", 7, date(2026, 12, 23), ENGLAND)

    assert window.counted == days(12, 24, 29, 30, 31) + days(1, 4, 5, 6, year=2027)
    assert window.earliest == date(2027, 1, 7)


def test_standstill_counts_the_day_of_the_notice():
    standstill = periods.STANDSTILL.forward(date(2026, 12, 18))

    assert standstill.counted == days(12, 18, 21, 22, 23, 24, 29, 30, 31)
    assert standstill.earliest == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("notice", "last", "english_last", "holiday"),
    [
        ((2027, 3, 15), (2027, 3, 25), (2027, 3, 24), "St Patrick’s Day (Northern Ireland)"),
        ((2026, 11, 25), (2026, 12, 7), (2026, 12, 4), "St Andrew’s Day (Scotland)"),
    ],
)
def test_e119_standstill_leaves_out_bank_holidays_of_any_part_of_the_kingdom(
    notice, last, english_last, holiday
):
    """E-119: on an England calendar the answer would come a day early, so that calendar is refused."""
    standstill = periods.STANDSTILL.forward(date(*notice))
    as_if_english = counting.forward("WORK_AFTER", 7, date(*notice), ENGLAND)

    assert standstill.ends_on == date(*last)
    assert as_if_english.ends_on == date(*english_last)
    assert holiday in [reason for _, reason in standstill.skipped]
    with pytest.raises(CalendarRefusal) as refused:
        periods.STANDSTILL.forward(date(*notice), ENGLAND)
    assert refused.value.code == "calendar.wrong"


def test_acceptance_13_signing_is_blocked_on_the_last_day_of_standstill():
    """Standstill of 25 November 2026: last day 7 December, so signing on the 7th is early and on the 8th lawful."""
    standstill = periods.STANDSTILL.forward(date(2026, 11, 25))

    assert standstill.open_at(instant(date(2026, 12, 7), time(23, 59))) is True
    assert standstill.open_at(instant(date(2026, 12, 8))) is False
    assert standstill.earliest == date(2026, 12, 8)


def test_health_standstill_runs_to_midnight():
    standstill = periods.HEALTH_STANDSTILL.forward(date(2026, 12, 18))

    assert standstill.ends_on == date(2027, 1, 4)
    assert standstill.ends_at == datetime(2027, 1, 5, tzinfo=UTC)


def test_health_standstill_of_a_monday_ends_on_the_ninth_working_day_after_it():
    standstill = periods.HEALTH_STANDSTILL.forward(date(2026, 10, 5))

    assert standstill.ends_on == counting.forward("WORK_AFTER", 9, date(2026, 10, 5), ENGLAND).ends_on
    assert standstill.skipped[0] == (
        date(2026, 10, 6),
        "the period begins on this day, counting starts after it",
    )


@pytest.mark.parametrize(
    ("received", "last", "prudent"),
    [
        ((2027, 3, 10), (2027, 5, 9), (2027, 5, 7)),
        ((2026, 12, 31), (2027, 2, 28), (2027, 2, 26)),
        ((2027, 12, 31), (2028, 2, 29), (2028, 2, 29)),
        ((2026, 12, 30), (2027, 2, 28), (2027, 2, 26)),
        ((2026, 12, 28), (2027, 2, 27), (2027, 2, 26)),
        ((2027, 1, 1), (2027, 2, 28), (2027, 2, 26)),
    ],
)
def test_response_to_scrutiny_within_two_months(received, last, prudent):
    response = periods.SCRUTINY_RESPONSE.forward(date(*received))

    assert response.ends_on == date(*last)
    assert ENGLAND.working_day_until(response.ends_on) == date(*prudent)


def test_acceptance_11_response_is_overdue_the_day_after_two_months():
    response = periods.SCRUTINY_RESPONSE.forward(date(2027, 3, 10))

    assert response.open_at(instant(date(2027, 5, 9), time(23, 59))) is True
    assert response.open_at(response.earliest_at) is False
    assert response.earliest == date(2027, 5, 10)


def test_scrutiny_documents_in_both_readings_of_ten_clear_days():
    """Request of Thursday 17 December 2026: the earlier, calendar reading is the one we hold the executive to."""
    received = date(2026, 12, 17)

    assert periods.SCRUTINY_DOCUMENTS.forward(received).ends_on == date(2026, 12, 27)
    assert counting.forward("CLEAR_WORK", 10, received, ENGLAND).ends_on == date(2027, 1, 5)


def test_days_beginning_with_includes_the_first():
    period = counting.forward("DAYS_BEGINNING_WITH", 3, date(2027, 1, 1), ENGLAND)

    assert period.counted == days(1, 1, 2, 3, year=2027)
    assert period.skipped == ()


def test_asap_is_measured_by_the_council_s_own_target():
    record = counting.forward("ASAP", 2, date(2026, 12, 24), ENGLAND)

    assert record.counted == days(12, 29, 30)


def test_asap_without_a_target_ends_on_its_day():
    assert counting.forward("ASAP", 0, date(2026, 12, 24), ENGLAND).ends_on == date(2026, 12, 24)
