"""Each limb of the key-decision test is asked and shown by itself."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.key_decision import (
    KeyFacts,
    Sibling,
    aggregation_warning,
    assess,
    passes,
    require_reasons,
    rule_in_words,
    significant_sum,
)
from tests.builders_rules import refusal_of, the_constitution

RULES = the_constitution().key_decision
SMALL = KeyFacts(
    council_pence=10_000_000, gross_pence=10_000_000, wards=("Vale",), significant_in_wards=False
)


def met(**words):
    return [limb.code for limb in assess(replace(SMALL, **words), RULES).limbs if limb.met is not False]


def test_small_decision_in_one_ward_is_not_key():
    result = assess(SMALL, RULES)

    assert (result.is_key, result.why) == (False, "No limb of the test is met.")
    assert [limb.code for limb in result.limbs] == [
        "MONEY",
        "WARDS",
        "SERVICE_QUALITY",
        "COMMUNITY",
        "FRAMEWORK",
    ]


def test_e13_value_of_exactly_the_sum_is_not_key_when_the_rule_says_over():
    result = assess(replace(SMALL, council_pence=50_000_000), RULES)

    assert result.limbs[0].why == "The council’s share is £500,000; the rule is over £500,000: not key."
    assert (result.limbs[0].met, result.is_key) == (False, False)


def test_e13_one_penny_more_is_key():
    result = assess(replace(SMALL, council_pence=50_000_001), RULES)

    assert (result.limbs[0].met, result.is_key) == (True, True)


def test_e13_council_whose_rule_is_at_least_takes_the_sum_itself():
    rules = replace(RULES, comparison="AT_LEAST")

    assert (passes(rules, 50_000_000), rule_in_words(rules)) == (True, "at least £500,000")


def test_e13_ward_limb_is_asked_whatever_the_value():
    assert met(council_pence=50_000_000, wards=("Vale", "Fleet"), significant_in_wards=True) == ["WARDS"]


def test_significance_in_one_ward_alone_is_not_key():
    assert met(significant_in_wards=True) == []


def test_unanswered_limb_counts_as_key():
    result = assess(replace(SMALL, significant_in_wards=None), RULES)

    assert (result.is_key, result.limbs[1].met) == (True, None)
    assert "in doubt" in result.why


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"council_pence": -50_000_001}, "MONEY"),
        ({"income_pence": 50_000_001}, "MONEY"),
        ({"service_quality": True}, "SERVICE_QUALITY"),
        ({"community_of_interest": True}, "COMMUNITY"),
        ({"changes_framework": True}, "FRAMEWORK"),
    ],
)
def test_saving_income_and_local_limbs_make_a_decision_key(words, code):
    assert met(**words) == [code]


def test_council_may_leave_local_limbs_out():
    rules = replace(
        RULES, income_counts=False, service_users=False, communities_of_interest=False, framework_change=False
    )
    facts = replace(
        SMALL,
        income_pence=90_000_000,
        service_quality=True,
        community_of_interest=True,
        changes_framework=True,
    )

    assert not assess(facts, rules).is_key


def test_gross_value_above_the_sum_gives_a_warning_only():
    result = assess(replace(SMALL, gross_pence=50_000_001), RULES)

    assert result.is_key is False
    assert result.warnings == (
        "The gross joint value of £500,000.01 passes the threshold. Say why it is not key.",
    )


def test_decision_on_a_non_executive_function_is_never_key():
    result = assess(replace(SMALL, council_pence=90_000_000, executive=False), RULES)

    assert (result.is_key, result.why) == (
        False,
        "The function is not executive, so the decision cannot be key.",
    )


def test_share_of_the_budget_counts_when_it_is_lower():
    rules = replace(RULES, budget_percent=10)

    assert significant_sum(rules, 200_000_000) == 20_000_000
    assert significant_sum(rules, 900_000_000) == 50_000_000
    assert significant_sum(rules, None) == 50_000_000


def test_e12_two_proposals_of_260_thousand_warn_that_a_reason_is_needed():
    other = Sibling("2026/013", "adults", 26_000_000, date(2026, 11, 1))

    warning = aggregation_warning("adults", 26_000_000, date(2026, 12, 14), [other], RULES)

    assert warning == (
        "Together with 2026/013 this comes to £520,000 in the same service within 12 months; the rule is over "
        "£500,000. The Monitoring Officer must record why they are not one key decision."
    )


@pytest.mark.parametrize(
    "sibling",
    [
        Sibling("2026/013", "housing", 26_000_000, date(2026, 11, 1)),
        Sibling("2024/013", "adults", 26_000_000, date(2024, 11, 1)),
        Sibling("2026/013", "adults", 24_000_000, date(2026, 11, 1)),
    ],
)
def test_other_service_other_time_or_small_sum_gives_no_warning(sibling):
    assert aggregation_warning("adults", 26_000_000, date(2026, 12, 14), [sibling], RULES) == ""


def test_proposal_that_is_key_by_itself_needs_no_warning():
    other = Sibling("2026/013", "adults", 26_000_000, date(2026, 11, 1))

    assert aggregation_warning("adults", 50_000_001, date(2026, 12, 14), [other], RULES) == ""


def test_assessment_carries_reasons():
    assert refusal_of(require_reasons, assess(SMALL, RULES), "").code == "key.no_reasons"
    assert require_reasons(assess(SMALL, RULES), "One small contract.") is None


def test_harrow_domestic_abuse_tender_is_key_because_over_500_thousand():
    """Harrow, domestic abuse services tender 2022: entered as key because the value is over £500,000."""
    assert assess(replace(SMALL, council_pence=50_000_100), RULES).limbs[0].met
