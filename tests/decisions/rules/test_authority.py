"""Who may decide, is it key, is it call-in-able: each answer with its reason; and a scheme without gap or double hit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.authority import CABINET, COUNCIL, check_scheme, who_may_decide
from decisions.rules.delegations import Delegation
from decisions.rules.key_decision import KeyFacts
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


@pytest.mark.parametrize(
    ("row", "facts", "why"),
    [
        (ROW, replace(SMALL, council_pence=60_000_000), "The value of £600,000 is above the limit of £500,000."),
        (replace(ROW, ends_on=date(2026, 12, 13)), SMALL, "The line of the scheme is not in force on 14 December 2026."),
        (replace(ROW, starts_on=date(2026, 12, 15)), SMALL, "The line of the scheme is not in force on 14 December 2026."),
        (
            replace(ROW, limit_pence=None, key_decisions=False),
            replace(SMALL, council_pence=60_000_000),
            "The line of the scheme leaves out key decisions.",
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

    assert verdicts(answer) == {COUNCIL: True}
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
