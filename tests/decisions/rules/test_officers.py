"""An officer as decision-maker: lawful only as the council's own, by a line that gives that kind of function."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.access_matrix import DECIDING_OFFICERS, EVERYBODY, EXECUTIVE
from decisions.rules.authority import CABINET, COUNCIL, Out, who_may_decide
from decisions.rules.delegations import MAKERS, Declared, Delegation, kind_of, require_declared
from decisions.rules.interests import OFFICER_KINDS, OFFICER_LAW, Declaration, Kind, require_single_officer
from decisions.rules.key_decision import KeyFacts
from decisions.rules.scheme_checks import check_scheme
from tests.builders_rules import refusal_of, the_constitution

ON = date(2026, 12, 14)
CONSTITUTION = the_constitution()
MEMBER = Delegation("care", "member", date(2026, 5, 20), limit_pence=50_000_000, source="Part 3C")
DIRECTOR = replace(MEMBER, office="director", limit_pence=10_000_000, source="Part 3D", maker="OFFICER_EXEC")
CLERK = replace(DIRECTOR, office="clerk", executive=False, maker="OFFICER_NONEXEC")
roles, money = st.sampled_from(sorted(EVERYBODY)), st.integers(0, 100_000_000)


def asked(*rows, pence=5_000_000, executive=True, wards=False, **words):
    effects = ("north", "south") if wards else ()
    facts = KeyFacts(pence, pence, wards=effects, significant_in_wards=wards, executive=executive)
    return who_may_decide(rows, function="care", facts=facts, on=ON, constitution=CONSTITUTION, **words)


@pytest.mark.parametrize(
    ("role", "words", "kind"),
    [
        ("LEADER", {}, "CABINET_MEMBER"),
        ("CABINET_MEMBER", {"executive": False}, "MEMBER_FOR_COUNCIL"),
        ("DIRECTOR", {}, "OFFICER_EXEC"),
        ("DIRECTOR", {"executive": False}, "OFFICER_NONEXEC"),
        ("AGENCY_LEAD", {}, "OFFICER_EXEC"),
        ("AGENCY_LEAD", {"own": False}, "PARTNER_OFFICER"),
        ("AGENCY_ADVISER", {"own": False}, "PARTNER_OFFICER"),
        ("COUNCILLOR", {}, "COUNCILLOR"),
        ("SCRUTINY_CHAIR", {}, "COUNCILLOR"),
        ("ANALYST", {}, "OTHER_OFFICER"),
        ("AUDITOR", {}, "OTHER_OFFICER"),
    ],
)
def test_role_and_whose_function_say_who_decides(role, words, kind):
    assert kind_of(role, **words) == kind


@given(roles, st.booleans(), st.booleans())
def test_only_the_executive_and_the_councils_own_officers_are_lawful(role, executive, own):
    lawful = kind_of(role, executive=executive, own=own) in MAKERS

    assert lawful == ((role in EXECUTIVE and executive) or (role in DECIDING_OFFICERS and own))


def test_member_and_officer_may_both_decide_and_call_in_reaches_the_member_alone():
    answer = asked(MEMBER, DIRECTOR)

    assert {one.office: (one.may, one.call_in) for one in answer.makers} == {
        "member": (True, True), "director": (True, False), CABINET: (True, True),
    }  # fmt: skip


def test_officers_key_decision_can_be_called_in():
    assert asked(DIRECTOR, wards=True).maker("director").call_in is True


def test_function_of_the_council_is_the_councils_or_its_officers():
    answer = asked(MEMBER, DIRECTOR, CLERK, executive=False)

    assert [one.office for one in answer.lawful] == ["clerk", COUNCIL]
    assert answer.is_key is False
    assert answer.maker("clerk").citation == "LGA 1972 s101; Part 3D"
    assert answer.maker("member").why == "This line gives a function of the executive, and this one is the council’s own."
    assert asked(CLERK).maker("clerk").why == "This line gives a function of the council, and this one is the executive’s."


def test_partners_officer_in_the_scheme_may_not_decide():
    row = replace(DIRECTOR, office="icb", maker="PARTNER_OFFICER")

    assert asked(row).maker("icb").why == "An officer of another agency cannot decide for the council. Choose an officer of the council."
    assert [(one.code, one.office) for one in check_scheme([row], on=ON)] == [("UNLAWFUL", "icb")]


OUT = Out("The holder left the matter, so takes no further step in it.", OFFICER_LAW)


def test_officer_who_left_the_matter_is_followed_by_another_officer():
    other = replace(DIRECTOR, office="deputy")

    barred = asked(DIRECTOR, other, out={"director": OUT})

    assert [one.office for one in barred.lawful] == ["deputy", CABINET]
    assert (barred.maker("director").citation, asked(CLERK, executive=False, out={"clerk": OUT}).maker("clerk").why) == (
        OFFICER_LAW,
        "The holder left the matter, so takes no further step in it. Another officer whom the scheme names decides, the council or its committee.",
    )


@given(money, money, st.booleans())
def test_more_money_never_gives_an_officer_more_power(one, other, executive):
    row = DIRECTOR if executive else CLERK
    less, more = (asked(row, pence=sum_, executive=executive).maker(row.office).may for sum_ in sorted((one, other)))

    assert less or not more


@given(money, st.booleans())
def test_whoever_may_decide_a_function_of_the_council_is_no_member_and_nothing_is_called_in(pence, wards):
    answer = asked(MEMBER, DIRECTOR, CLERK, pence=pence, executive=False, wards=wards)

    assert {one.office for one in answer.lawful} <= {"clerk", COUNCIL}
    assert not any(one.call_in for one in answer.lawful)


def test_officers_line_below_a_members_is_no_double_hit_and_two_officers_lines_are():
    assert check_scheme([MEMBER, DIRECTOR], on=ON) == ()
    assert [(one.code, one.office) for one in check_scheme([DIRECTOR, replace(DIRECTOR, office="other")], on=ON)] == [("TWICE", "other")]


def test_gap_of_a_function_of_the_council_names_the_council():
    ends = replace(CLERK, ends_on=ON + timedelta(days=10))

    (found,) = check_scheme([ends], on=ON)
    (empty,) = check_scheme([CLERK], on=ON, vacant=["clerk"])

    assert found.why == "No officer has this function after 24 December 2026; the council or its committee decides."
    assert empty.why == "Nobody holds the office; the council or its committee decides."


def test_officer_states_interests_explicitly_and_none_bars_nobody():
    unsaid = refusal_of(require_single_officer, [])

    assert (unsaid.code, unsaid.citation) == ("interest.undeclared", OFFICER_LAW)
    assert require_single_officer([Declaration(Kind.NONE)]) == "No interest bars the officer."


@given(st.sampled_from(sorted(Kind)))
def test_every_interest_of_an_officer_but_none_is_refused_without_a_word_of_members_duties(kind):
    if kind is Kind.NONE:
        return
    refused = refusal_of(require_single_officer, [Declaration(kind, "A share in the provider.")])

    assert refused.code == ("interest.single_officer" if kind in OFFICER_KINDS else "interest.not_officers")
    assert "Localism Act" not in f"{refused.message} {refused.citation}"
    assert ("117" in refused.citation) is (refused.code == "interest.not_officers")  # the statute asks for notice and bars nobody


@pytest.mark.parametrize(
    ("maker", "told", "citation"),
    [
        ("OFFICER_EXEC", Declared("Councillor Malik", "A trustee."), "SI 2012/2089 reg 13(4)"),
        ("CABINET_MEMBER", Declared("Councillor Malik", "A trustee."), "SI 2012/2089 reg 13(1) and (2)"),
        ("OFFICER_NONEXEC", Declared("Councillor Malik", " "), "SI 2014/2095 reg 7"),
    ],
)
def test_conflict_is_recorded_whole(maker, told, citation):
    refused = refusal_of(require_declared, [told], maker=maker)

    assert (refused.code, refused.citation) == ("delegation.conflict", citation)


def test_conflict_on_a_function_of_the_council_needs_no_note():
    assert require_declared([Declared("Councillor Malik", "A trustee.")], maker="OFFICER_NONEXEC") is None
