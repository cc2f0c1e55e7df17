"""A record is certified only when the statute's five parts are there."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.shortcomings import Shortcoming
from decisions.rules.outcomes import CallIn, Outcome
from decisions.rules.records import (
    Alternative,
    Conflict,
    Statement,
    late_publication,
    law_for,
    require_certifiable,
    short_form,
    shortcomings,
    unnoted,
    with_notes,
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


def test_e72_record_published_nine_days_late_shows_the_missed_target():
    due = the_constitution().record_due(date(2026, 12, 14), england()).ends_on

    assert late_publication(date(2026, 12, 16), due) == ""
    assert late_publication(date(2026, 12, 25), due) == (
        "The record was due by 16 December 2026 and was published on 25 December 2026."
    )


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "field", "message"),
    [
        ({"decision_text": " "}, "a", "Write the decision in its final words."),
        ({"made_on": None}, "a", "Give the date on which the decision was made."),
        ({"reasons": "See report."}, "b", "Give the reasons; “as per report” is not enough."),
        ({"reasons": " AS REPORT "}, "b", "Give the reasons; “as per report” is not enough."),
        ({"alternatives": ()}, "c", "List the alternatives considered and rejected, or say that none was considered and why."),
        ({"alternatives": (Alternative("Do nothing", " "),)}, "c", "Say for every alternative why it was rejected."),
        ({"alternatives": (Alternative(" ", "Need is rising."),)}, "c", "Say for every alternative why it was rejected."),
        ({"conflicts_settled": False}, "d", "Confirm that every declared conflict of interest is listed, or that none was declared."),
        ({"maker": " "}, "maker", "Name the decision-maker."),
        ({"urgency_route": "REG10", "urgency_consent_ref": " "}, "urgency", "Give the notice or agreement that made the urgent route lawful."),
        ({"urgency_route": "REG11"}, "urgency", "Give the notice or agreement that made the urgent route lawful."),
        ({"call_in": CallIn.EXEMPT_URGENT, "call_in_reason": " "}, "call_in", "Say why call-in does not apply."),
        ({"outcome": Outcome.REGULARISED, "regularises_because": " "}, "regularised", "Explain why this is put on record after it happened."),
        (
            {"late_objections": ("Ann", "Bo"), "mentions_objections": False},
            "objection", "Mention the late objection of Ann and Bo.",
        ),
        ({"conflicts": (replace(CONFLICT, nature=" "),)}, "d", "Say what Ada Obi declared and did."),
        ({"conflicts": (replace(CONFLICT, action=" "),)}, "d", "Say what Ada Obi declared and did."),
        (
            {"conflicts": (replace(CONFLICT, hops_note=" "),)},
            "e", "Note whether the head of paid service granted a dispensation to Ada Obi.",
        ),
        (
            {"conflicts": (replace(CONFLICT, is_dpi=True, section_33_note=" "),)},
            "s33", "Note whether the council granted Ada Obi a dispensation under section 33.",
        ),
    ],
)  # fmt: skip
def test_each_gap_of_a_record_says_what_to_write(words, field, message):
    assert shortcomings(replace(STATEMENT, **words)) == (Shortcoming("RECORD", field, message),)


@pytest.mark.parametrize(
    "words",
    [
        {"urgency_route": "REG10", "urgency_consent_ref": "Notice 4"},
        {"call_in": CallIn.NOT_APPLICABLE, "call_in_reason": "Only noted."},
        {"outcome": Outcome.REGULARISED, "regularises_because": "Found late."},
        {"late_objections": ("Ann",)},
        {"conflicts": (CONFLICT, replace(CONFLICT, is_dpi=True, section_33_note="Granted"))},
    ],
)
def test_record_with_its_explanation_has_no_gap(words):
    assert shortcomings(replace(STATEMENT, **words)) == ()


def test_certifier_is_another_than_the_clerk():
    refused = refusal_of(require_certifiable, STATEMENT, certifier="ana", clerk="ana")

    assert (refused.code, refused.message, refused.citation) == (
        "record.own_clerking", "You clerked this item, so another proper officer certifies it.", "SI 2012/2089 regs 12 and 13"
    )  # fmt: skip
    assert require_certifiable(STATEMENT, certifier="ana", clerk="bo") is None


def test_late_record_names_both_dates():
    due = the_constitution().record_due(date(2026, 12, 14), england()).ends_on

    assert late_publication(date(2026, 12, 16), due) == ""
    assert late_publication(date(2026, 12, 17), due) == (
        "The record was due by 16 December 2026 and was published on 17 December 2026."
    )


FLOORED = replace(the_constitution().records, officer_floor_pence=10_000_000)
CITED = "Constitution, paragraph 8.4"


@pytest.mark.parametrize(
    ("kind", "pence", "is_short"),
    [
        ("OFFICER_NONEXEC", 9_999_999, True),
        ("OFFICER_NONEXEC", 10_000_000, False),
        ("OFFICER_EXEC", 1, False),
        ("CABINET_MEMBER", 1, False),
    ],
)
def test_only_an_officers_decision_for_the_council_under_the_constitutions_sum_is_recorded_in_short_form(kind, pence, is_short):
    assert bool(short_form(kind, pence, FLOORED, CITED)) is is_short


def test_short_form_names_the_sum_the_law_and_the_paragraph():
    assert short_form("OFFICER_NONEXEC", 4_000_000, FLOORED, CITED) == (
        "£40,000 is less than the £100,000 from which the constitution takes a decision to affect the council’s finances "
        "materially. Its record is in short form: alternatives only if any were considered (SI 2014/2095 reg 7(2) and (3); "
        "Constitution, paragraph 8.4)."
    )
    assert short_form("OFFICER_NONEXEC", 0, replace(FLOORED, officer_floor_pence=0), CITED) == ""


def test_record_in_short_form_is_whole_without_alternatives_and_not_without_reasons():
    short = replace(STATEMENT, alternatives=(), none_considered_because="", short_form=True)

    assert shortcomings(short) == ()
    assert [gap.field for gap in shortcomings(replace(short, reasons=" "))] == ["b"]
    assert [gap.field for gap in shortcomings(replace(short, short_form=False))] == ["c"]


@pytest.mark.parametrize(
    ("of_call_in", "due", "rule"),
    [
        (1, date(2026, 12, 15), "call_in.decision_published_within"),
        (2, date(2026, 12, 16), "records.publish_within"),
        (5, date(2026, 12, 16), "records.publish_within"),
        (None, date(2026, 12, 16), "records.publish_within"),
    ],
)
def test_record_is_due_by_the_shorter_of_the_constitutions_two_times(of_call_in, due, rule):
    rules = the_constitution()
    shorter = replace(rules.records.publish_within, n=of_call_in) if of_call_in else None
    rules = replace(rules, call_in=replace(rules.call_in, decision_published_within=shorter))

    found = rules.record_due(date(2026, 12, 14), england())

    assert (found.ends_on, found.rule) == (due, rule)


@pytest.mark.parametrize(
    ("maker", "law"),
    [("OFFICER_EXEC", "SI 2012/2089 reg 13(4)"), ("OFFICER_NONEXEC", "SI 2014/2095 reg 7"), ("CABINET", "SI 2012/2089 regs 12 and 13")],
)
def test_record_is_asked_for_by_the_law_of_its_maker(maker, law):
    assert law_for(maker) == law


CONFLICTS = [{"kind": "DPI", "person": "Ann Lee"}, {"kind": "OFFICER_S117"}, {"kind": "DPI", "hops_note": "None was granted."}]


def test_conflicts_of_members_wait_for_the_note_of_the_head_of_paid_service():
    assert (unnoted(CONFLICTS, "CABINET"), unnoted(CONFLICTS, "OFFICER_EXEC"), unnoted(CONFLICTS, "OFFICER_NONEXEC")) == ((0,), (0,), ())


def test_record_states_the_note_of_the_head_of_paid_service_beside_its_conflict():
    assert with_notes(CONFLICTS, {0: " None was granted on 3 May. ", 1: " "}) == [
        {"kind": "DPI", "person": "Ann Lee", "hops_note": "None was granted on 3 May."}, CONFLICTS[1], CONFLICTS[2],
    ]  # fmt: skip
