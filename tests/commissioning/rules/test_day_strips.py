"""The calendar strip: every day once, with what it is in the count."""

from datetime import date

from commissioning.rules import calendars, counting
from commissioning.rules.day_strips import StripDay, strip

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

    assert words(drawn)[:5] == [
        (31, "start", "Last working day to begin"),
        (1, "skipped", "New Year’s Day"),
        (2, "skipped", "Saturday"),
        (3, "start", "Last lawful day to begin"),
        (4, "counted", "Day 1"),
    ]
    assert words(drawn)[-1] == (11, "earliest", "The day you gave")


def test_strip_of_years_draws_both_ends_and_counts_the_rest():
    deadline = counting.forward("MONTHS_BEGINNING_WITH", 72, date(2027, 1, 11), ENGLAND)

    drawn = strip(deadline, ENGLAND)

    assert len(drawn) == 28
    assert [day.left_out for day in drawn if day.left_out] == [(date(2033, 1, 11) - date(2027, 1, 11)).days + 1 - 28]


def test_strip_leaves_no_day_out():
    for basis, n in (("CLEAR_CAL", 28), ("WORK_AFTER_TO_MIDNIGHT", 8), ("WORK_AFTER", 3), ("HOURS", 24)):
        drawn = strip(counting.forward(basis, n, date(2026, 12, 18), ENGLAND), ENGLAND)

        assert [day.on.toordinal() - drawn[0].on.toordinal() for day in drawn] == list(range(len(drawn)))
