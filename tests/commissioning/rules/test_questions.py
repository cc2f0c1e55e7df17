"""Both limbs of the key decision test, each with its reason."""

from dataclasses import replace

import pytest

from commissioning.rules.constitution_toml import shipped
from commissioning.rules.questions import KeyTest, key_test

LAW = shipped("lammas-vale-2026")


@pytest.mark.parametrize(
    ("value", "wards", "is_key"),
    [(50_000_000, False, False), (50_000_001, False, True), (0, True, True), (50_000_001, True, True)],
)
def test_key_is_asked_limb_by_limb(value, wards, is_key):
    test = key_test(executive=True, value=value, several_wards=wards, constitution=LAW)

    assert (test.is_key, len(test.reasons)) == (is_key, 2)


def test_a_function_of_the_council_is_never_key():
    test = key_test(executive=False, value=10**12, several_wards=True, constitution=LAW)

    assert test.is_key is False
    assert test.reasons == ("A function of the council itself can never be a key decision.",)


@pytest.mark.parametrize(
    ("comparison", "value", "is_key", "money"),
    [
        ("OVER", 50_000_000, False, "The value of £500,000 stays within the council’s threshold of £500,000."),
        ("OVER", 50_000_001, True, "The value of £500,000.01 is over the council’s threshold of £500,000."),
        ("AT_LEAST", 49_999_999, False, "The value of £499,999.99 stays within the council’s threshold of £500,000."),
        ("AT_LEAST", 50_000_000, True, "The value of £500,000 reaches the council’s threshold of £500,000."),
    ],
)
def test_each_limb_says_its_reason(comparison, value, is_key, money):
    law = replace(LAW, key_decision=replace(LAW.key_decision, comparison=comparison))

    def asked(several_wards):
        return key_test(executive=True, value=value, several_wards=several_wards, constitution=law)

    assert asked(False) == KeyTest(is_key, (money, "It is not likely to be significant in two or more wards."))
    assert asked(True) == KeyTest(True, (money, "It is likely to be significant in two or more wards."))
