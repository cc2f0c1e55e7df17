"""Each limb of the key-decision test is asked and shown by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from decisions.rules.key_decision import (
    KeyFacts,
    Limb,
    Sibling,
    aggregation_warning,
    assess,
    outgrown,
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


# --- the words ----------------------------------------------------------------------------------------------------

DOUBT = " It is in doubt, and in doubt a decision is key."
NOT_IN_TWO = "1 ward affected, not significantly in two or more."
PLAIN = (
    Limb("MONEY", False, "The council’s share is £100,000; the rule is over £500,000: not key."),
    Limb("WARDS", False, NOT_IN_TWO),
    Limb("SERVICE_QUALITY", False, "Not significant for the service of many people."),
    Limb("COMMUNITY", False, "Not significant for a community of interest."),
    Limb("FRAMEWORK", False, "Within the budget and policy framework."),
)


@pytest.mark.parametrize(
    ("words", "place", "limb"),
    [
        ({"council_pence": -50_000_001}, 0, Limb("MONEY", True, "The council’s share is £500,000.01; the rule is over £500,000: key.")),
        ({"income_pence": -60_000_000}, 0, Limb("MONEY", True, "The council’s share is £600,000; the rule is over £500,000: key.")),
        ({"wards": ("Vale", "Fleet"), "significant_in_wards": True}, 1, Limb("WARDS", True, "Significant effects in 2 wards.")),
        ({"wards": ("Vale", "Fleet")}, 1, Limb("WARDS", False, "2 wards affected, not significantly in two or more.")),
        ({"significant_in_wards": True}, 1, Limb("WARDS", False, NOT_IN_TWO)),
        ({"significant_in_wards": None}, 1, Limb("WARDS", None, f"Significant effects in 1 ward.{DOUBT}")),
        ({"wards": (), "significant_in_wards": True}, 1, Limb("WARDS", True, "Significant effects in two or more wards.")),
        ({"wards": ()}, 1, Limb("WARDS", False, "Not significant in two or more wards.")),
        ({"wards": ("all wards ",), "significant_in_wards": True}, 1, Limb("WARDS", True, "Significant effects in all wards.")),
        ({"wards": ("All wards",)}, 1, Limb("WARDS", False, "All wards affected, not significantly in two or more.")),
        ({"service_quality": True}, 2, Limb("SERVICE_QUALITY", True, "Significant for the service of many people.")),
        ({"service_quality": None}, 2, Limb("SERVICE_QUALITY", None, f"Significant for the service of many people.{DOUBT}")),
        ({"community_of_interest": True}, 3, Limb("COMMUNITY", True, "Significant for a community of interest.")),
        ({"changes_framework": True}, 4, Limb("FRAMEWORK", True, "Changes the budget or policy framework.")),
    ],
)
def test_each_limb_is_answered_in_a_sentence_and_leaves_the_others_alone(words, place, limb):
    found = assess(replace(SMALL, **words), RULES)

    assert found.limbs == (*PLAIN[:place], limb, *PLAIN[place + 1 :])
    assert (found.executive, found.is_key) == (True, limb.met is not False)
    assert found.why == (limb.why if limb.met is not False else "No limb of the test is met.")


def test_several_limbs_are_said_one_after_the_other():
    found = assess(replace(SMALL, service_quality=True, changes_framework=True), RULES)

    assert found.why == "Significant for the service of many people. Changes the budget or policy framework."


def test_budget_of_the_service_is_the_measure_of_share_and_gross_value():
    rules = replace(RULES, budget_percent=10, income_counts=False)
    facts = replace(SMALL, council_pence=1_000_000, income_pence=99_000_000, gross_pence=-2_000_001, budget_pence=20_000_000)

    found = assess(facts, rules)

    assert found.limbs[0] == Limb("MONEY", False, "The council’s share is £10,000; the rule is over £20,000: not key.")
    assert found.warnings == ("The gross joint value of £20,000.01 passes the threshold. Say why it is not key.",)
    assert assess(replace(facts, council_pence=2_000_001), rules).warnings == ()


ONE = Sibling("2026/013", "adults", -26_000_000, date(2026, 11, 1))
BY_SUPPLIER = Sibling("2026/014", "housing", 1, date(2026, 11, 1), supplier=" Vale CARE ")


@pytest.mark.parametrize(
    ("others", "supplier", "opening"),
    [
        ([ONE], "", "Together with 2026/013 this comes to £520,000 in the same service"),
        (
            [ONE, BY_SUPPLIER], "vale care ",
            "Together with 2026/013 and 2026/014 this comes to £520,000.01 in the same service or for the same supplier",
        ),
        ([ONE, BY_SUPPLIER], " ", "Together with 2026/013 this comes to £520,000 in the same service"),
    ],
)  # fmt: skip
def test_proposals_that_belong_together_are_named(others, supplier, opening):
    assert aggregation_warning("adults", -26_000_000, date(2026, 12, 14), others, RULES, supplier=supplier) == (
        f"{opening} within 12 months; the rule is over £500,000. "
        "The Monitoring Officer must record why they are not one key decision."
    )


def test_proposals_are_near_up_to_the_last_day_of_the_months():
    on = date(2026, 12, 14)

    def warned(days):
        return bool(aggregation_warning("adults", 26_000_000, on, [replace(ONE, decided_or_planned_on=on + timedelta(days))], RULES))

    assert [warned(days) for days in (-366, -365, 365, 366)] == [False, True, True, False]


def test_missing_reasons_are_asked_for():
    refused = refusal_of(require_reasons, assess(SMALL, RULES), " ")

    assert (refused.code, refused.message, refused.citation) == (
        "key.no_reasons", "Write why the decision is or is not key.", "SI 2012/2089 regs 8 and 18"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("comparison", "pence", "significant"),
    [("OVER", 50_000_000, False), ("OVER", 50_000_001, True), ("AT_LEAST", 49_999_999, False), ("AT_LEAST", 50_000_000, True)],
)
def test_sum_itself_is_significant_only_where_the_rule_says_at_least(comparison, pence, significant):
    assert passes(replace(RULES, comparison=comparison), pence) is significant


def test_rule_in_words_names_the_share_of_the_budget():
    assert rule_in_words(RULES) == "over £500,000"
    assert rule_in_words(replace(RULES, budget_percent=10, comparison="AT_LEAST"), 20_000_000) == "at least £20,000"


AGAIN = "Until it is assessed again the decision counts as key."


@pytest.mark.parametrize(
    ("rules", "stated", "why"),
    [
        (RULES, (50_000_000, {"Vale"}), ""),
        (RULES, (50_000_001, {"Vale"}), f"The council’s share is now £500,000.01; £260,000 was assessed. {AGAIN}"),
        (RULES, (-50_000_001, set()), f"The council’s share is now £500,000.01; £260,000 was assessed. {AGAIN}"),
        (RULES, (26_000_000, {"Vale", "Oak", "Elm"}), f"It now also affects Elm and Oak. {AGAIN}"),
        (RULES, (26_000_000, {"Oak"}), ""),
        (RULES, (26_000_000, {"All wards"}), f"It now also affects All wards. {AGAIN}"),
        (replace(RULES, budget_percent=10), (26_000_001, {"Vale"}), f"The council’s share is now £260,000.01; £260,000 was assessed. {AGAIN}"),
        (replace(RULES, budget_percent=10), (26_000_000, {"Vale"}), ""),
    ],
)  # fmt: skip
def test_assessment_as_not_key_answers_only_for_the_value_and_the_wards_it_looked_at(rules, stated, why):
    pence, wards = stated

    assert outgrown(rules, assessed=(26_000_000, frozenset({"Vale"})), stated=(pence, frozenset(wards))) == why


def test_larger_value_that_was_assessed_is_not_looked_at_again():
    """As by a council that counts from a larger sum on: what it has looked at stays answered."""
    assert outgrown(RULES, assessed=(60_000_000, frozenset()), stated=(60_000_000, frozenset())) == ""


def test_wards_within_the_whole_borough_are_no_further_wards():
    assert outgrown(RULES, assessed=(1, frozenset({"All wards"})), stated=(1, frozenset({"Vale", "Oak"}))) == ""


def test_proposals_that_together_pass_the_share_of_the_budget_are_warned_of():
    rules = replace(RULES, budget_percent=10)
    asked = ("adults", 15_000_000, date(2026, 11, 20), [replace(ONE, council_pence=15_000_000)], rules)

    assert aggregation_warning(*asked, budget_pence=200_000_000).startswith(
        "Together with 2026/013 this comes to £300,000 in the same service within 12 months; the rule is over £200,000."
    )
    assert aggregation_warning(*asked) == ""
