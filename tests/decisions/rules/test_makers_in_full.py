"""All that is said of one who could decide: whether, why, where that is written, by which line, and what call-in would do.

The code is what the act's refusal bears; it is left out where two findings are compared, so it is named here.
"""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.authority import (
    CABINET,
    COMMITTEE,
    COUNCIL,
    COUNCIL_LAW,
    NOT_EXECUTIVE,
    OUTSIDE,
    SECTION_9E,
    SECTION_9E_2,
    WITH_CABINET,
    Allocated,
    Maker,
    Out,
    require_may,
    who_may_decide,
)
from decisions.rules.delegations import SECTION_101, Delegation, law_of, ways_from
from decisions.rules.interests import OFFICER_LAW
from decisions.rules.key_decision import KeyFacts
from decisions.rules.outcomes import FRAMEWORK_LAW, OFFICERS_KEY_ONLY
from decisions.rules.outcomes import NOT_EXECUTIVE as NO_CALL_IN
from tests.builders_rules import refusal_of, the_constitution

ON = date(2026, 12, 14)
SOURCE = "Part 3"
MEMBER = Delegation("homes", "member", date(2026, 5, 20), limit_pence=50_000_000, source=SOURCE)
DIRECTOR = replace(MEMBER, office="director", maker="OFFICER_EXEC")
COUNCILS = replace(MEMBER, office="clerk", maker="OFFICER_NONEXEC", executive=False)
SMALL = KeyFacts(40_000_000, 40_000_000, significant_in_wards=False)
COUNCIL_MATTER = replace(SMALL, executive=False)
CONSTITUTION = the_constitution()
APPLIES = (True, "Call-in applies.")
ON_THE_DAY = "The scheme gives it up to £500,000, in force on 14 December 2026."
ALONE = ("CABINET_MEMBER", "OFFICER_EXEC")


def asked(*rows, facts=SMALL, function="homes", **words):
    return who_may_decide(rows, function=function, facts=facts, on=ON, constitution=CONSTITUTION, **words)


def told(maker):
    """Everything but what call-in would do."""
    return (maker.office, maker.may, maker.why, maker.citation, maker.row, maker.is_officers, maker.code)


def call_in(maker):
    return (maker.call_in, maker.call_in_why)


def test_line_of_a_member_and_of_an_officer_of_the_executive():
    answer = asked(MEMBER, DIRECTOR)

    assert [told(one) for one in answer.makers] == [
        ("member", True, ON_THE_DAY, f"{SECTION_9E}; {SOURCE}", MEMBER, False, ""),
        ("director", True, ON_THE_DAY, f"{SECTION_9E}; {SOURCE}", DIRECTOR, True, ""),
        (CABINET, True, "The Cabinet exercises every function of the executive.", SECTION_9E, None, False, ""),
    ]
    assert (answer.pence, answer.is_key, answer.settled) == (40_000_000, False, None)
    assert [call_in(one) for one in answer.makers] == [
        APPLIES, (False, OFFICERS_KEY_ONLY), APPLIES,
    ]  # fmt: skip


def test_line_of_an_officer_on_a_function_of_the_council():
    answer = asked(COUNCILS, facts=COUNCIL_MATTER, settled=True)

    assert [told(one) for one in answer.makers] == [
        ("clerk", True, ON_THE_DAY, f"{SECTION_101}; {SOURCE}", COUNCILS, True, ""),
        (COUNCIL, True, NOT_EXECUTIVE, COUNCIL_LAW, None, False, ""),
    ]
    assert [call_in(one) for one in answer.makers] == [(False, NO_CALL_IN), (False, "Call-in does not apply: the council itself decided.")]


def test_line_of_the_other_side_gives_nothing():
    executive = "This line gives a function of the executive, and this one is the council’s own."
    council = "This line gives a function of the council, and this one is the executive’s."

    assert told(asked(DIRECTOR, facts=COUNCIL_MATTER).maker("director")) == (
        "director", False, executive, SECTION_101, DIRECTOR, True, "delegation.none",
    )  # fmt: skip
    assert told(asked(COUNCILS).maker("clerk")) == ("clerk", False, council, SECTION_9E, COUNCILS, True, "delegation.none")


def test_outside_the_framework_only_the_council_and_whoever_asks_reads_why():
    answer = asked(MEMBER, facts=replace(SMALL, changes_framework=True), settled=True, about=Maker("member", True, "x", "y"))

    assert [told(one) for one in answer.makers] == [
        (COUNCIL, True, OUTSIDE, FRAMEWORK_LAW, None, False, ""),
        ("member", False, OUTSIDE, FRAMEWORK_LAW, None, False, "decision.outside_framework"),
    ]
    assert (answer.settled, answer.is_key) == (True, True)
    assert [one.office for one in asked(MEMBER, facts=replace(SMALL, changes_framework=True)).makers] == [COUNCIL]


def test_member_who_may_not_decide_key_decisions_by_another_line_while_no_function_is_named():
    parks = replace(MEMBER, function="parks", key_decisions=False)
    (one,) = asked(parks, function="", open_to=ALONE, settled=True).others

    assert (one.may, one.code, one.row) == (False, "delegation.key", parks)
    assert asked(parks, function="", open_to=ALONE).lawful_otherwise[0].row == parks


