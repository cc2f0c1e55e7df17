"""Who may decide, is it key, is it call-in-able: each answer with its reason; and a scheme without gap or double hit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.authority import (
    CABINET,
    COUNCIL,
    Allocated,
    Maker,
    Out,
    who_may_decide,
)
from decisions.rules.delegations import Delegation
from decisions.rules.key_decision import KeyFacts
from decisions.rules.scheme_checks import Finding, check_scheme
from tests.builders_rules import the_constitution

ON = date(2026, 12, 14)
ROW = Delegation("homes", "member-homes", date(2026, 5, 20), limit_pence=50_000_000, source="Part 3C, paragraph 2.2")
SMALL = KeyFacts(48_000_000, 48_000_000, significant_in_wards=False)


def asked(*rows, facts=SMALL, on=ON, function="homes"):
    return who_may_decide(rows or (ROW,), function=function, facts=facts, on=on, constitution=the_constitution())


def verdicts(answer):
    return {one.office: one.may for one in answer.makers}


def test_member_within_the_limit_and_the_cabinet_may_decide():
    answer = asked()

    assert verdicts(answer) == {"member-homes": True, CABINET: True}
    assert answer.is_key is False
    member = answer.maker("member-homes")
    assert member.why == "The scheme gives it up to £500,000, in force on 14 December 2026."
    assert member.citation == "LGA 2000 s9E; Part 3C, paragraph 2.2"
    assert (member.call_in, member.call_in_why) == (True, "Call-in applies.")


def test_call_in_of_a_committee_of_the_cabinet_is_asked_by_its_own_rule():
    constitution = the_constitution()
    rules = replace(constitution.call_in, applies_to=replace(constitution.call_in.applies_to, cabinet_committee="KEY"))
    given = Allocated("BODY:7", "Procurement committee", date(2026, 12, 1))

    answer = who_may_decide(
        (ROW,), function="homes", facts=SMALL, on=ON, constitution=replace(constitution, call_in=rules), allocated=given
    )

    assert [(one.office, one.call_in) for one in answer.lawful] == [("BODY:7", False)]
    assert answer.maker("member-homes").call_in is True


@pytest.mark.parametrize(
    ("row", "facts", "why"),
    [
        (ROW, replace(SMALL, council_pence=60_000_000), "The value of £600,000 is above the limit of £500,000."),
        (replace(ROW, ends_on=date(2026, 12, 13)), SMALL, "The delegation is not in force on 14 December 2026. Only a live delegation gives authority."),
        (replace(ROW, starts_on=date(2026, 12, 15)), SMALL, "The delegation is not in force on 14 December 2026. Only a live delegation gives authority."),
        (
            replace(ROW, limit_pence=None, key_decisions=False),
            replace(SMALL, council_pence=60_000_000),
            "This delegation leaves out key decisions.",
        ),
    ],
)
def test_member_may_not_for_a_reason_and_the_cabinet_comes_first(row, facts, why):
    answer = asked(row, facts=facts)

    assert [(one.office, one.may) for one in answer.makers] == [(CABINET, True), ("member-homes", False)]
    assert answer.maker("member-homes").why == why


def test_e32_officer_above_the_limit_may_not_decide():
    officer = replace(ROW, office="director", limit_pence=10_000_000)

    assert verdicts(asked(officer)) == {CABINET: True, "director": False}


def test_function_that_the_scheme_does_not_name_is_the_cabinets():
    assert verdicts(asked(function="parks")) == {CABINET: True}


@pytest.mark.parametrize(
    ("facts", "why", "is_key"),
    [
        (
            replace(SMALL, changes_framework=True),
            "It is contrary to, or changes, the budget or policy framework, so only the council decides.",
            True,
        ),
        (
            replace(SMALL, executive=False),
            "It is not a function of the executive, so the council or its committee decides.",
            False,
        ),
    ],
)
def test_outside_the_framework_only_the_council_decides_and_nothing_is_called_in(facts, why, is_key):
    answer = asked(facts=facts)

    assert [one.office for one in answer.lawful] == [COUNCIL]
    assert (answer.makers[0].why, answer.makers[0].call_in, answer.is_key) == (why, False, is_key)


@given(st.integers(0, 200_000_000), st.integers(0, 200_000_000))
def test_more_money_never_gives_more_authority(one, other):
    less, more = sorted((one, other))
    may = [asked(facts=replace(SMALL, council_pence=sum_)).maker("member-homes").may for sum_ in (less, more)]

    assert may[0] or not may[1]


# --- the whole scheme ---------------------------------------------------------------------------------------------


def codes(*rows, **words):
    return [(one.code, one.office) for one in check_scheme(rows, on=ON, **words)]


def test_scheme_with_one_line_for_each_function_is_whole():
    assert codes(ROW, replace(ROW, function="parks", office="member-parks"), portfolios=["member-homes", "member-parks"]) == []


def test_two_lines_in_force_at_once_are_found_and_one_after_the_other_is_whole():
    ends = replace(ROW, ends_on=date(2027, 3, 31))

    assert codes(ROW, replace(ROW, office="member-parks")) == [("TWICE", "member-parks")]
    assert codes(ends, replace(ROW, starts_on=date(2027, 3, 31))) == [("TWICE", "member-homes")]
    assert codes(ends, replace(ROW, starts_on=date(2027, 4, 1))) == []


def test_double_hit_that_is_over_is_of_no_interest():
    past = replace(ROW, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30))

    assert codes(replace(ROW, ends_on=None), past) == []


def test_interval_and_end_without_a_successor_are_found():
    ends = replace(ROW, ends_on=date(2027, 3, 31))
    (gap,) = check_scheme([ends, replace(ROW, starts_on=date(2027, 4, 3))], on=ON)

    assert (gap.code, gap.why) == ("INTERVAL", "Nobody has this function from 1 April 2027 to 2 April 2027.")
    assert codes(ends) == [("ENDS", "member-homes")]


def test_portfolio_without_a_line_vacant_office_and_line_that_never_begins_are_found():
    assert codes(ROW, portfolios=["member-homes", "member-parks"]) == [("PORTFOLIO_WITHOUT_LINE", "member-parks")]
    assert codes(ROW, vacant=["member-homes"]) == [("VACANT", "member-homes")]
    assert ("NEVER_IN_FORCE", "member-homes") in codes(replace(ROW, ends_on=date(2026, 5, 19)))


# --- every answer with its reason, its law and its line -------------------------------------------------------------

KEY = replace(SMALL, council_pence=60_000_000)
APPLIES, NOT_CALLED_IN = (True, "Call-in applies."), (False, "Call-in does not apply: the council itself decided.")
OUT = Out("The holder passed the matter on, so takes no further step in it.", "Localism Act 2011 s31(6) to (8)")
BY_CABINET = Maker(CABINET, True, "The Cabinet exercises every function of the executive.", "LGA 2000 s9E", *APPLIES)
SOURCE = "LGA 2000 s9E; Part 3C, paragraph 2.2"


def answered(*rows, facts=SMALL, function="homes", **words):
    return who_may_decide(rows, function=function, facts=facts, on=ON, constitution=the_constitution(), **words)


@pytest.mark.parametrize(
    ("row", "facts", "may", "why", "citation"),
    [
        (ROW, SMALL, True, "The scheme gives it up to £500,000, in force on 14 December 2026.", SOURCE),
        (
            replace(ROW, limit_pence=None, source="", after_consulting=("the director", "the leader")), SMALL, True,
            "The scheme gives it without a limit of value, in force on 14 December 2026. "
            "First consult the director and the leader; agreement is not needed.", "LGA 2000 s9E",
        ),
        (ROW, replace(SMALL, council_pence=-50_000_000), True, "The scheme gives it up to £500,000, in force on 14 December 2026.", SOURCE),
        (ROW, replace(SMALL, income_pence=-50_000_001), False, "The value of £500,000.01 is above the limit of £500,000.", SOURCE),
        (replace(ROW, starts_on=date(2026, 12, 15)), SMALL, False, "The delegation is not in force on 14 December 2026. Only a live delegation gives authority.", SOURCE),
        (replace(ROW, limit_pence=None, key_decisions=False), KEY, False, "This delegation leaves out key decisions.", SOURCE),
    ],
)  # fmt: skip
def test_line_of_the_scheme_is_answered_whole(row, facts, may, why, citation):
    line = Maker("member-homes", may, why, citation, *APPLIES, row)

    answer = answered(row, facts=facts)

    assert answer.makers == ((line, BY_CABINET) if may else (BY_CABINET, line))
    assert answer.lawful == ((line, BY_CABINET) if may else (BY_CABINET,))
    assert (answer.maker("member-homes"), answer.maker_by(row), answer.maker("nobody"), answer.maker_by(replace(row, office="x"))) == (
        line, line, None, None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "why", "law"),
    [
        (
            replace(SMALL, changes_framework=True),
            "It is contrary to, or changes, the budget or policy framework, so only the council decides.",
            "SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2",
        ),
        (
            replace(SMALL, executive=False), "It is not a function of the executive, so the council or its committee decides.",
            "SI 2000/2853 reg 2 and Sch 1; LGA 1972 s101",
        ),
    ],
)  # fmt: skip
def test_answer_of_the_council_is_whole(facts, why, law):
    assert answered(ROW, facts=facts, settled=True).lawful == (
        Maker(COUNCIL, True, why, law, *NOT_CALLED_IN),
    )


def test_settled_answer_goes_before_the_test():
    row = replace(ROW, limit_pence=None, key_decisions=False)

    assert [(answered(row, facts=facts, settled=settled).is_key, answered(row, facts=facts, settled=settled).maker("member-homes").may)
            for facts, settled in ((SMALL, None), (SMALL, True), (KEY, None), (KEY, False))] == [
        (False, True), (True, False), (True, False), (False, True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("function", "about"),
    [("parks", "No line of the scheme in force names “parks”"), ("", "No line of the scheme names the function")],
)
def test_leader_decides_or_allocates_what_no_line_names(function, about):
    leader = Maker(
        "leader", True, f"{about}, so the Leader decides it, or allocates it to the Cabinet, a committee of it or one of its members.",
        "LGA 2000 s9E(2)", *APPLIES,
    )  # fmt: skip

    assert answered(ROW, function=function, leader="leader").makers == (leader, BY_CABINET)
    assert answered(ROW, leader="leader").maker("leader") is None


def test_line_that_is_over_falls_to_the_leader_and_stays_in_the_answer():
    over = replace(ROW, ends_on=date(2026, 12, 13))

    assert verdicts(answered(over, leader="leader")) == {"leader": True, CABINET: True, "member-homes": False}
    assert verdicts(answered(replace(over, office="leader"), leader="leader")) == {"leader": True, CABINET: True}


def test_one_who_passed_the_matter_on_takes_no_further_step():
    answer = answered(ROW, out={"member-homes": OUT})

    assert answer.makers == (
        BY_CABINET,
        Maker(
            "member-homes", False, "The holder passed the matter on, so takes no further step in it. The Cabinet decides, or whom the Leader names.",
            "Localism Act 2011 s31(6) to (8)", *APPLIES, ROW,
        ),
    )  # fmt: skip


def test_what_the_leader_has_allocated_nobody_else_decides():
    why = "The Leader allocated this matter to the member for parks on 1 December 2026."

    answer = answered(ROW, allocated=Allocated("member-parks", "the member for parks", date(2026, 12, 1)))

    assert answer.makers == (
        Maker("member-parks", True, "The Leader allocated this matter on 1 December 2026.", "LGA 2000 s9E(2)", *APPLIES),
        Maker("member-homes", False, why, "LGA 2000 s9E(2)", *APPLIES, ROW),
        Maker(CABINET, False, why, "LGA 2000 s9E(2)", *APPLIES),
    )
    own = answered(ROW, allocated=Allocated(CABINET, "the Cabinet", date(2026, 12, 1)))
    assert verdicts(own) == {CABINET: True, "member-homes": False}


def test_who_left_what_the_leader_had_allocated_to_them_may_not_decide_it():
    given = Allocated("member-parks", "the member for parks", date(2026, 12, 1))

    answer = answered(ROW, allocated=given, out={"member-parks": OUT})

    assert verdicts(answer) == {"member-parks": False, "member-homes": False, CABINET: False}
    assert answer.maker("member-parks").citation == "Localism Act 2011 s31(6) to (8)"


def test_each_fault_of_a_scheme_is_said_whole():
    past, ends = replace(ROW, ends_on=date(2026, 5, 19)), replace(ROW, ends_on=date(2027, 3, 31))

    def found(*rows, **words):
        return check_scheme(rows, on=ON, **words)

    assert found(ROW, portfolios=["member-parks"]) == (
        Finding("PORTFOLIO_WITHOUT_LINE", "", "member-parks", "No line in force names this portfolio; the Cabinet decides."),
    )
    assert found(ROW, vacant=["member-homes"]) == (
        Finding("VACANT", "homes", "member-homes", "Nobody holds the office; the Cabinet decides."),
    )
    assert found(past) == (
        Finding("NEVER_IN_FORCE", "homes", "member-homes", "The line ends before it begins."),
        Finding("ENDS", "homes", "member-homes", "Nobody has this function after 19 May 2026; the Cabinet decides."),
    )
    assert found(replace(past, ends_on=past.starts_on)) == (
        Finding("ENDS", "homes", "member-homes", "Nobody has this function after 20 May 2026; the Cabinet decides."),
    )
    assert found(ROW, replace(ROW, office="b", starts_on=date(2026, 6, 1))) == (
        Finding("TWICE", "homes", "b", "Two lines are in force from 1 June 2026."),
    )
    assert found(ROW, replace(ends, office="b")) == (
        Finding("TWICE", "homes", "b", "Two lines are in force from 20 May 2026 until 31 March 2027."),
    )
    assert found(replace(ROW, ends_on=ON), replace(ROW, office="b", starts_on=ON)) == (
        Finding("TWICE", "homes", "b", "Two lines are in force from 14 December 2026 until 14 December 2026."),
    )
    assert found(ends, replace(ROW, office="b", starts_on=date(2027, 4, 2), ends_on=date(2027, 5, 1))) == (
        Finding("INTERVAL", "homes", "b", "Nobody has this function from 1 April 2027 to 1 April 2027."),
        Finding("ENDS", "homes", "b", "Nobody has this function after 1 May 2027; the Cabinet decides."),
    )


def test_interval_that_is_over_and_lines_of_other_functions_are_no_fault():
    assert codes(replace(ROW, ends_on=date(2026, 5, 31)), replace(ROW, starts_on=date(2026, 12, 14))) == []
    assert codes(ROW, replace(ROW, function="parks")) == []
    assert codes(replace(ROW, ends_on=date(2026, 5, 31)), vacant=["member-homes"]) == [("ENDS", "member-homes")]


@pytest.mark.parametrize(
    ("reach", "facts", "called_in"),
    [
        ({"cabinet": "NONE", "cabinet_member": "ALL_EXECUTIVE"}, SMALL, {"member-homes": True, CABINET: False}),
        ({"cabinet": "ALL_EXECUTIVE", "cabinet_member": "NONE"}, SMALL, {"member-homes": False, CABINET: True}),
        ({"cabinet": "ALL_EXECUTIVE", "cabinet_member": "KEY"}, SMALL, {"member-homes": False, CABINET: True}),
        ({"cabinet": "ALL_EXECUTIVE", "cabinet_member": "KEY"}, KEY, {"member-homes": True, CABINET: True}),
        ({"cabinet": "KEY", "cabinet_member": "ALL_EXECUTIVE"}, SMALL, {"member-homes": True, CABINET: False}),
    ],
)
def test_call_in_reaches_each_maker_as_the_constitution_says(reach, facts, called_in):
    rules = the_constitution().call_in
    council = replace(the_constitution(), call_in=replace(rules, applies_to=replace(rules.applies_to, **reach)))

    answer = who_may_decide(
        [replace(ROW, limit_pence=None)], function="homes", facts=facts, on=ON, constitution=council
    )

    assert {one.office: one.call_in for one in answer.makers} == called_in


@pytest.mark.parametrize("settled", [True, False])
def test_answer_of_the_council_says_whether_the_decision_was_settled_as_key(settled):
    assert answered(ROW, facts=replace(SMALL, executive=False), settled=settled).is_key is settled


def test_second_line_that_ends_with_the_first_is_the_one_twice_and_the_first_leaves_the_gap():
    ends = replace(ROW, ends_on=date(2027, 3, 31))

    assert codes(ends, replace(ends, office="b", starts_on=date(2026, 6, 1))) == [("TWICE", "b"), ("ENDS", "member-homes")]
