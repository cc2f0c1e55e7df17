"""What may stand on each page of a proposal draft."""

import pytest

from commissioning.rules.refusals import Refusal
from commissioning.rules.section_values import is_financial_year, settle_section
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from tests.builders_rules import told
from tests.builders_s1 import section_values

COST = {
    "label": "Service",
    "year": "2026/27",
    "kind": "REVENUE",
    "pence": 1,
    "basis": "REAL",
    "basis_note": "",
}


def code_of(section: str, value: dict) -> str:
    with pytest.raises(Refusal) as refused:
        settle_section(section, value)
    return refused.value.code


@pytest.mark.parametrize("track", list(Track))
def test_every_section_of_every_track_settles_to_itself(track):
    for section, value in section_values(track).items():
        settled = settle_section(section, value)

        assert settle_section(section, settled) == settled


@pytest.mark.parametrize("year", ["2026/28", "2026/26", "1999/00", "2026", "2026-27", "2099/0"])
def test_finance_refuses_what_is_no_financial_year(year):
    assert code_of("FINANCE", {"costs": [{**COST, "year": year}]}) == "draft.unreadable"


def test_financial_year_crosses_the_century():
    assert (is_financial_year("2099/00"), is_financial_year("2026/27"), is_financial_year("2026/25")) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("pence", [-50_000, 12e9, "1200000", None])
def test_finance_refuses_negative_and_inexact_sums(pence):
    assert code_of("FINANCE", {"costs": [{**COST, "pence": pence}]}) == "draft.unreadable"


@pytest.mark.parametrize("second", ["33.32", "33.34"])
def test_savings_shares_have_no_tolerance(second):
    """E-96: 99.99 and 100.01 are refused."""
    shares = [{"agency": "council", "share": "66.67"}, {"agency": "icb", "share": second}]

    assert code_of("FINANCE", {"shares": shares}) == "money.shares"


def test_savings_shares_of_exactly_100_are_kept():
    shares = [{"agency": "council", "share": "66.67"}, {"agency": "icb", "share": "33.33"}]

    assert settle_section("FINANCE", {"shares": shares})["shares"] == shares


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("CRITERIA", {"items": [{"key": "K1", "title": "A", "weight": 50}] * 2}),
        ("PRINCIPLES", {"answers": [{"code": "P1", "rating": "POSITIVE"}] * 2}),
        ("EQUALITY", {"impacts": [{"group": "Age", "effect": "NEUTRAL"}] * 2}),
        ("FINANCE", {"shares": [{"agency": "icb", "share": "50.00"}] * 2}),
    ],
)
def test_what_stands_once_is_refused_twice(section, value):
    assert code_of(section, value) == "draft.twice"


def test_row_that_stands_twice_is_named_with_its_section():
    shares = [{"agency": "icb", "share": "50.00"}] * 2

    assert told(settle_section, "FINANCE", {"shares": shares}) == ("draft.twice", "Finance: “icb” stands twice. Keep one of the two.", "")


def test_a_score_is_between_0_and_5():
    option = {"key": "O1", "title": "A", "kind": "OPTION", "scores": {"K1": 6}}

    assert code_of("OPTIONS", {"items": [option]}) == "draft.unreadable"


def test_pages_follow_the_track():
    short = [page.slug for page in pages_for(Track.OFFICER_EXECUTIVE)]

    assert short == ["summary", "recommendations", "options", "finance", "legal", "equality"]
    assert len(pages_for(Track.JOINT_KEY)) == 23


def test_financial_year_that_is_none_is_told_in_words():
    with pytest.raises(Refusal) as refused:
        settle_section("FINANCE", {"costs": [{**COST, "year": "2026/28"}]})

    assert refused.value.message == "“2026/28” is not a financial year. Write it like 2026/27."
