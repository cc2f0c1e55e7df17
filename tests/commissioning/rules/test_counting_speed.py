"""At least 10,000 reckonings a second in one process, so that a whole year of meetings is planned at once."""

import time
from datetime import date, timedelta

import pytest

from commissioning.rules import calendars, counting


@pytest.mark.bench
@pytest.mark.parametrize("basis", ["CLEAR_WORK", "CLEAR_CAL", "WORK_AFTER_TO_MIDNIGHT"])
def test_ten_thousand_reckonings_a_second(basis):
    england = calendars.load("england")
    starts = [date(2026, 1, 1) + timedelta(days=number % 700) for number in range(10_000)]

    begun = time.perf_counter()
    for start in starts:
        counting.forward(basis, 28, start, england)
    seconds = time.perf_counter() - begun

    assert seconds < 1
