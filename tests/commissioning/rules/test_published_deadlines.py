"""Dates that real councils published, counted again. Facts re-typed from the address in each row.

Councils printed these dates before this programme existed, so they are an oracle of practice. Where the
published date does not follow the rule, the row says why and the difference is expected.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from commissioning.rules import calendars, counting

ENGLAND = calendars.load("england")
ROWS = list(
    csv.DictReader(
        (Path(__file__).parents[2] / "data/published_deadlines.csv").read_text(encoding="utf-8").splitlines()
    )
)
DATED = [row for row in ROWS if row["answer"] != "count"]
REGULAR = [row for row in DATED if not row["mismatch"]]
IRREGULAR = [row for row in DATED if row["mismatch"]]


def reckoned(row: dict[str, str]) -> date:
    start, n = date.fromisoformat(row["start"]), int(row["n"])
    if row["answer"] == "back":
        return counting.backward(row["basis"], n, start, ENGLAND).latest
    deadline = counting.forward(row["basis"], n, start, ENGLAND)
    if row["answer"] == "end_rolled":  # Representation of the People Act 1983 s119 rolls a day off forward
        return ENGLAND.working_day_from(deadline.ends_on)
    return deadline.next_working if row["answer"] == "next_working" else deadline.earliest


@pytest.mark.parametrize("row", REGULAR, ids=[row["id"] for row in REGULAR])
def test_published_date_is_the_date_we_count(row: dict[str, str]):
    expected = date.fromisoformat(row["result"])

    assert reckoned(row) == expected


@pytest.mark.parametrize("row", IRREGULAR, ids=[row["id"] for row in IRREGULAR])
def test_published_irregularity_stays_one(row: dict[str, str]):
    published = date.fromisoformat(row["result"])

    assert reckoned(row) != published


def test_published_rows_are_all_here():
    counted = len(REGULAR), len(IRREGULAR), len(ROWS) - len(DATED)

    assert counted == (84, 3, 4)


def test_lambeth_5446_gives_only_four_clear_working_days():
    """A Cabinet decision shown on 14 October 2019 took effect on Saturday 19 October 2019."""
    days = counting.days_between("CLEAR_WORK", date(2019, 10, 14), date(2019, 10, 19), ENGLAND)

    assert days == tuple(date(2019, 10, day) for day in (15, 16, 17, 18))


@pytest.mark.parametrize("row", [row for row in ROWS if row["answer"] == "count"], ids=lambda row: row["id"])
def test_published_key_decision_notice_leaves_its_clear_days(row: dict[str, str]):
    start, decision = date.fromisoformat(row["start"]), date.fromisoformat(row["result"])

    days = counting.days_between("CLEAR_CAL", start, decision, ENGLAND)

    assert len(days) == int(row["clear_days"])


def test_easter_is_not_counted_as_nuneaton_and_bedworth_first_did():
    """Notice of 17 April 2019 for 23 April: Good Friday and Easter Monday had been counted; it moved to 30 April.

    Source: nuneatonandbedworth.gov.uk, news item 562, "Meetings rearranged".
    """
    notice = date(2019, 4, 17)

    between = counting.days_between("CLEAR_WORK", notice, date(2019, 4, 23), ENGLAND)
    moved = counting.days_between("CLEAR_WORK", notice, date(2019, 4, 30), ENGLAND)

    assert between == (date(2019, 4, 18),)
    assert len(moved) == 6
    assert counting.forward("CLEAR_WORK", 5, notice, ENGLAND).earliest == date(2019, 4, 27)


def test_tendring_effect_date_fits_a_monday_publication():
    """Decision of Friday 13 December 2013, in effect at the end of 23 December; its publication is not shown."""
    monday = date(2013, 12, 13) + timedelta(days=3)

    assert counting.forward("WORK_AFTER", 5, monday, ENGLAND).ends_on == date(2013, 12, 23)
