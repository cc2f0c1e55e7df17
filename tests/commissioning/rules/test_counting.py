"""Worked examples of every basis, each reckoned by hand from a wall calendar."""

from datetime import UTC, date, datetime, time

import pytest

from commissioning.rules import calendars, counted_days, counting, periods
from commissioning.rules.calendars import CalendarRefusal
from commissioning.rules.dates import instant
from commissioning.rules.deadlines import Basis
from commissioning.rules.refusals import Refusal

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


def test_tuesday_of_the_following_week_closes_at_five():
    window = counting.forward("WEEKDAY_OF_FOLLOWING_WEEK", 2, date(2027, 1, 14), ENGLAND, cut_off=FIVE)

    assert window.ends_at == datetime(2027, 1, 19, 17, tzinfo=UTC)


def test_weekday_of_the_following_week_gives_way_to_a_bank_holiday():
    window = counting.forward("WEEKDAY_OF_FOLLOWING_WEEK", 1, date(2027, 3, 24), ENGLAND)

    assert window.ends_on == date(2027, 3, 30)


@pytest.mark.parametrize(
    ("concluded", "until"),
    [
        (datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2027, 3, 28, 20, tzinfo=UTC)),
        (datetime(2026, 10, 24, 19, tzinfo=UTC), datetime(2026, 10, 25, 19, tzinfo=UTC)),
    ],
)
def test_e08_twenty_four_hours_are_elapsed_hours_when_the_clocks_change(concluded, until):
    """E-08: 8pm in London becomes 9pm in spring and 7pm in autumn, because an hour is an hour."""
    inspection = periods.MEMBER_INSPECTION.forward(concluded)

    assert inspection.ends_at == until
    assert inspection.earliest_at == until
    assert inspection.counted == ()


def test_hours_that_end_at_midnight_end_with_the_day_before():
    period = counting.forward("HOURS", 24, date(2027, 1, 11), ENGLAND)

    assert period.ends_on == date(2027, 1, 11)
    assert period.earliest == date(2027, 1, 12)


@pytest.mark.parametrize(("last", "utc_hour"), [((2027, 3, 26), 17), ((2027, 3, 30), 16)])
def test_cut_off_is_london_time_on_both_sides_of_the_clock_change(last, utc_hour):
    window = counting.forward("DAYS_BEGINNING_WITH", 1, date(*last), ENGLAND, cut_off=FIVE)

    assert window.ends_at == datetime(*last, utc_hour, tzinfo=UTC)


def test_e01_decision_28_days_after_the_notice_has_only_27_clear_days():
    """E-01 and acceptance 1: notice of 20 November 2026; 18 December is refused, 21 December allowed."""
    notice = periods.KEY_DECISION_NOTICE.forward(
        datetime(2026, 11, 20, 9, tzinfo=UTC), published_by=FIVE, prudent=True
    )

    with pytest.raises(Refusal) as refused:
        counting.require_reached(
            notice, date(2026, 12, 18), ENGLAND, code="notice.too_short", what="A key decision"
        )

    assert refused.value.message == (
        "A key decision on 18 December 2026 would leave only 27 clear days; 28 are needed. "
        "The earliest lawful date is 19 December 2026."
    )
    assert refused.value.earliest == date(2026, 12, 19)
    assert refused.value.citation == "SI 2012/2089 reg 9"
    counting.require_reached(
        notice, date(2026, 12, 21), ENGLAND, code="notice.too_short", what="A key decision"
    )


def test_acceptance_2_agenda_of_4_january_leaves_four_clear_days():
    agenda = periods.AGENDA.forward(date(2027, 1, 4))
    earlier = periods.AGENDA.forward(date(2026, 12, 31))

    with pytest.raises(Refusal) as refused:
        counting.require_reached(agenda, date(2027, 1, 11), ENGLAND, code="agenda.too_late", what="A meeting")

    assert refused.value.message == (
        "A meeting on 11 January 2027 would leave only 4 clear working days; 5 are needed. "
        "The earliest lawful date is 12 January 2027."
    )
    counting.require_reached(earlier, date(2027, 1, 11), ENGLAND, code="agenda.too_late", what="A meeting")


