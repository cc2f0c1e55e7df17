"""Outcome, date and reach of call-in of a decision."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissioning.rules.counting import never_shorten
from decisions.rules.agencies import DEFER
from decisions.rules.outcomes import (
    AUTHORISES,
    PUT_OFF,
    CallIn,
    CallInStanding,
    Outcome,
    call_in_standing,
    looks_back,
    made_on,
    require_not_retrospective,
    require_referral,
    require_within_authority,
)
from tests.builders_rules import england, london, refusal_of, the_constitution, told

AFTERWARDS = "LGA 2000 s9E; SI 2012/2089 regs 12 and 13"
RULES = the_constitution().call_in


def status(outcome=Outcome.AGREED, maker_kind="CABINET", is_key=True, rules=RULES, **words):
    return call_in_standing(outcome, maker_kind=maker_kind, is_key=is_key, rules=rules, **words).status


def test_matter_that_the_key_decision_test_calls_a_change_of_the_framework_is_not_agreed_by_the_executive():
    refused = refusal_of(
        require_within_authority, outside_budget_or_framework=False, outcome=Outcome.AGREED, is_assessed_outside=True
    )

    assert refused.code == "decision.outside_framework"
    assert [way.url_name for way in refused.alternatives] == ["duty", "case_key", "duty", "duty_pass"]


def test_decision_of_cabinet_can_be_called_in():
    assert status() is CallIn.APPLIES
    assert status(is_key=False) is CallIn.APPLIES


def test_officer_decision_can_be_called_in_only_when_key():
    assert status(maker_kind="OFFICER_EXEC") is CallIn.APPLIES
    assert status(maker_kind="OFFICER_EXEC", is_key=False) is CallIn.NOT_APPLICABLE
    assert status(maker_kind="COUNCIL") is CallIn.NOT_APPLICABLE


def test_e09_decision_carried_after_midnight_has_the_local_date_of_the_vote():
    assert made_on(london(date(2026, 12, 15), 0, 20)) == date(2026, 12, 15)
    assert made_on(datetime(2027, 6, 14, 23, 30, tzinfo=UTC)) == date(2027, 6, 15)


def test_e14_regularised_outcome_is_no_authority():
    assert {Outcome.AGREED, Outcome.AGREED_AMENDED} == AUTHORISES


def test_e19_urgent_route_alone_leaves_call_in_in_place():
    assert status(special_urgency=True) is CallIn.APPLIES
    assert status(exemption_agreed=True) is CallIn.EXEMPT_URGENT


@pytest.mark.parametrize(
    ("exempt", "facts", "applies"),
    [
        (("URGENT",), {"special_urgency": True}, CallIn.NOT_APPLICABLE),
        (("URGENT",), {"special_urgency": False}, CallIn.APPLIES),
        (("NON_KEY",), {"is_key": False}, CallIn.NOT_APPLICABLE),
        (("NON_KEY",), {"is_key": True}, CallIn.APPLIES),
        ((), {"is_key": False, "special_urgency": True}, CallIn.APPLIES),
    ],
)
def test_urgent_or_non_key_decision_is_kept_from_call_in_where_the_constitution_names_the_class(exempt, facts, applies):
    assert status(rules=replace(RULES, exempt_classes=exempt), **facts) is applies


@pytest.mark.parametrize("exempt_class", ["RECOMMENDATION_TO_COUNCIL", "NOTING", "DECISION_OF_COUNCIL"])
def test_e67_recommendation_noting_and_council_decision_cannot_be_called_in(exempt_class):
    bare = replace(RULES, exempt_classes=())

    assert status(exempt_class=exempt_class, rules=bare) is CallIn.NOT_APPLICABLE


def test_local_class_is_exempt_only_where_the_constitution_says_so():
    assert status(exempt_class="QUASI_JUDICIAL") is CallIn.NOT_APPLICABLE
    assert status(exempt_class="QUASI_JUDICIAL", rules=replace(RULES, exempt_classes=())) is CallIn.APPLIES


@pytest.mark.parametrize("outcome", [one for one in Outcome if one not in AUTHORISES])
def test_outcome_with_nothing_to_implement_cannot_be_called_in(outcome):
    assert status(outcome) is CallIn.NOT_APPLICABLE


def test_e68_confirmed_decision_cannot_be_called_in_again():
    assert status(already_called_in=True) is CallIn.NOT_APPLICABLE
    assert status(already_called_in=True, rules=replace(RULES, re_call_in_allowed=True)) is CallIn.APPLIES


def test_e58_what_is_contrary_to_the_budget_is_referred_with_the_advice_of_both_officers():
    why = require_referral(outside_budget_or_framework=True, advice="Both: the council must change the budget first.")
    inside = refusal_of(require_referral, outside_budget_or_framework=False, advice="None needed.")
    silent = refusal_of(require_referral, outside_budget_or_framework=True, advice=" ")

    assert why == "Referred to the council, with the advice of the Monitoring Officer and the chief finance officer."
    assert (inside.code, inside.message) == (
        "decision.not_outside_framework",
        "Only what is contrary to the budget or policy framework goes to the council. Say that this is, or decide or defer the item.",
    )
    assert (inside.citation, inside.alternatives) == ("SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2", (DEFER,))
    assert (silent.code, silent.message, silent.citation) == (
        "decision.no_advice", "Say what the Monitoring Officer and the chief finance officer advised.", inside.citation,
    )  # fmt: skip
    assert {Outcome.DEFERRED, Outcome.REFERRED} == PUT_OFF


def test_e58_executive_cannot_agree_what_is_contrary_to_the_budget():
    refused = refusal_of(require_within_authority, outside_budget_or_framework=True, outcome=Outcome.AGREED)

    assert refused.code == "decision.outside_framework"
    assert require_within_authority(outside_budget_or_framework=True, outcome=Outcome.REFERRED) is None
    assert require_within_authority(outside_budget_or_framework=False, outcome=Outcome.AGREED) is None


def test_e72_record_published_late_starts_the_window_at_publication():
    window = the_constitution().call_in_window(london(date(2026, 12, 23), 10), england())

    assert (window.started_on, window.earliest) == (date(2026, 12, 23), date(2027, 1, 5))


def test_e73_restarted_window_never_ends_earlier():
    first = the_constitution().call_in_window(london(date(2026, 11, 20), 10), england())
    again = the_constitution().call_in_window(london(date(2026, 11, 25), 10), england())

    assert never_shorten(first, again) == again
    assert never_shorten(again, first).ends_on == again.ends_on


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, CallInStanding(CallIn.APPLIES, "Call-in applies.")),
        ({"outcome": Outcome.DEFERRED}, CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not apply: nothing is to be implemented.")),
        (
            {"already_called_in": True},
            CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not apply: the decision was called in once already."),
        ),
        (
            {"maker_kind": "OFFICER_EXEC", "is_key": False},
            CallInStanding(
                CallIn.NOT_APPLICABLE, "Call-in does not apply: by the constitution only a key decision of an officer can be called in."
            ),
        ),
        (
            {"maker_kind": "OFFICER_EXEC", "rules": replace(RULES, applies_to=replace(RULES.applies_to, officer="NONE"))},
            CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not apply: by the constitution no decision of an officer can be called in."),
        ),
        (
            {"maker_kind": "OFFICER_NONEXEC"},
            CallInStanding(
                CallIn.NOT_APPLICABLE,
                "Call-in does not apply: it is a function of the council, and call-in reaches only those of the executive.",
            ),
        ),
        ({"maker_kind": "COUNCIL"}, CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not reach this kind of decision.")),
        ({"maker_kind": "OFFICER_EXEC"}, CallInStanding(CallIn.APPLIES, "Call-in applies.")),
        ({"exemption_agreed": True}, CallInStanding(CallIn.EXEMPT_URGENT, "Exempt from call-in as urgent, by recorded agreement.")),
        ({"exempt_class": "URGENT"}, CallInStanding(CallIn.APPLIES, "Call-in applies.")),
        ({"exempt_class": "NOTING"}, CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not apply: the item was only noted.")),
        ({"exempt_class": "PROCEDURAL"}, CallInStanding(CallIn.NOT_APPLICABLE, "Call-in does not apply: it is procedural.")),
        (
            {"special_urgency": True, "rules": replace(RULES, exempt_classes=("URGENT",))},
            CallInStanding(
                CallIn.NOT_APPLICABLE,
                "Call-in does not apply: it was made under special urgency, and the constitution keeps such decisions from call-in.",
            ),
        ),
        (
            {"already_called_in": True, "rules": replace(RULES, re_call_in_allowed=True)},
            CallInStanding(CallIn.APPLIES, "Call-in applies."),
        ),
    ],
)  # fmt: skip
def test_standing_of_call_in_is_said_in_a_sentence(words, expected):
    given = {"outcome": Outcome.AGREED, "maker_kind": "CABINET", "is_key": True, "rules": RULES, **words}

    assert call_in_standing(given.pop("outcome"), **given) == expected


def test_decision_outside_the_framework_leads_to_the_council():
    refused = refusal_of(require_within_authority, outside_budget_or_framework=True, outcome=Outcome.AGREED_AMENDED)

    assert (refused.code, refused.message, refused.citation) == (
        "decision.outside_framework",
        "This is contrary to the budget or policy framework. Only the council can decide it; refer it to the council.",
        "SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2",
    )
    assert [(way.label, way.url_name, way.query, way.kinds) for way in refused.alternatives] == [
        ("Refer it to the council", "duty", {"outcome": "REFERRED"}, ("item.outcome",)),
        ("Defer the item", "duty", {"outcome": "DEFERRED"}, ("item.outcome",)),
        ("Pass the decision to the Cabinet", "duty_pass", {}, ()),
    ]
    assert require_within_authority(outside_budget_or_framework=True, outcome=Outcome.NOT_AGREED) is None
    assert require_within_authority(outside_budget_or_framework=False, outcome=Outcome.AGREED) is None


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((), ""),
        (("Agree the contract.", "Review it in a year."), ""),
        (("Agree the contract.", "Note the expenditure since April.", "Ratify it."), "Note the expenditure since April."),
        (("Approve the RETROSPECTIVE award.",), "Approve the RETROSPECTIVE award."),
        (("Regularise the payments.",), "Regularise the payments."),
        (("The Cabinet ratifies the award.",), "The Cabinet ratifies the award."),
        (("Pay what was already incurred.",), "Pay what was already incurred."),
        (("Meet the costs since the award.",), "Meet the costs since the award."),
        (("Ask for a stratified sample.", "The already agreed plan stays."), ""),
    ],
)
def test_e14_recommendation_that_speaks_of_the_past_is_pointed_out(texts, found):
    assert looks_back(texts) == found


TODAY = date(2027, 1, 11)
EVERY_WAY = [
    ("Put it on record after the event", "duty", {"outcome": "REGULARISED"}, ("item.outcome", "decision.make")),
    ("Only note it", "duty", {"outcome": "NOTED"}, ("item.outcome", "decision.make")),
]
RETROSPECTIVE = (
    "decision.retrospective",
    "What has happened since 11 January 2027 cannot be agreed to afterwards. Put it on record with an explanation; what is still "
    "to be done is a decision of its own.",
    AFTERWARDS,
)


@pytest.mark.parametrize(
    ("outcome", "since", "because", "refused", "ways_on"),
    [
        (
            Outcome.REGULARISED, None, "It was urgent.",
            ("decision.no_since", "Say since when money has been spent or work done.", AFTERWARDS), [],
        ),
        (
            Outcome.REGULARISED, date(2027, 1, 12), "It was urgent.",
            (
                "decision.since",
                "12 January 2027 is still to come. Leave the day empty: then nothing has happened yet.",
                AFTERWARDS,
            ), [],
        ),
        (Outcome.AGREED, TODAY, "It was urgent.", RETROSPECTIVE, EVERY_WAY),
        (Outcome.AGREED_AMENDED, TODAY, "It was urgent.", RETROSPECTIVE, EVERY_WAY),
        *(
            (
                outcome, TODAY, " ",
                ("decision.no_explanation", "Explain why nobody decided it before it happened.", AFTERWARDS), [],
            )
            for outcome in (Outcome.REGULARISED, Outcome.NOTED)
        ),
    ],
)  # fmt: skip
def test_e14_what_has_happened_is_put_on_record_with_an_explanation_and_never_agreed(outcome, since, because, refused, ways_on):
    given = {"since": since, "because": because, "today": TODAY}

    assert told(require_not_retrospective, outcome, **given) == refused
    found = refusal_of(require_not_retrospective, outcome, **given).alternatives
    assert [(way.label, way.url_name, way.query, way.kinds) for way in found] == ways_on


@pytest.mark.parametrize(
    ("outcome", "because"),
    [(Outcome.REGULARISED, "It was urgent."), (Outcome.NOTED, "It was urgent."), (Outcome.NOT_AGREED, ""), (Outcome.DEFERRED, "")],
)
def test_e14_what_is_put_on_record_is_said_to_be_no_authority(outcome, because):
    assert require_not_retrospective(outcome, since=TODAY, because=because, today=TODAY) == (
        "Put on record: what has happened since 11 January 2027. It is no authority for it."
    )


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.REGULARISED])
def test_decision_on_what_lies_ahead_needs_no_explanation(outcome):
    assert require_not_retrospective(outcome, since=None, because="", today=TODAY) == ""
