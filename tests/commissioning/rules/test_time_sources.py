"""Several sources of time, compared: what is believed, what is not, and by how much."""

from datetime import UTC, datetime, timedelta

import pytest

from commissioning.rules.time_sources import Doubt, DoubtfulSpan, Reading, doubt, said

NOON = datetime(2027, 1, 19, 12, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def reading(*, database=timedelta(0), machine=timedelta(0), after=timedelta(0)) -> Reading:
    """Both clocks at noon, some time later, each moved by so much."""
    return Reading(NOON + after + database, NOON + after + machine, timedelta(days=3) + after)


def judged(now: Reading, before: Reading | None = None, newest: datetime | None = None) -> Doubt | None:
    return doubt(now, before, product=now.database, newest=newest)


@pytest.mark.parametrize("apart", [timedelta(0), SECOND, -SECOND, 2 * SECOND])
def test_clocks_within_two_seconds_are_believed(apart):
    assert judged(reading(machine=apart), reading(), NOON) is None


@pytest.mark.parametrize("apart", [3 * SECOND, -3 * SECOND, HOUR, -HOUR])
def test_e104_clocks_of_database_and_machine_apart_are_in_doubt(apart):
    found = judged(reading(machine=-apart))

    assert (found.what, found.by, found.ahead) == ("apart", apart, abs(apart))


def test_clock_that_differs_and_seems_moved_by_a_few_milliseconds_more_is_told_as_differing():
    found = judged(reading(machine=-HOUR - timedelta(milliseconds=3)), reading(database=timedelta(milliseconds=2)))

    assert found.what == "apart"


@pytest.mark.parametrize(("by", "ahead"), [(HOUR, HOUR), (-HOUR, timedelta(0))])
def test_e104_both_clocks_set_by_an_hour_while_the_service_runs(by, ahead):
    found = judged(reading(database=by, machine=by, after=15 * SECOND), reading())

    assert (found.what, found.by, found.ahead) == ("set", by, ahead)


def test_e104_clock_before_what_is_in_the_log_has_gone_back():
    found = judged(reading(), newest=NOON + HOUR)

    assert (found.what, found.by, found.ahead) == ("back", -HOUR, timedelta(0))
    assert found.sentence == "The clock shows a moment 1 hour before what is already in the log."


def test_change_to_winter_time_moves_nothing():
    assert judged(reading(after=HOUR), reading(), NOON) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "3 seconds"), (1, "1 second"), (60, "1 minute"), (119, "119 seconds"), (300, "5 minutes"), (3600, "1 hour"), (-90_000, "25 hours"), (86_400, "1 day")],
)
def test_stretch_of_time_in_words(seconds, words):
    assert said(timedelta(seconds=seconds)) == words


def test_doubtful_span_goes_by_position_and_the_cut_off_by_the_size_of_the_doubt():
    span = DoubtfulSpan(7, 9, -HOUR)

    assert [span.holds(seq) for seq in (6, 7, 8, 9)] == [False, True, True, False]
    assert DoubtfulSpan(7, None, HOUR).holds(10_000)
    assert [span.touches(NOON, NOON + by) for by in (HOUR, -HOUR, HOUR + SECOND)] == [True, True, False]


def test_machine_set_further_than_the_database_is_told_by_its_own_stretch():
    found = judged(reading(database=HOUR, machine=2 * HOUR, after=15 * SECOND), reading())

    assert (found.what, found.by) == ("set", 2 * HOUR)


@pytest.mark.parametrize(("machine", "what"), [(2 * SECOND, "apart"), (2 * SECOND + timedelta(milliseconds=1), "set")])
def test_doubts_within_two_seconds_of_each_other_count_as_alike(machine, what):
    assert judged(reading(database=HOUR, machine=machine), reading()).what == what


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (61, "61 seconds"), (119, "119 seconds"), (120, "2 minutes"),
        (-120, "2 minutes"), (3_600, "1 hour"), (7_199, "120 minutes"), (7_200, "2 hours"), (86_400, "1 day"), (172_800, "2 days"),
    ],
)  # fmt: skip
def test_stretch_of_time_is_told_in_the_largest_unit_that_it_fills_twice(seconds, words):
    assert said(timedelta(seconds=seconds)) == words
