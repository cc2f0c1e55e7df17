"""Two parts of one person in one case: the table says which are forbidden and which stay allowed."""

import pytest

from commissioning.rules.access_matrix import PAIRS, asks_second_factor, forbidden_pair


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if not pair.allowed], ids=lambda pair: f"{pair.first}-{pair.then}"
)
def test_forbidden_pair_is_refused_with_its_reason(pair):
    assert forbidden_pair(pair.then, {pair.first}) == pair
    assert pair.reason.endswith(".")


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair.allowed], ids=lambda pair: f"{pair.first}-{pair.then}"
)
def test_allowed_pair_stays_allowed(pair):
    assert forbidden_pair(pair.then, {pair.first}) is None


def test_e99_author_may_not_clear():
    assert forbidden_pair("clearer", {"author"}).reason == "Nobody clears what they wrote."


def test_no_pair_is_both_forbidden_and_allowed():
    assert len({(pair.first, pair.then) for pair in PAIRS}) == len(PAIRS)


def test_person_without_a_part_may_take_any():
    assert {forbidden_pair(pair.then, frozenset()) for pair in PAIRS} == {None}


def test_second_factor_is_asked_of_those_whose_acts_need_one():
    assert asks_second_factor(["COUNCILLOR", "PROPER_OFFICER"]) is True
    assert asks_second_factor(["SCRUTINY_CHAIR_OF_NOTHING"]) is False
    assert asks_second_factor([]) is False