def test_acceptance_3_general_exception_over_new_year():
    exception = periods.GENERAL_EXCEPTION.forward(date(2026, 12, 23))

    with pytest.raises(Refusal):
        counting.require_reached(exception, date(2027, 1, 4), ENGLAND, code="notice.too_short", what="It")
    counting.require_reached(exception, date(2027, 1, 5), ENGLAND, code="notice.too_short", what="It")


def test_acceptance_6_call_in_window_closes_at_five_on_its_last_day():
    window = counting.forward("CLEAR_WORK", 5, date(2027, 4, 30), ENGLAND, cut_off=FIVE)

    assert window.open_at(instant(date(2027, 5, 10), time(16, 59))) is True
    assert window.open_at(instant(date(2027, 5, 10), FIVE)) is True
    assert window.earliest_at == datetime(2027, 5, 10, 23, tzinfo=UTC)  # midnight of British Summer Time


def test_e61_one_second_after_the_cut_off_is_late():
    """E-61: the fifth signature at 17:00:01 is late."""
    window = counting.forward("CLEAR_WORK", 5, date(2026, 11, 20), ENGLAND, cut_off=FIVE)

    assert window.open_at(datetime(2026, 11, 27, 17, 0, 1, tzinfo=UTC)) is False


def test_e02_notice_at_five_to_midnight_counts_as_the_next_working_day():
    """E-02: published at 23:55 on the last lawful day, so the decision is refused and the reason is given."""
    late = datetime(2026, 11, 13, 23, 55, tzinfo=UTC)

    notice = periods.KEY_DECISION_NOTICE.forward(late, published_by=FIVE, prudent=True)

    assert notice.counts_from == date(2026, 11, 16)
    assert notice.shift == "after 5pm, so it counts as 16 November 2026"
    with pytest.raises(Refusal) as refused:
        counting.require_reached(
            notice, date(2026, 12, 14), ENGLAND, code="notice.too_short", what="A key decision"
        )
    assert refused.value.message == (
        "A key decision on 14 December 2026 would leave only 27 clear days; 28 are needed. "
        "It was after 5pm, so it counts as 16 November 2026. The earliest lawful date is 15 December 2026."
    )


def test_e02_notice_counts_on_its_actual_date_where_the_council_says_so():
    late = datetime(2026, 11, 13, 23, 55, tzinfo=UTC)

    notice = periods.KEY_DECISION_NOTICE.forward(late, published_by=FIVE, prudent=False)

    assert notice.counts_from == date(2026, 11, 13)
    assert notice.earliest == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("published", "counts_from"),
    [
        (datetime(2026, 12, 4, 17, 0, 0, tzinfo=UTC), (2026, 12, 4)),
        (datetime(2026, 12, 4, 17, 0, 1, tzinfo=UTC), (2026, 12, 7)),
        (datetime(2026, 12, 5, 10, tzinfo=UTC), (2026, 12, 7)),
        (date(2026, 12, 25), (2026, 12, 29)),
        (datetime(2027, 6, 1, 16, 30, tzinfo=UTC), (2027, 6, 2)),
    ],
    ids=["on the stroke", "a second late", "Saturday", "Christmas Day", "half past five in summer"],
)
def test_publication_after_the_cut_off_counts_as_the_next_working_day(published, counts_from):
    agenda = periods.AGENDA.forward(published, published_by=FIVE)

    assert agenda.counts_from == date(*counts_from)


def test_clear_days_of_a_saturday_without_a_cut_off_begin_on_monday():
    window = counting.forward("CLEAR_WORK", 5, date(2026, 12, 5), ENGLAND)

    assert window.counted == days(12, 7, 8, 9, 10, 11)


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

    assert refused.value.code == "count.no_way_back"


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
