"""Several names in one sentence."""

import pytest

from commissioning.rules.lists import listed


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["ICB"], "ICB"), (["ICB", "Police"], "ICB and Police"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_joined_as_in_a_sentence(names, words):
    assert listed(iter(names)) == words
