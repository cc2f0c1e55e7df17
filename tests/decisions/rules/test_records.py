"""A record is certified only when the statute's five parts are there."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.outcomes import CallIn, Outcome
from decisions.rules.records import (
    Alternative,
    Conflict,
    Statement,
    correction,
    late_publication,
    require_certifiable,
    shortcomings,
)
from tests.builders_rules import england, refusal_of, the_constitution

STATEMENT = Statement(
    decision_text="1. That the service be commissioned jointly.",
    made_on=date(2026, 12, 14),
    maker="Cabinet",
    outcome=Outcome.AGREED,
    reasons="It reaches more survivors at the same cost.",
    alternatives=(Alternative("Do nothing", "Need is rising."),),
    conflicts_settled=True,
)
CONFLICT = Conflict("Ada Obi", "Past employment", "Left the room at 7pm", "Not granted")


def fields(**words):
    return [gap.field for gap in shortcomings(replace(STATEMENT, **words))]


def test_complete_statement_can_be_certified():
    assert shortcomings(STATEMENT) == ()
    assert require_certifiable(STATEMENT) is None


def test_e59_no_alternatives_and_no_reasons_cannot_be_certified():
    refused = refusal_of(require_certifiable, replace(STATEMENT, reasons=" ", alternatives=()))

    assert refused.code == "record.incomplete"
    assert refused.message == (
        "The record cannot be certified yet. Give the reasons; “as per report” is not enough. "
        "List the alternatives considered and rejected, or say that none was considered and why."
    )
    assert refused.citation == "SI 2012/2089 regs 12 and 13"


def test_acceptance_no_alternative_considered_with_its_reason_can_be_certified():
    assert fields(alternatives=(), none_considered_because="Only one provider is registered.") == []
    assert fields(alternatives=(), none_considered_because=" ") == ["c"]


@pytest.mark.parametrize("reasons", ["As per report", "as set out in the report.", "N/A", "none"])
def test_empty_phrase_is_no_reason(reasons):
    assert fields(reasons=reasons) == ["b"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"decision_text": ""}, ["a"]),
        ({"made_on": None}, ["a"]),
        ({"alternatives": (Alternative("Do nothing", " "),)}, ["c"]),
        ({"conflicts_settled": False}, ["d"]),
        ({"maker": ""}, ["maker"]),
        ({"conflicts": (CONFLICT,)}, []),
        ({"conflicts": (replace(CONFLICT, nature=""),)}, ["d"]),
        ({"conflicts": (replace(CONFLICT, hops_note=""),)}, ["e"]),
        ({"conflicts": (replace(CONFLICT, is_dpi=True),)}, ["s33"]),
        ({"conflicts": (replace(CONFLICT, is_dpi=True, section_33_note="None held"),)}, []),
        ({"urgency_route": "REG11"}, ["urgency"]),
        ({"urgency_route": "REG10", "urgency_consent_ref": "GE-4"}, []),
        ({"call_in": CallIn.EXEMPT_URGENT}, ["call_in"]),
        ({"call_in": CallIn.NOT_APPLICABLE, "call_in_reason": "Noted only."}, []),
    ],
)
def test_each_part_is_asked_for(words, expected):
    assert fields(**words) == expected


def test_e14_retrospective_approval_is_regularised_with_an_explanation():
    assert fields(outcome=Outcome.REGULARISED) == ["regularised"]
    assert fields(outcome=Outcome.REGULARISED, regularises_because="The fund began in April.") == []


def test_e20_exemption_without_reason_blocks_the_record():
    refused = refusal_of(require_certifiable, replace(STATEMENT, call_in=CallIn.EXEMPT_URGENT))

    assert refused.message == "The record cannot be certified yet. Say why call-in does not apply."


def test_e55_late_objection_must_be_mentioned():
    assert fields(late_objections=("Police",), mentions_objections=False) == ["objection"]
    assert fields(late_objections=("Police",), mentions_objections=True) == []


def test_e59_a_refusal_is_a_decision_and_needs_the_same_record():
    assert fields(outcome=Outcome.NOT_AGREED, reasons="") == ["b"]


def test_clerk_of_the_item_does_not_certify():
    assert refusal_of(require_certifiable, STATEMENT, certifier=4, clerk=4).code == "record.own_clerking"
    assert require_certifiable(STATEMENT, certifier=5, clerk=4) is None


def test_e73_correction_restarts_the_window_only_if_the_substance_changed():
    assert correction(substance_changed=True)[0] == "RESTARTS_WINDOW"
    assert correction(substance_changed=False)[0] == "NOTE_ONLY"


def test_e72_record_published_nine_days_late_shows_the_missed_target():
    rules = the_constitution().records

    assert late_publication(date(2026, 12, 14), date(2026, 12, 16), rules, england()) == ""
    assert late_publication(date(2026, 12, 14), date(2026, 12, 25), rules, england()) == (
        "The record was due by 16 December 2026 and was published on 25 December 2026."
    )
