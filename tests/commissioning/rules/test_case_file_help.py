"""The table of acts: every act of the format once, in the order of a case, with what it needs."""

from commissioning.rules.case_file_help import WORDS, ActHelp, acts
from commissioning.rules.case_file_shapes import STEPS


def test_help_has_every_act_of_the_format_in_its_order():
    assert [one.do for one in acts()] == list(STEPS)


def test_help_of_an_act_says_what_who_and_which_keys():
    assert acts()[-1] == ActHelp("case.close", "closes the case", "the proper officer", ("retention", "note"), ())


def test_help_names_the_keys_that_an_act_may_have():
    needs, may = STEPS["call_in.request"]

    found = next(one for one in acts() if one.do == "call_in.request")

    assert found == ActHelp("call_in.request", *WORDS["call_in.request"], tuple(needs), tuple(may))
