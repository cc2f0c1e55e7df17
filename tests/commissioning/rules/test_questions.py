"""Both limbs of the key decision test, each with its reason."""

import pytest

from commissioning.rules.constitution_toml import shipped
from commissioning.rules.questions import key_test

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
