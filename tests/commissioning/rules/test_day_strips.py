"""The calendar strip: every day once, with what it is in the count."""

from datetime import date, time

from commissioning.rules import calendars, counting
from commissioning.rules.day_strips import StripDay, strip
from tests.builders_rules import london

ENGLAND = calendars.load("england")


def words(days: tuple[StripDay, ...]) -> list[tuple[int, str, str]]:
    return [(day.on.day, day.state, day.words) for day in days]


def test_strip_names_every_day_over_christmas_with_its_reason():
    deadline = counting.forward(
        "CLEAR_WORK", 5, date(2026, 12, 18), ENGLAND, start_event="decision published", target_event="takes effect"
    )

    drawn = strip(deadline, ENGLAND)

    assert words(drawn) == [
        (18, "start", "Decision published"),
        (19, "skipped", "Saturday"),
        (20, "skipped", "Sunday"),
        (21, "counted", "Day 1"),
        (22, "counted", "Day 2"),
        (23, "counted", "Day 3"),
        (24, "counted", "Day 4"),
        (25, "skipped", "Christmas Day"),
        (26, "skipped", "Saturday"),
        (27, "skipped", "Sunday"),
        (28, "skipped", "Boxing Day, substitute day"),
        (29, "end", "Day 5, the last"),
        (30, "earliest", "Takes effect"),
    ]


def test_strip_backwards_shows_lawful_and_working_day():
    result = counting.backward("CLEAR_WORK", 5, date(2027, 1, 11), ENGLAND)

    drawn = strip(result, ENGLAND)

    assert words(drawn) == [
        (31, "start", "Last working day to begin"),
        (1, "skipped", "New Year’s Day"),
        (2, "skipped", "Saturday"),
        (3, "start", "Last lawful day to begin"),
        (4, "counted", "Day 1"),
        (5, "counted", "Day 2"),
        (6, "counted", "Day 3"),
        (7, "counted", "Day 4"),
        (8, "counted", "Day 5"),
        (9, "skipped", "Saturday"),
        (10, "skipped", "Sunday"),
        (11, "earliest", "The day you gave"),
    ]


def test_strip_of_years_draws_both_ends_and_counts_the_rest():
    deadline = counting.forward("MONTHS_BEGINNING_WITH", 72, date(2027, 1, 11), ENGLAND)

    drawn = strip(deadline, ENGLAND)

    assert len(drawn) == 28
    assert [day.left_out for day in drawn if day.left_out] == [(date(2033, 1, 11) - date(2027, 1, 11)).days + 1 - 28]


def test_strip_leaves_no_day_out():
    for basis, n in (("CLEAR_CAL", 28), ("WORK_AFTER_TO_MIDNIGHT", 8), ("WORK_AFTER", 3), ("HOURS", 24)):
        drawn = strip(counting.forward(basis, n, date(2026, 12, 18), ENGLAND), ENGLAND)

        assert [day.on.toordinal() - drawn[0].on.toordinal() for day in drawn] == list(range(len(drawn)))


def test_strip_of_calendar_days_says_what_a_late_start_and_every_day_are():
    deadline = counting.forward(
        "CLEAR_WORK", 2, london(date(2026, 12, 14), 18), ENGLAND, published_by=time(17), start_event="notice published", target_event="meeting"
    )

    assert words(strip(deadline, ENGLAND)) == [
        (14, "start", "Notice published"),
        (15, "start", "Counts as the start"),
        (16, "counted", "Day 1"),
        (17, "end", "Day 2, the last"),
        (18, "earliest", "Meeting"),
    ]


def test_strip_of_hours_ends_without_counted_days():
    deadline = counting.forward("HOURS", 24, london(date(2026, 12, 14), 10), ENGLAND, start_event="asked", target_event="over")

    assert words(strip(deadline, ENGLAND)) == [(14, "start", "Asked"), (15, "earliest", "Over")]


def test_strip_of_days_that_do_not_count_gives_no_other_reason():
    deadline = counting.forward("HOURS", 72, london(date(2026, 12, 11), 10), ENGLAND, start_event="asked", target_event="over")

    assert words(strip(deadline, ENGLAND)) == [
        (11, "start", "Asked"),
        (12, "skipped", "Not counted"),
        (13, "skipped", "Not counted"),
        (14, "earliest", "Over"),
    ]


def test_strip_backwards_to_a_working_day_has_one_last_day():
    result = counting.backward("WORK_AFTER", 2, date(2026, 12, 17), ENGLAND)

    assert words(strip(result, ENGLAND)) == [
        (15, "start", "Last day to begin"),
        (16, "counted", "Day 2"),
        (17, "earliest", "The day you gave"),
    ]


def test_strip_of_seventy_days_is_drawn_whole_and_one_more_is_not():
    whole, cut = (
        strip(counting.forward("CLEAR_CAL", n, date(2027, 1, 11), ENGLAND, start_event="a", target_event="b"), ENGLAND) for n in (68, 69)
    )

    assert (len(whole), {day.left_out for day in whole}) == (70, {0})
    assert cut[13:16] == (
        StripDay(date(2027, 1, 24), "counted", "Day 13"),
        StripDay(date(2027, 3, 9), "counted", "Day 57", 43),
        StripDay(date(2027, 3, 10), "counted", "Day 58"),
    )
    assert (len(cut), cut[-1]) == (28, StripDay(date(2027, 3, 22), "earliest", "B"))


def test_strip_that_goes_on_at_a_weekend_says_so():
    cut = strip(counting.forward("CLEAR_WORK", 57, date(2027, 1, 11), ENGLAND), ENGLAND)

    assert cut[14] == StripDay(date(2027, 3, 21), "skipped", "Sunday", 55)
