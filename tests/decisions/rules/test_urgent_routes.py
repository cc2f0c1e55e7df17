"""Each quicker way only where the slower one cannot meet the date, and the periods of the urgent-decisions report."""

from datetime import date

import pytest

from decisions.rules.urgent_routes import (
    report_periods,
    require_exception_needed,
    require_special_urgency_needed,
)
from tests.builders_rules import refusal_of

NOTICED, EXCEPTED = date(2026, 12, 22), date(2026, 12, 1)


def test_general_exception_is_refused_for_the_first_day_that_a_full_notice_meets():
    refused = refusal_of(require_exception_needed, NOTICED, notice_matures_on=NOTICED)

    (way,) = refused.alternatives
    assert (refused.code, refused.citation, refused.earliest) == ("urgency.not_needed", "SI 2012/2089 reg 10", NOTICED)
    assert refused.message == (
        "A full notice published today would be in time for 22 December 2026. "
        "The general exception is only for a date that it cannot meet."
    )
    assert (way.label, way.url_name, way.query) == (
        "Publish the full notice for a decision on 22 December 2026", "notice_again",
        {"decide_from": "2026-12-22", "decide_to": "2026-12-22"},
    )  # fmt: skip


def test_general_exception_is_open_the_day_before():
    assert require_exception_needed(date(2026, 12, 21), notice_matures_on=NOTICED) == (
        "28 clear days would end too late: the first date would be 22 December 2026."
    )


def test_special_urgency_is_refused_for_the_first_day_that_the_general_exception_meets():
    refused = refusal_of(require_special_urgency_needed, EXCEPTED, exception_matures_on=EXCEPTED)

    (way,) = refused.alternatives
    assert (refused.code, refused.citation, refused.earliest) == ("urgency.not_needed", "SI 2012/2089 reg 11", EXCEPTED)
    assert refused.message == (
        "The general exception, published today, would be in time for 1 December 2026. "
        "Special urgency is only for a date that it cannot meet."
    )
    assert (way.label, way.url_name, way.query) == (
        "Use the general exception with five clear days’ notice", "case_exception", {"decide_on": "2026-12-01"}
    )  # fmt: skip


def test_special_urgency_is_open_the_day_before():
    assert require_special_urgency_needed(date(2026, 11, 30), exception_matures_on=EXCEPTED) == (
        "Five clear days would end too late: the first date would be 1 December 2026."
    )


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (date(2026, 3, 31), []),
        (date(2026, 4, 1), [(date(2026, 4, 1), date(2026, 7, 1))]),
        (date(2026, 7, 1), [(date(2026, 4, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2026, 10, 1))]),
    ],
)
def test_report_periods_follow_each_other_without_a_gap(until, expected):
    assert report_periods(date(2026, 4, 1), 3, until) == expected


def test_report_periods_from_the_last_of_a_month_do_not_drift():
    ends = [end for _, end in report_periods(date(2026, 1, 31), 1, date(2026, 4, 1))]

    assert ends == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
