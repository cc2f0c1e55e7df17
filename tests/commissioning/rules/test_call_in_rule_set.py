"""Fields of a rule set carry their words and limits."""

from dataclasses import MISSING, dataclass, fields

import pytest

from commissioning.rules.call_in_rule_set import say


def test_field_carries_its_words_its_range_and_its_default():
    @dataclass(frozen=True, kw_only=True)
    class Filled:
        needed: int = say("Signatures needed", least=1, most=9)
        given: str = say("As published", default="none")

    assert [(one.name, one.default, dict(one.metadata)) for one in fields(Filled)] == [
        ("needed", MISSING, {"label": "Signatures needed", "least": 1, "most": 9}),
        ("given", "none", {"label": "As published", "least": None, "most": None}),
    ]


def test_field_without_a_default_has_to_be_given():
    @dataclass(frozen=True, kw_only=True)
    class Filled:
        needed: int = say("Signatures needed")

    with pytest.raises(TypeError, match="needed"):
        Filled()
