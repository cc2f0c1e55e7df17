"""A bank holiday proclaimed while periods are running."""

from datetime import UTC, date, datetime, time

from commissioning.rules import calendars, counting, periods

ENGLAND = calendars.load("england")


def test_e04_state_funeral_moves_an_open_window_and_keeps_both_ends():
    """E-04: the bank holiday of 19 September 2022 was first known on 9 September 2022.

    A record published on Wednesday 14 September 2022 promised a window that ended on the 21st.
    """
    before = calendars.load("england", date(2022, 9, 8))
    promised = counting.forward("CLEAR_WORK", 5, date(2022, 9, 14), before, cut_off=time(17))

    moved = counting.recount(promised, calendars.load("england", date(2022, 9, 9)))

    assert promised.ends_at == datetime(2022, 9, 21, 16, tzinfo=UTC)
    assert moved.ends_at == datetime(2022, 9, 22, 16, tzinfo=UTC)
    assert moved.moved_from(promised) is True
    assert moved.skipped[-1] == (
        date(2022, 9, 19),
        "Bank Holiday for the State Funeral of Queen Elizabeth II",
    )


def test_recount_moves_nothing_when_the_new_day_lies_outside_the_window():
    window = counting.forward("CLEAR_WORK", 5, date(2027, 1, 11), ENGLAND)

    moved = counting.recount(window, ENGLAND.with_holiday(date(2027, 2, 1), "A day of thanksgiving"))

    assert moved.moved_from(window) is False
    assert moved.ends_on == window.ends_on


def test_published_window_is_never_shortened_when_a_holiday_is_withdrawn():
    proclaimed = ENGLAND.with_holiday(date(2027, 1, 13), "A day of thanksgiving")
    window = counting.forward("CLEAR_WORK", 5, date(2027, 1, 11), proclaimed, cut_off=time(17))

    kept = counting.recount(window, ENGLAND)

    assert kept.ends_on == date(2027, 1, 19)
    assert kept.kept == date(2027, 1, 18)
    assert kept.calendar_version == ENGLAND.version
    assert kept.sentence.endswith(
        "a recount would end on Mon 18 Jan, but a published period is never shortened"
    )


def test_recount_keeps_the_rules_of_the_first_count():
    late = datetime(2027, 1, 11, 18, tzinfo=UTC)
    window = periods.AGENDA.forward(late, published_by=time(17))

    again = counting.recount(window, ENGLAND)

    assert again == window


def test_recount_of_calendar_days_does_not_follow_bank_holidays():
    notice = periods.KEY_DECISION_NOTICE.forward(date(2027, 1, 11))

    again = counting.recount(notice, ENGLAND.with_holiday(date(2027, 1, 20), "A day of thanksgiving"))

    assert again.ends_on == notice.ends_on


def test_e120_mourning_day_counts_by_the_basis_of_each_period():
    """E-120: a day of national mourning is a calendar event; only working-day periods leave it out."""
    mourning = ENGLAND.with_holiday(date(2027, 5, 18), "Day of national mourning")
    published = date(2027, 5, 14)

    working = counting.forward("CLEAR_WORK", 5, published, mourning)
    calendar_days = counting.forward("CLEAR_CAL", 5, published, mourning)

    assert working.ends_on == date(2027, 5, 24)
    assert calendar_days.ends_on == date(2027, 5, 19)
    assert mourning.reason(date(2027, 5, 18)) == "Day of national mourning"


def test_e72_late_publication_starts_the_window_late():
    """E-72: a decision of 1 March published nine days later has its window from its publication."""
    window = counting.forward("CLEAR_WORK", 5, date(2027, 3, 10), ENGLAND)

    assert window.counted[0] == date(2027, 3, 11)
    assert window.ends_on == date(2027, 3, 17)
