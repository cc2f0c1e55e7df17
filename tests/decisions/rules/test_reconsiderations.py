"""A decision that scrutiny refers back: by when it is reconsidered, that every concern is answered, what follows."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.shortcomings import Shortcoming
from decisions.rules.reconsiderations import (
    LAW,
    Consequence,
    Reconsidered,
    after_reconsideration,
    needs_own_footing,
    reconsider_by,
    require_answered,
    unanswered,
)
from tests.builders_rules import england, refusal_of, the_constitution

RULES = the_constitution().call_in
AGAIN = "The decision stands. Where call-in applies to it, it can be called in again before it takes effect."
CONCERNS = {1: "Cost.", 2: "Consultation.", 3: "Options."}


def test_reconsideration_is_due_in_ten_working_days_by_its_rule():
    due = reconsider_by(date(2026, 12, 18), RULES, england())

    assert (due.ends_on, due.started_on) == (date(2027, 1, 6), date(2026, 12, 18))
    assert (due.rule, due.citation, due.start_event, due.target_event) == (
        "call_in.reconsider.within", LAW, "referred back", "overdue from",
    )  # fmt: skip


def test_time_for_a_reconsideration_names_what_it_is_counted_from():
    heard = replace(RULES, reconsider=replace(RULES.reconsider, counted_from="HEARING"))

    assert reconsider_by(date(2026, 12, 18), heard, england()).start_event == "heard by the committee"


def test_council_without_a_time_for_reconsideration_has_no_deadline():
    open_ended = replace(RULES, reconsider=replace(RULES.reconsider, within=None))

    assert reconsider_by(date(2026, 12, 18), open_ended, england()) is None


def test_acceptance_two_of_three_concerns_answered_cannot_be_published():
    refused = refusal_of(require_answered, CONCERNS, {1: "Cheaper.", 2: "Done again."})

    assert (refused.code, refused.message) == (
        "reconsider.unanswered",
        "The reconsideration cannot be published yet. Answer concern 3: Options.",
    )


def test_e74_confirming_without_addressing_concerns_cannot_be_published():
    assert (
        refusal_of(require_answered, CONCERNS, dict.fromkeys(CONCERNS, " ")).code == "reconsider.unanswered"
    )
    assert require_answered(CONCERNS, dict.fromkeys(CONCERNS, "Answered.")) is None


def test_e68_confirmed_or_amended_decision_is_released_and_a_rescinded_one_ends():
    assert after_reconsideration(Reconsidered.CONFIRMED, again=False).code == "RELEASE"
    assert after_reconsideration(Reconsidered.AMENDED, again=False).code == "RELEASE"
    assert after_reconsideration(Reconsidered.RESCINDED, again=False).code == "END"


def test_lewisham_carers_contract_was_reconsidered_inside_ten_working_days():
    """Lewisham: called in 29 January 2019, reconsidered and confirmed 6 February 2019, five issues raised."""
    due = reconsider_by(date(2019, 1, 29), RULES, england())

    assert date(2019, 2, 6) <= due.ends_on == date(2019, 2, 12)
    assert (
        require_answered(dict.fromkeys(range(1, 6), "Issue."), dict.fromkeys(range(1, 6), "Confidential."))
        is None
    )


def test_unanswered_concerns_are_gaps_of_the_reconsideration_in_order():
    assert unanswered({2: "Options.", 1: "Cost.", 3: "Time."}, {3: "Later."}) == (
        Shortcoming("RECONSIDERATION", "1", "Answer concern 1: Cost."),
        Shortcoming("RECONSIDERATION", "2", "Answer concern 2: Options."),
    )


@pytest.mark.parametrize(
    ("result", "again", "code", "why"),
    [
        (Reconsidered.RESCINDED, False, "END", "The decision is rescinded."),
        (Reconsidered.RESCINDED, True, "END", "The decision is rescinded."),
        (Reconsidered.CONFIRMED, False, "RELEASE", "The decision takes effect; it cannot be called in again."),
        (Reconsidered.AMENDED, False, "RELEASE", "The decision takes effect; it cannot be called in again."),
        (Reconsidered.CONFIRMED, True, "RELEASE", AGAIN),
        (Reconsidered.AMENDED, True, "RELEASE", AGAIN),
    ],
)
def test_consequence_says_what_follows_and_whether_it_can_be_called_in_again(result, again, code, why):
    assert after_reconsideration(result, again=again) == Consequence(code, why)


def test_refusal_names_every_concern_without_an_answer_in_order():
    refused = refusal_of(require_answered, {2: "Options.", 1: "Cost."}, {})

    assert (refused.code, refused.message, refused.citation) == (
        "reconsider.unanswered",
        "The reconsideration cannot be published yet. Answer concern 1: Cost. Answer concern 2: Options.", LAW,
    )  # fmt: skip


@pytest.mark.parametrize("result", list(Reconsidered))
@pytest.mark.parametrize("is_key", [True, False])
@pytest.mark.parametrize("by_other", [True, False])
def test_only_a_key_decision_that_somebody_else_amends_needs_a_notice_of_their_own(result, is_key, by_other):
    needs = needs_own_footing(result, is_key=is_key, by_other=by_other)

    assert needs is (result is Reconsidered.AMENDED and is_key and by_other)
