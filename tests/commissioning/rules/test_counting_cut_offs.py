"""Hours, cut-offs and the moment from which a publication counts; worked by hand from a wall calendar."""

from datetime import UTC, date, datetime, time

import pytest

from commissioning.rules import calendars, counting, periods
from commissioning.rules.dates import instant
from commissioning.rules.refusals import Refusal

ENGLAND = calendars.load("england")
UK = calendars.load("uk")
FIVE = time(17)


def days(month: int, *numbers: int, year: int = 2026) -> tuple[date, ...]:
    return tuple(date(year, month, number) for number in numbers)


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


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 11, 20), "no clear days"), (date(2026, 11, 22), "only 1 clear day"), (date(2026, 11, 23), "only 2 clear days")],
)
def test_what_is_left_is_said_as_people_say_it(day, left):
    notice = periods.KEY_DECISION_NOTICE.forward(datetime(2026, 11, 20, 9, tzinfo=UTC), published_by=FIVE, prudent=True)

    with pytest.raises(Refusal) as refused:
        counting.require_reached(notice, day, ENGLAND, code="notice.too_short", what="A key decision")

    assert f"would leave {left}; 28 are needed." in refused.value.message


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
