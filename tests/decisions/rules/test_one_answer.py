"""The page that says who may decide and the act of deciding ask one rule: what the page says, the act does."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.authority import CABINET, Allocated, Maker, Out, require_may, who_may_decide
from decisions.rules.delegations import Delegation
from decisions.rules.interests import OFFICER_LAW, SEPARATION_LAW
from decisions.rules.key_decision import KeyFacts
from tests.builders_rules import refusal_of, the_constitution

ON = date(2026, 12, 14)
MEMBER = Delegation("homes", "member", date(2026, 5, 20), limit_pence=50_000_000, source="Part 3")
WIDE = replace(MEMBER, limit_pence=None, key_decisions=False)
DIRECTOR = replace(MEMBER, office="director", maker="OFFICER_EXEC")
SMALL = KeyFacts(40_000_000, 40_000_000, significant_in_wards=False)
CONSTITUTION = the_constitution()
LEFT = Out("The holder left the matter, so takes no further step in it.", OFFICER_LAW)
WROTE = Out("Nobody decides on what they wrote.", SEPARATION_LAW, "delegation.kept_out")
ALONE = ("CABINET_MEMBER", "OFFICER_EXEC")


def asked(*rows, facts=SMALL, function="homes", **words):
    return who_may_decide(rows, function=function, facts=facts, on=ON, constitution=CONSTITUTION, **words)


def act(answer, office="member", kind="CABINET_MEMBER"):
    return require_may(answer, office, kind=kind, title="The office")


def refused(answer, office="member", kind="CABINET_MEMBER"):
    return refusal_of(act, answer, office, kind)


@given(
    st.integers(-90_000_000, 90_000_000), st.integers(0, 90_000_000), st.sampled_from([None, True, False]),
    st.sampled_from([(MEMBER,), (WIDE,), (MEMBER, WIDE), (replace(MEMBER, ends_on=date(2026, 12, 13)), MEMBER), (DIRECTOR,), ()]),
    st.sampled_from([{}, {"member": LEFT}, {"member": WROTE}]), st.booleans(), st.sampled_from(["homes", ""]),
)  # fmt: skip
def test_whoever_the_page_says_may_decide_may_and_nobody_else(pence, income, settled, rows, out, with_cabinet, function):
    facts = KeyFacts(pence, abs(pence), income_pence=income, significant_in_wards=False)
    open_to = () if function else ALONE
    answer = asked(*rows, facts=facts, function=function, settled=settled, out=out, with_cabinet=with_cabinet, open_to=open_to)
    shown = [one for one in (*answer.lawful, *answer.lawful_otherwise) if one.office == "member"]

    if shown:
        assert act(answer) in shown
    else:
        found = [one for one in (*answer.makers, *answer.others) if one.office == "member"]
        refusal = refused(answer)
        assert not found or any(refusal.message.endswith(one.why) for one in found)


def test_income_above_the_limit_stops_the_act_as_it_stops_the_page():
    answer = asked(MEMBER, facts=replace(SMALL, income_pence=50_000_001))

    assert (answer.maker("member").may, refused(answer).code) == (False, "delegation.limit")
    assert refused(answer).message == answer.maker("member").why == "The value of £500,000.01 is above the limit of £500,000."


@pytest.mark.parametrize(("out", "code"), [(LEFT, "delegation.interest"), (WROTE, "delegation.kept_out")])
def test_officer_who_left_or_wrote_the_text_may_not_on_the_page_nor_in_the_act(out, code):
    answer = asked(DIRECTOR, out={"director": out})
    why = f"{out.why} Another officer whom the scheme names decides, the Cabinet, or whom the Leader names."
    refusal = refused(answer, "director", "OFFICER_EXEC")

    assert [(one.office, one.may) for one in answer.makers] == [(CABINET, True), ("director", False)]
    assert (answer.maker("director").why, answer.maker("director").citation) == (why, out.citation)
    assert (refusal.code, refusal.message, refusal.citation) == (code, f"The office cannot decide this. {why}", out.citation)


def test_outside_the_framework_the_act_of_one_person_is_refused_as_the_page_says():
    about = Maker("member", False, "", "")
    answer = asked(MEMBER, facts=replace(SMALL, changes_framework=True), about=about)

    assert refused(answer).code == "decision.outside_framework"
    assert refused(answer).message == answer.lawful[0].why


def test_what_a_member_left_to_the_cabinet_nobody_decides_alone_without_the_leader():
    answer = asked(MEMBER, replace(MEMBER, office="other"), with_cabinet=True)
    given_on = asked(MEMBER, with_cabinet=True, allocated=Allocated("other", "the other member", ON))

    assert [one.office for one in answer.lawful] == [CABINET]
    assert refused(answer, "other").code == "agenda.passed_on"
    assert [one.office for one in given_on.lawful] == ["other"]
    assert refused(given_on).message == "The Leader allocated this matter to the other member on 14 December 2026."


def test_while_no_function_is_named_a_line_of_any_function_counts_and_two_ask_which():
    other = replace(MEMBER, function="parks")
    one, two = asked(other, function="", open_to=ALONE), asked(MEMBER, other, function="", open_to=ALONE)

    assert ([m.office for m in one.makers], act(one).row) == ([CABINET], other)
    assert (two.lawful_otherwise, refused(two).code) == ((), "delegation.function")
    assert refused(two).message == "Two lines of the scheme reach this value. Say first whether it falls under “homes” or “parks”."


def test_of_several_lines_the_narrowest_that_reaches_gives_the_power_and_the_nearest_says_why_not():
    narrow = replace(MEMBER, limit_pence=10_000_000)

    assert act(asked(replace(MEMBER, limit_pence=None), MEMBER, narrow)).row == MEMBER
    assert refused(asked(narrow, MEMBER, facts=replace(SMALL, council_pence=60_000_000))).message == (
        "The value of £600,000 is above the limit of £500,000."
    )
    assert refused(asked()).message == "The scheme of delegation does not give this function to this office."
