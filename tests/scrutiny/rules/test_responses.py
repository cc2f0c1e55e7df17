"""The executive answers scrutiny in two months, on every recommendation."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.deadlines import Basis
from commissioning.rules.shortcomings import Shortcoming
from scrutiny.rules.responses import (
    Disposition,
    Reply,
    due,
    overdue,
    reminded_from,
    require_complete,
    shortcomings,
)
from tests.builders_rules import england, refusal_of, the_constitution


def test_acceptance_received_10_march_is_due_9_may_and_overdue_on_the_10th():
    deadline = due(date(2027, 3, 10), date(2027, 3, 10), england())

    assert deadline.ends_on == date(2027, 5, 9)
    assert [overdue(deadline, date(2027, 5, day), answered=False) for day in (9, 10)] == [False, True]
    assert overdue(deadline, date(2027, 5, 10), answered=True) is False


def test_received_on_31_december_is_due_on_the_last_of_february():
    assert due(date(2026, 12, 31), date(2026, 12, 31), england()).ends_on == date(2027, 2, 28)


def test_notice_received_later_than_the_report_starts_the_time():
    assert due(date(2027, 3, 1), date(2027, 3, 10), england()).ends_on == date(2027, 5, 9)
    assert due(date(2027, 3, 10), date(2027, 3, 1), england()).ends_on == date(2027, 5, 9)


def test_e114_report_without_a_notice_starts_no_clock():
    refused = refusal_of(due, date(2027, 3, 10), None, england())

    assert (refused.code, refused.citation) == ("response.no_notice", "LGA 2000 s9FE")


@pytest.mark.parametrize(
    "disposition", [Disposition.REJECTED, Disposition.ACCEPTED_IN_PART, Disposition.DEFERRED]
)
def test_anything_short_of_acceptance_needs_a_reason(disposition):
    assert [gap.message for gap in shortcomings([1], [Reply(1, disposition)])] == [
        "Give the reason on recommendation 1."
    ]
    assert shortcomings([1], [Reply(1, disposition, reason="No money.")]) == ()


def test_e113_response_is_complete_only_with_every_recommendation():
    replies = [Reply(1, Disposition.ACCEPTED)]

    refused = refusal_of(require_complete, [1, 2], replies)

    assert (refused.code, refused.message) == (
        "response.incomplete", "The response is not complete. Answer recommendation 2.",
    )  # fmt: skip
    assert require_complete([1], replies) is None


def test_answer_is_asked_for_in_words():
    unserved = refusal_of(due, date(2027, 3, 10), None, england())
    partial = refusal_of(require_complete, [1, 2], [Reply(1, Disposition.REJECTED, reason=" ")])

    assert (unserved.message, unserved.citation) == (
        "No notice requiring a response was served, so no time runs. Ask the scrutiny officer to serve it.", "LGA 2000 s9FE"
    )  # fmt: skip
    assert (partial.message, partial.citation) == (
        "The response is not complete. Give the reason on recommendation 1. Answer recommendation 2.", "LGA 2000 s9FE"
    )  # fmt: skip
    assert shortcomings([3, 1], [Reply(1, Disposition.DEFERRED)]) == (
        Shortcoming("RESPONSE", "3", "Answer recommendation 3."),
        Shortcoming("RESPONSE", "1", "Give the reason on recommendation 1."),
    )


def test_executive_is_reminded_the_constitutions_working_days_before_the_answer_is_due():
    before = the_constitution().scrutiny.response_reminder

    assert (before.n, reminded_from(date(2027, 5, 9), before, england())) == (10, date(2027, 4, 23))  # 3 May is a bank holiday
    assert reminded_from(date(2027, 5, 9), replace(before, n=1), england()) == date(2027, 5, 7)


def test_period_without_a_day_to_count_back_from_reminds_nobody():
    before = replace(the_constitution().scrutiny.response_reminder, basis=Basis.ASAP)

    assert reminded_from(date(2027, 5, 9), before, england()) is None
