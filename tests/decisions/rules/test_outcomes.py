"""Outcome, date and reach of call-in of a decision."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from commissioning.rules.counting import never_shorten
from decisions.rules.outcomes import (
    AUTHORISES,
    CallIn,
    Outcome,
    call_in_standing,
    made_on,
    require_within_authority,
)
from tests.builders_rules import england, london, refusal_of, the_constitution

RULES = the_constitution().call_in


def status(outcome=Outcome.AGREED, maker_kind="CABINET", is_key=True, rules=RULES, **words):
    return call_in_standing(outcome, maker_kind=maker_kind, is_key=is_key, rules=rules, **words).status


def test_decision_of_cabinet_can_be_called_in():
    assert status() is CallIn.APPLIES
    assert status(is_key=False) is CallIn.APPLIES


def test_officer_decision_can_be_called_in_only_when_key():
    assert status(maker_kind="OFFICER") is CallIn.APPLIES
    assert status(maker_kind="OFFICER", is_key=False) is CallIn.NOT_APPLICABLE
    assert status(maker_kind="COUNCIL") is CallIn.NOT_APPLICABLE


def test_e09_decision_carried_after_midnight_has_the_local_date_of_the_vote():
    assert made_on(london(date(2026, 12, 15), 0, 20)) == date(2026, 12, 15)
    assert made_on(datetime(2027, 6, 14, 23, 30, tzinfo=UTC)) == date(2027, 6, 15)


def test_e14_regularised_outcome_is_no_authority():
    assert {Outcome.AGREED, Outcome.AGREED_AMENDED} == AUTHORISES


def test_e19_urgent_route_alone_leaves_call_in_in_place():
    assert status() is CallIn.APPLIES
    assert status(exemption_agreed=True) is CallIn.EXEMPT_URGENT


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
