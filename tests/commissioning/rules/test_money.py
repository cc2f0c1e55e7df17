"""Money is whole pence: read strictly, split without loss, tied to the penny."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.money import (
    Amount,
    pounds,
    read_pounds,
    require_tie,
    require_whole_shares,
    split_by_shares,
    split_by_weights,
    split_evenly,
    tie,
)
from tests.builders_rules import refusal_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1.2m", Amount(120_000_000, True, "£1,200,000")),
        ("1,200,000", Amount(120_000_000, True, "£1,200,000")),
        ("1200000", Amount(120_000_000, False, "£1,200,000")),
        ("1200000.50", Amount(120_000_050, False, "£1,200,000.50")),
        ("£ 250k", Amount(25_000_000, True, "£250,000")),
        ("2bn", Amount(200_000_000_000, True, "£2,000,000,000")),
        ("0", Amount(0, False, "£0")),
    ],
)
def test_e95_amount_in_a_known_form_is_read_and_echoed(text, expected):
    assert read_pounds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "-500",
        "12e9",
        "NaN",
        "",
        "1,20,000",
        "1.234",
        "£",
        "inf",
        "٣٤",
        "1 200 000",
        "500 pounds",
        "0x10",
        "1.2m\n£3",
    ],
)
def test_e95_amount_in_another_form_is_rejected(text):
    assert refusal_of(read_pounds, text).code == "money.unreadable"


def test_e96_shares_must_total_exactly_one_hundred():
    short = refusal_of(require_whole_shares, {"council": Decimal("50"), "ICB": Decimal("49.99")})
    over = refusal_of(require_whole_shares, {"council": Decimal("50"), "ICB": Decimal("50.01")})

    assert (short.code, over.code) == ("money.shares", "money.shares")
    assert short.message == "The shares add up to 99.99, not 100.00. Change them so that they add up exactly."


def test_acceptance_shares_in_thirds_are_accepted_and_fifty_forty_nine_is_not():
    thirds = {"a": Decimal("33.33"), "b": Decimal("33.33"), "c": Decimal("33.34")}

    assert require_whole_shares(thirds) == "The shares add up to 100.00."
    assert refusal_of(require_whole_shares, {"a": Decimal("50"), "b": Decimal("49")}).code == "money.shares"


@pytest.mark.parametrize("share", ["-1", "33.333", "NaN", "Infinity"])
def test_share_that_is_no_percentage_with_two_decimals_is_rejected(share):
    assert refusal_of(require_whole_shares, {"a": Decimal(share), "b": Decimal("100")}).code == "money.shares"


def test_e97_contributions_that_miss_the_total_are_named_with_the_difference():
    refused = refusal_of(require_tie, "The contributions", 53_440_286_00, [21_091_826_00, 32_348_459_99])

    assert refused.code == "money.untied"
    assert refused.message == (
        "The contributions: the parts come to £53,440,285.99, which is £0.01 less than the total of £53,440,286."
    )


def test_pooled_budget_of_lewisham_2025_ties():
    """Better Care Fund pool of Lewisham 2025/26, decided 10 September 2025: council and ICB shares make the pool."""
    shares = [21_091_826_00, 32_348_460_00]

    assert tie("The pool", 53_440_286_00, shares).difference == 0
    assert (
        require_tie("The pool", 53_440_286_00, shares)
        == "The pool: the parts come to the total of £53,440,286."
    )


def test_three_year_contract_of_lambeth_splits_without_losing_a_penny():
    """Gaia Centre contract, £1,803,922 over three years from April 2017: £601,307.33 a year does not divide."""
    years = split_evenly(1_803_922_00, 3)

    assert years == (60_130_734, 60_130_733, 60_130_733)
    assert sum(years) == 1_803_922_00


def test_parts_above_the_total_read_more():
    assert (
        tie("The costs", 100, [60, 60]).why
        == "The costs: the parts come to £1.20, which is £0.20 more than the total of £1."
    )


def test_money_is_written_as_people_read_it():
    assert [pounds(pence) for pence in (0, 5, 100, -500, 120_000_000, 60_130_733)] == [
        "£0", "£0.05", "£1", "-£5", "£1,200,000", "£601,307.33",
    ]  # fmt: skip


def test_split_needs_a_year_and_a_weight():
    assert refusal_of(split_evenly, 100, 0).code == "money.no_years"
    assert refusal_of(split_by_weights, 100, [0, 0]).code == "money.no_weights"
    assert refusal_of(split_by_weights, 100, [2, -1]).code == "money.no_weights"


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_split_keeps_the_total_and_is_fair_to_a_penny(total, weights):
    parts = split_by_weights(total, weights)

    exact = [total * weight / sum(weights) for weight in weights]
    assert sum(parts) == total
    assert all(abs(part - share) <= 1 + abs(share) * 1e-9 for part, share in zip(parts, exact, strict=True))


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_shares_keep_the_total(total, hundredths):
    share = Decimal(hundredths) / 100

    parts = split_by_shares(total, {"council": share, "ICB": Decimal(100) - share})

    assert sum(parts.values()) == total


@given(st.integers(0, 10**12))
def test_amount_written_is_read_back(pence):
    assert read_pounds(pounds(pence)).pence == pence


@pytest.mark.parametrize(
    ("act", "given", "expected"),
    [
        (
            read_pounds, ("x" * 41,),
            (
                "money.unreadable",
                f"“{'x' * 40}” is not an amount we can read. Enter pounds in figures, for example 1200000 or 1200000.50.", "",
            ),
        ),
        (split_by_weights, (100, [0, 0]), ("money.no_weights", "Give at least one part a share above nothing, and none below.", "")),
        (split_evenly, (100, 0), ("money.no_years", "Spread an amount over one year or more.", "")),
        (
            require_whole_shares, ({"a": Decimal("100"), "b": Decimal("-1"), "c": Decimal("0.001")},),
            (
                "money.shares", "Give the share of b, c as a percentage of nothing or more with two decimals.",
                "Savings share rule of the Contract for Place: shares total 100.00 exactly",
            ),
        ),
        (
            require_whole_shares, ({"a": Decimal("50"), "b": Decimal("50.01")},),
            (
                "money.shares", "The shares add up to 100.01, not 100.00. Change them so that they add up exactly.",
                "Savings share rule of the Contract for Place: shares total 100.00 exactly",
            ),
        ),
        (
            require_tie, ("Costs", 500, [200, 200]),
            ("money.untied", "Costs: the parts come to £4, which is £1 less than the total of £5.", ""),
        ),
    ],
    ids=["unreadable", "weights", "years", "share", "sum", "tie"],
)  # fmt: skip
def test_sum_that_cannot_be_says_why(act, given, expected):
    refused = refusal_of(act, *given)

    assert (refused.code, refused.message, refused.citation) == expected


def test_sums_that_tie_say_so():
    assert require_tie("Costs", 500, [200, 300]) == "Costs: the parts come to the total of £5."
    assert require_whole_shares({"a": Decimal("33.33"), "b": Decimal("66.67")}) == "The shares add up to 100.00."
    assert tie("Costs", 500, [200, 400]).why == "Costs: the parts come to £6, which is £1 more than the total of £5."


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (101, [1, 1, 1], (34, 34, 33)),
        (10, [0, 3, 1], (0, 8, 2)),
        (10, [1, 3, 0], (3, 7, 0)),
        (5, [1], (5,)),
        (0, [1, 2], (0, 0)),
    ],
)
def test_odd_pence_go_to_the_largest_remainders_and_then_to_the_first(total, weights, parts):
    assert split_by_weights(total, weights) == parts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", Amount(1_200, False, "£12")),
        (" £1,200.05 ", Amount(120_005, True, "£1,200.05")),
        ("£ 5", Amount(500, False, "£5")),
        ("1.5k", Amount(150_000, True, "£1,500")),
        ("2 M", Amount(200_000_000, True, "£2,000,000")),
        ("0.001bn", Amount(100_000_000, True, "£1,000,000")),
    ],
)
def test_amount_is_read_with_its_echo_and_asked_about_where_it_was_understood(text, amount):
    assert read_pounds(text) == amount
