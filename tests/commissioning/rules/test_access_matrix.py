"""What an act asks of a person is written in one line of the table."""

import pytest

from commissioning.rules import access_matrix
from commissioning.rules.access_matrix import Need


@pytest.mark.parametrize(
    ("roles", "words", "need"),
    [
        ((), {}, Need(frozenset(), duty=False, step_up=False, part="", sentence="")),
        (("OFFICER", "LEADER"), {"sentence": "withdraw a case"}, Need(frozenset({"OFFICER", "LEADER"}), sentence="withdraw a case")),
        (("ANALYST",), {"duty": True, "part": "analyst"}, Need(frozenset({"ANALYST"}), duty=True, part="analyst")),
        (("LEADER",), {"step_up": True}, Need(frozenset({"LEADER"}), step_up=True)),
    ],
)
def test_line_of_the_table_says_roles_and_what_else_is_asked(roles, words, need):
    assert access_matrix._need(*roles, **words) == need