def test_only_lines_of_other_functions_of_the_same_side_and_of_those_who_may_are_asked():
    parks = replace(MEMBER, function="parks")
    others = asked(
        MEMBER, parks, replace(COUNCILS, function="parks"), replace(parks, office="co-optee", maker="COUNCILLOR"), open_to=ALONE
    ).others

    assert [(one.office, one.row.function) for one in others] == [("member", "parks")]


def test_who_is_asked_about_without_a_line_is_among_the_others():
    about = Maker("member", False, "No line.", SECTION_9E, code="delegation.none")

    assert asked(about=about).others == (replace(about, call_in=True, call_in_why="Call-in applies."),)
    assert asked(MEMBER, about=about).others == ()


def test_lines_of_three_functions_ask_which():
    rows = [replace(MEMBER, function=name) for name in ("homes", "parks", "roads")]
    answer = asked(*rows, function="", open_to=ALONE)
    why = "Several lines of the scheme reach this value. Say first whether it falls under “homes” or “parks” or “roads”."

    assert [told(one) for one in answer.others] == [
        ("member", False, why, SECTION_9E, row, False, "delegation.function") for row in rows
    ]


def test_lines_of_two_people_leave_nothing_open():
    answer = asked(MEMBER, replace(MEMBER, function="parks", office="other"), function="", open_to=ALONE)

    assert [one.office for one in answer.lawful_otherwise] == ["member", "other"]


def test_what_was_left_to_the_cabinet():
    assert told(asked(MEMBER, with_cabinet=True).maker("member")) == (
        "member", False, WITH_CABINET, SECTION_9E_2, MEMBER, False, "agenda.passed_on",
    )  # fmt: skip


def test_what_was_allocated_is_nobody_elses_and_who_left_it_reads_that():
    since = "on 14 December 2026."
    left = Out("The holder left the matter.", OFFICER_LAW)
    answer = asked(MEMBER, DIRECTOR, allocated=Allocated("other", "the other member", ON, True), out={"member": left})

    assert [told(one) for one in answer.makers] == [
        ("other", True, f"The Leader allocated this matter {since}", SECTION_9E_2, None, True, ""),
        ("member", False, "The holder left the matter. The Cabinet decides, or whom the Leader names.", OFFICER_LAW, MEMBER, False, "delegation.interest"),
        ("director", False, f"The Leader allocated this matter to the other member {since}", SECTION_9E_2, DIRECTOR, True, "delegation.allocated"),
        (CABINET, False, f"The Leader allocated this matter to the other member {since}", SECTION_9E_2, None, False, "delegation.allocated"),
    ]  # fmt: skip


def test_officer_of_the_council_who_left_leads_to_the_council():
    left = Out("The holder left the matter.", OFFICER_LAW)
    found = asked(COUNCILS, facts=COUNCIL_MATTER, out={"clerk": left}).maker("clerk")

    assert found.why == "The holder left the matter. Another officer whom the scheme names decides, the council or its committee."


def test_committee_to_which_the_leader_allocated_it_is_called_in_as_one():
    none = replace(CONSTITUTION.call_in, applies_to=replace(CONSTITUTION.call_in.applies_to, cabinet_committee="NONE"))
    allocated = Allocated(f"{COMMITTEE}7", "the committee", ON)
    answer = who_may_decide(
        [], function="homes", facts=SMALL, on=ON, constitution=replace(CONSTITUTION, call_in=none), allocated=allocated
    )

    assert call_in(answer.makers[0]) == (False, "Call-in does not reach this kind of decision.")
    assert call_in(answer.makers[1]) == APPLIES


def test_line_for_somebody_who_may_hold_none_says_so():
    partner = replace(DIRECTOR, maker="PARTNER_OFFICER")
    found = asked(partner).maker("director")

    assert (found.may, found.code, found.row) == (False, "delegation.unlawful_maker", partner)


@pytest.mark.parametrize(
    ("rows", "facts", "code"),
    [
        ((), SMALL, "delegation.none"),
        ((replace(MEMBER, ends_on=date(2026, 12, 13)),), SMALL, "delegation.not_live"),
        ((MEMBER,), replace(SMALL, council_pence=50_000_001), "delegation.limit"),
        ((replace(MEMBER, ends_on=date(2026, 12, 13)), MEMBER), replace(SMALL, council_pence=50_000_001), "delegation.limit"),
    ],
)
def test_refusal_of_the_act_names_the_nearest_reason_the_law_and_the_ways(rows, facts, code):
    refusal = refusal_of(require_may, asked(*rows, facts=facts), "member", kind="CABINET_MEMBER", title="The member")

    assert (refusal.code, refusal.citation) == (code, law_of("CABINET_MEMBER"))
    assert refusal.alternatives == tuple(ways_from("CABINET_MEMBER"))


def test_of_two_limits_that_are_too_low_the_higher_is_named():
    lower = replace(MEMBER, limit_pence=10_000_000)
    answer = asked(MEMBER, lower, facts=replace(SMALL, council_pence=60_000_000))
    refusal = refusal_of(require_may, answer, "member", kind="CABINET_MEMBER", title="The member")

    assert refusal.message == "The value of £600,000 is above the limit of £500,000."
