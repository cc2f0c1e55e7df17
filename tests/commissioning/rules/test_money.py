"""Money is whole pence: read strictly, split without loss, tied to the penny."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.money import (
    Amount,
    pounds,
    read_pounds,
    require_whole_shares,
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
    result = tie("The contributions", 53_440_286_00, [21_091_826_00, 32_348_459_99])

    assert result.ties is False
    assert result.why == (
        "The contributions: the parts come to £53,440,285.99, which is £0.01 less than the total of £53,440,286."
    )


def test_pooled_budget_of_lewisham_2025_ties():
    """Better Care Fund pool of Lewisham 2025/26, decided 10 September 2025: council and ICB shares make the pool."""
    shares = [21_091_826_00, 32_348_460_00]

    assert tie("The pool", 53_440_286_00, shares).difference == 0
    assert tie("The pool", 53_440_286_00, shares).why == "The pool: the parts come to the total of £53,440,286."


def test_parts_above_the_total_read_more():
    assert (
        tie("The costs", 100, [60, 60]).why
        == "The costs: the parts come to £1.20, which is £0.20 more than the total of £1."
    )


def test_money_is_written_as_people_read_it():
    assert [pounds(pence) for pence in (0, 5, 100, -500, 120_000_000, 60_130_733)] == [
        "£0", "£0.05", "£1", "-£5", "£1,200,000", "£601,307.33",
    ]  # fmt: skip


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
        (
            require_whole_shares, ({"a": Decimal("100"), "b": Decimal("-1"), "c": Decimal("0.001")},),
            (
                "money.shares", "Give the share of b and c as a percentage of nothing or more with two decimals.",
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
    ],
    ids=["unreadable", "share", "sum"],
)  # fmt: skip
def test_sum_that_cannot_be_says_why(act, given, expected):
    refused = refusal_of(act, *given)

    assert (refused.code, refused.message, refused.citation) == expected


def test_sums_that_tie_say_so():
    assert tie("Costs", 500, [200, 300]).why == "Costs: the parts come to the total of £5."
    assert require_whole_shares({"a": Decimal("33.33"), "b": Decimal("66.67")}) == "The shares add up to 100.00."
    assert tie("Costs", 500, [200, 400]).why == "Costs: the parts come to £6, which is £1 more than the total of £5."


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
