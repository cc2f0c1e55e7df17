"""When a call-in request is complete, what counts, and from when it holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.call_in_rule_set import Route
from scrutiny.rules.call_ins import (
    EDUCATION_LAW,
    NOT_EDUCATION,
    Ground,
    Request,
    Signatory,
    State,
    council_year_began,
    ineligible,
    require_may_sign,
    standing,
)
from tests.builders_rules import england, london, refusal_of, the_constitution

RULES = the_constitution().call_in
WINDOW = the_constitution().call_in_window(london(date(2027, 4, 30), 10), england())
CLOSING = london(date(2027, 5, 10), 17)
EARLY = london(date(2027, 5, 5))
LATER = london(date(2027, 5, 11))
FIVE = tuple(Signatory(name, EARLY, group="Labour") for name in "abcde")
REQUEST = Request((1, 2), (Ground(RULES.grounds[0], "Too dear."),), "Extend the contract.", FIVE, EARLY)


def at(request=REQUEST, rules=RULES, moment=LATER):
    return standing(request, rules, WINDOW, at=moment)


def signed(*signatories):
    return replace(REQUEST, signatories=signatories)


def test_five_councillors_with_ground_and_alternative_hold_the_decision():
    result = at(moment=EARLY)

    assert (result.state, result.holds, result.counted, result.held_since) == (
        State.HELD,
        True,
        tuple("abcde"),
        EARLY,
    )
    assert result.why == "5 of 5 signatures count."


def test_hold_begins_with_the_last_signature_that_was_needed():
    last = Signatory("e", EARLY + timedelta(hours=3), group="Labour")
    sixth = Signatory("f", EARLY + timedelta(hours=9), group="Labour")

    assert at(signed(*FIVE[:4], last, sixth)).held_since == EARLY + timedelta(hours=3)


def test_acceptance_signature_on_the_stroke_of_the_cut_off_counts():
    for moment in (CLOSING - timedelta(minutes=1), CLOSING):
        assert at(signed(*FIVE[:4], Signatory("e", moment, group="Labour"))).state is State.HELD


def test_e61_fifth_signature_one_second_late_is_invalid_and_told():
    late = Signatory("e", CLOSING + timedelta(seconds=1), group="Labour")

    result = at(signed(*FIVE[:4], late))
    refused = refusal_of(require_may_sign, late, RULES, WINDOW)

    assert (result.state, result.uncounted) == (State.FAILED, (("e", "Came after the window closed."),))
    assert refused.code == "call_in.late"
    assert refused.message == (
        "The call-in window closed at 5pm on 10 May 2027. This signature came later and does not count."
    )
    assert [way.label for way in refused.alternatives] == [
        "Ask the committee to scrutinise the decision after it has taken effect"
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"executive": True}, "Members of the executive cannot call in."),
        ({"took_decision": True}, "Nobody calls in a decision that they took."),
        ({"civic_mayor": True}, "The civic Mayor cannot call in."),
        (
            {"councillor": False},
            "Only councillors in office whom the constitution names sign, and co-optees on education matters.",
        ),
    ],
)
def test_e62_cabinet_member_or_former_councillor_does_not_count(words, why):
    signatory = replace(FIVE[0], **words)

    assert ineligible(signatory, RULES) == why
    assert at(signed(signatory, *FIVE[1:]), moment=EARLY).state is State.GATHERING
    assert refusal_of(require_may_sign, signatory, RULES, WINDOW).message == why


def test_e62_duplicate_does_not_count_and_is_told_while_the_window_is_open():
    again = replace(FIVE[0], signed_at=EARLY + timedelta(hours=1))

    assert at(signed(*FIVE[:4], again)).uncounted == (("a", "Signed twice; one signature counts."),)
    assert (
        refusal_of(require_may_sign, again, RULES, WINDOW, already_signed={"a"}).code == "call_in.duplicate"
    )
    assert require_may_sign(FIVE[4], RULES, WINDOW, already_signed={"a"}) is None


def test_e63_withdrawn_signature_leaves_the_request_pending_until_the_window_ends():
    withdrawn = replace(FIVE[4], withdrawn_at=EARLY + timedelta(days=1))
    four = signed(*FIVE[:4], withdrawn)

    assert at(four, moment=EARLY).state is State.HELD
    assert at(four, moment=EARLY + timedelta(days=2)).state is State.GATHERING
    assert at(four).state is State.FAILED


def test_e63_replaced_signature_completes_the_request_again():
    withdrawn = replace(FIVE[4], withdrawn_at=EARLY + timedelta(days=1))
    sixth = Signatory("f", EARLY + timedelta(days=2), group="Labour")

    result = at(signed(*FIVE[:4], withdrawn, sixth))

    assert (result.state, result.held_since) == (State.HELD, EARLY + timedelta(days=2))


def test_e64_withdrawal_after_the_window_does_not_count():
    assert at(signed(*FIVE[:4], replace(FIVE[4], withdrawn_at=LATER)), moment=LATER).state is State.HELD


def test_e65_five_signatories_of_one_group_fail_where_two_groups_are_needed():
    brent = replace(RULES, min_political_groups=2)

    result = at(rules=brent)

    assert (result.state, result.gaps) == (
        State.FAILED, ("Signatories must come from at least 2 political groups.",),
    )  # fmt: skip
    assert at(signed(*FIVE[:4], replace(FIVE[4], group="Green")), brent).state is State.HELD


def test_second_group_completes_the_request_when_it_comes():
    other = Signatory("f", EARLY + timedelta(hours=5), group="Green")

    result = at(signed(*FIVE, other), replace(RULES, min_political_groups=2))

    assert result.held_since == EARLY + timedelta(hours=5)


def test_cap_per_year_stops_the_sixth_request_of_one_member():
    capped = replace(RULES, signatory_cap_per_year=5)

    assert ineligible(replace(FIVE[0], made_yearly=4), capped) == ""
    assert ineligible(replace(FIVE[0], made_yearly=5), capped) == (
        "This person has signed 5 call-ins this council year, the most allowed."
    )
    assert ineligible(replace(FIVE[0], made_yearly=50), RULES) == ""


def test_co_optee_counts_on_education_matters_only():
    co_optee = Signatory("vicar", EARLY, councillor=False, co_optee=True)

    assert ineligible(replace(co_optee, education=True), RULES) == ""
    assert ineligible(co_optee, RULES) == NOT_EDUCATION


@pytest.mark.parametrize(
    ("requester", "fact"), [("SCRUTINY_MEMBER", "scrutiny_member"), ("SCRUTINY_CHAIR", "scrutiny_chair")]
)
def test_council_may_reserve_call_in_to_the_committee(requester, fact):
    rules = replace(RULES, requesters=(requester,))

    assert ineligible(FIVE[0], rules) != ""
    assert ineligible(replace(FIVE[0], **{fact: True}), rules) == ""


@pytest.mark.parametrize(
    ("words", "gap"),
    [
        ({"resolutions": ()}, "Name the resolutions that are called in."),
        ({"grounds": ()}, "Give at least one ground of the constitution and say how it applies."),
        (
            {"grounds": (Ground("Disagreement", "No."),)},
            "Give at least one ground of the constitution and say how it applies.",
        ),
        (
            {"grounds": (Ground(RULES.grounds[0], " "),)},
            "Give at least one ground of the constitution and say how it applies.",
        ),
        ({"alternative": ""}, "Say what should be done instead."),
        ({"written_at": LATER}, "Grounds and alternative came after the window closed."),
    ],
)
def test_request_without_its_content_is_not_complete(words, gap):
    result = at(replace(REQUEST, **words))

    assert (result.state, result.gaps, result.held_since) == (State.FAILED, (gap,), None)


def test_alternative_is_asked_for_only_where_the_constitution_does():
    assert at(replace(REQUEST, alternative=""), replace(RULES, require_alternative=False)).state is State.HELD


def test_gloucestershire_pattern_of_five_signatories_held_the_decision():
    """Gloucestershire, decision of 24 July 2019 called in by five members and heard on 13 August 2019."""
    assert at().counted == tuple("abcde")


CHAIR = Signatory("chair", EARLY, group="Labour", scrutiny_member=True, scrutiny_chair=True)
MEMBERS = tuple(Signatory(name, EARLY + timedelta(hours=1), group="Labour", scrutiny_member=True) for name in "mno")


def test_chair_calls_in_alone_where_the_constitution_lets_them():
    alone = replace(RULES, chair_alone_may=True, min_political_groups=2)

    result = at(signed(CHAIR), alone)

    assert (result.state, result.needed, result.held_since, result.why) == (State.HELD, 1, EARLY, "1 of 1 signatures count.")
    assert at(signed(CHAIR)).gaps == ("4 more signatures are needed.",)
    assert at(signed(MEMBERS[0]), alone).state is State.FAILED


def test_another_way_has_its_own_requesters_and_number_and_may_need_the_chair():
    """Bracknell Forest: the commission chair with two commission members, or any five members of the council."""
    commission = Route(requesters=("SCRUTINY_CHAIR", "SCRUTINY_MEMBER"), min_signatories=3, chair_among_them=True)
    rules = replace(RULES, other_routes=(commission,))

    with_chair = at(signed(CHAIR, *MEMBERS[:2]), rules)

    assert (with_chair.state, with_chair.needed, with_chair.held_since) == (State.HELD, 3, EARLY + timedelta(hours=1))
    assert at(signed(*MEMBERS), rules).gaps == ("2 more signatures are needed.",)
    assert at(signed(CHAIR, MEMBERS[0], FIVE[0]), rules).state is State.FAILED
    assert at(signed(*MEMBERS), replace(rules, other_routes=(replace(commission, chair_among_them=False),))).holds
    assert (at(rules=rules).state, at(rules=rules).needed) == (State.HELD, 5)


def test_ordinary_way_counts_only_those_whom_it_names():
    alone = replace(RULES, requesters=("SCRUTINY_MEMBER",), min_signatories=3, chair_alone_may=True)
    others = tuple(replace(one, scrutiny_chair=True, scrutiny_member=False) for one in FIVE[:1])

    assert ineligible(FIVE[0], alone) != ""
    assert at(signed(*MEMBERS), alone).state is State.HELD
    assert at(signed(*MEMBERS[:2], *others), replace(alone, chair_alone_may=False, other_routes=(Route(requesters=("SCRUTINY_CHAIR",), min_signatories=2),))).gaps == (
        "1 more signature is needed.",
    )


@given(st.lists(st.integers(-100, 100), max_size=8))
def test_one_more_signature_never_breaks_a_complete_request(minutes):
    people = [
        Signatory(number, CLOSING + timedelta(minutes=after), group="Labour")
        for number, after in enumerate(minutes)
    ]

    before = at(signed(*people))
    after = at(signed(*people, Signatory("more", CLOSING, group="Green")))

    assert after.holds or not before.holds


@given(st.permutations(FIVE))
def test_order_in_which_signatures_are_listed_does_not_matter(signatories):
    assert at(signed(*signatories)).held_since == EARLY


def test_council_year_begins_in_may():
    began = [council_year_began(date(2027, month, 1)) for month in (4, 5)]

    assert began == [date(2026, 5, 1), date(2027, 5, 1)]


@pytest.mark.parametrize(
    ("day", "began"),
    [
        (date(2027, 5, 18), date(2026, 5, 20)),
        (date(2027, 5, 19), date(2027, 5, 19)),
        (date(2027, 1, 2), date(2026, 5, 20)),
        (date(2026, 5, 19), date(2025, 5, 1)),
        (date(2028, 6, 1), date(2028, 5, 1)),
    ],
)
def test_council_year_begins_on_the_day_of_the_annual_meeting_that_the_constitution_names(day, began):
    assert council_year_began(day, [date(2026, 5, 20), date(2027, 5, 19)]) == began


# --- the words ----------------------------------------------------------------------------------------------------

LAW = "LGA 2000 s9F(4); the constitution's call-in procedure"


@pytest.mark.parametrize(
    ("signatory", "words", "expected", "ways"),
    [
        (
            Signatory("e", CLOSING + timedelta(seconds=1)), {},
            (
                "call_in.late",
                "The call-in window closed at 5pm on 10 May 2027. This signature came later and does not count.",
            ),
            ["scrutiny_refer"],
        ),
        (Signatory("e", EARLY, executive=True), {}, ("call_in.ineligible", "Members of the executive cannot call in."), []),
        (Signatory("e", EARLY, took_decision=True), {}, ("call_in.ineligible", "Nobody calls in a decision that they took."), []),
        (Signatory("e", EARLY, civic_mayor=True), {}, ("call_in.ineligible", "The civic Mayor cannot call in."), []),
        (
            Signatory("e", EARLY, councillor=False), {},
            (
                "call_in.ineligible",
                "Only councillors in office whom the constitution names sign, and co-optees on education matters.",
            ),
            [],
        ),
        (
            Signatory("e", EARLY), {"already_signed": ["e"]},
            ("call_in.duplicate", "You have signed this request already. One signature counts."), [],
        ),
    ],
)  # fmt: skip
def test_signature_that_does_not_count_says_why(signatory, words, expected, ways):
    refused = refusal_of(require_may_sign, signatory, RULES, WINDOW, **words)

    assert (refused.code, refused.message) == expected
    assert (refused.citation, [way.url_name for way in refused.alternatives]) == (LAW, ways)
    assert require_may_sign(Signatory("f", CLOSING), RULES, WINDOW, already_signed=["e"]) is None


def test_window_without_a_cut_off_closes_at_the_end_of_its_day():
    window = replace(WINDOW, cut_off=None)

    refused = refusal_of(require_may_sign, Signatory("e", london(date(2027, 6, 1))), RULES, window)

    assert refused.message.startswith("The call-in window closed at the end of 10 May 2027. ")


def test_uncounted_signatures_and_gaps_are_told_each_in_its_words():
    withdrawn = Signatory("b", EARLY, withdrawn_at=EARLY + timedelta(hours=1))
    late = Signatory("c", CLOSING + timedelta(seconds=1))
    rules = replace(RULES, min_political_groups=2)

    result = at(
        replace(REQUEST, resolutions=(), grounds=(), alternative=" ", written_at=LATER, signatories=(FIVE[0], FIVE[0], withdrawn, late)),
        rules,
    )

    assert result.uncounted == (
        ("a", "Signed twice; one signature counts."), ("b", "Withdrawn in time."), ("c", "Came after the window closed."),
    )  # fmt: skip
    assert (result.state, result.counted, result.needed, result.held_since, result.holds) == (State.FAILED, ("a",), 5, None, False)
    assert result.gaps == (
        "Name the resolutions that are called in.",
        "Give at least one ground of the constitution and say how it applies.",
        "Say what should be done instead.",
        "Grounds and alternative came after the window closed.",
        "4 more signatures are needed.",
        "Signatories must come from at least 2 political groups.",
    )
    assert result.why == f"1 of 5 signatures count. {' '.join(result.gaps)}"


def test_cap_names_its_number():
    capped = replace(RULES, signatory_cap_per_year=5)

    assert ineligible(Signatory("a", EARLY, made_yearly=4), capped) == ""
    assert ineligible(Signatory("a", EARLY, made_yearly=5), capped) == (
        "This person has signed 5 call-ins this council year, the most allowed."
    )


# --- who counts, and since when ---------------------------------------------------------------------------------------

VICAR = Signatory("vicar", EARLY, councillor=False, co_optee=True)
ON_EDUCATION = replace(VICAR, education=True)


@pytest.mark.parametrize(
    ("requester", "signatory", "education", "counts"),
    [
        ("COUNCILLOR", FIVE[0], False, True),
        ("COUNCILLOR", replace(FIVE[0], councillor=False), False, False),
        ("NON_EXECUTIVE_COUNCILLOR", FIVE[0], False, True),
        ("SCRUTINY_MEMBER", replace(FIVE[0], scrutiny_member=True, councillor=False), False, False),
        ("SCRUTINY_CHAIR", replace(FIVE[0], scrutiny_chair=True, councillor=False), False, False),
        ("INTERESTED_PERSON", FIVE[0], False, False),
        ("EDUCATION_CO_OPTEE", VICAR, True, True),
        ("EDUCATION_CO_OPTEE", VICAR, False, False),
        ("EDUCATION_CO_OPTEE", FIVE[0], True, False),
    ],
)
def test_each_kind_of_requester_counts_by_its_own_facts(requester, signatory, education, counts):
    rules = replace(RULES, requesters=(requester,), other_routes=(), chair_alone_may=False)

    assert (ineligible(replace(signatory, education=education), rules) == "") is counts


def test_co_optee_is_told_at_once_whether_the_signature_counts():
    assert require_may_sign(ON_EDUCATION, RULES, WINDOW) is None
    refused = refusal_of(require_may_sign, VICAR, RULES, WINDOW)
    assert (refused.code, refused.citation) == ("call_in.not_education", EDUCATION_LAW)
    assert [way.url_name for way in refused.alternatives] == ["case_education", "scrutiny_refer"]


def test_co_optee_is_refused_where_the_constitution_names_none():
    rules = replace(RULES, requesters=("NON_EXECUTIVE_COUNCILLOR",), other_routes=())

    assert ineligible(ON_EDUCATION, rules) == "The constitution does not name education co-optees among those who call in."


def test_co_optee_belongs_to_no_political_group():
    two = replace(RULES, min_political_groups=2)
    last = replace(ON_EDUCATION, group="Green", signed_at=EARLY + timedelta(hours=2))
    four = [replace(one, group="Labour") for one in FIVE[:4]]

    found = standing(signed(*four, last), two, WINDOW, at=LATER)

    assert found.gaps == ("Signatories must come from at least 2 political groups.",)


def test_co_optees_are_enough_where_no_second_group_is_asked_for():
    all_five = [replace(ON_EDUCATION, person=number) for number in range(5)]

    assert standing(signed(*all_five), RULES, WINDOW, at=LATER).holds


def test_cap_of_the_year_applies_to_a_co_optee():
    capped = replace(RULES, signatory_cap_per_year=5)

    assert ineligible(replace(ON_EDUCATION, made_yearly=5), capped) == (
        "This person has signed 5 call-ins this council year, the most allowed."
    )


def test_co_optee_completes_a_request_on_education_and_no_other():
    last = replace(ON_EDUCATION, signed_at=EARLY + timedelta(hours=2))

    found = standing(signed(*FIVE[:4], last), RULES, WINDOW, at=LATER)
    other = standing(signed(*FIVE[:4], replace(last, education=False)), RULES, WINDOW, at=LATER)

    assert (found.state, found.held_since) == (State.HELD, EARLY + timedelta(hours=2))
    assert (other.state, other.gaps) == (State.FAILED, ("1 more signature is needed.",))


def test_co_optees_are_enough_in_a_way_of_their_own_on_education():
    way = Route(requesters=("EDUCATION_CO_OPTEE",), min_signatories=2)
    rules = replace(RULES, other_routes=(way,))
    second = replace(ON_EDUCATION, person="parent", signed_at=EARLY + timedelta(hours=2))

    found = standing(signed(ON_EDUCATION, second), rules, WINDOW, at=LATER)

    assert (found.state, found.needed, found.held_since) == (State.HELD, 2, EARLY + timedelta(hours=2))


def test_request_on_education_says_how_many_signatures_are_missing_beside_the_co_optees():
    found = standing(signed(*FIVE[:3], ON_EDUCATION), RULES, WINDOW, at=LATER)

    assert found.gaps == ("1 more signature is needed.",)


def test_signature_is_withdrawn_from_the_very_moment_on():
    moment = EARLY + timedelta(hours=1)
    four = signed(*FIVE[:4], replace(FIVE[4], withdrawn_at=moment))

    assert at(four, moment=moment).uncounted == (("e", "Withdrawn in time."),)
    assert at(four, moment=moment - timedelta(seconds=1)).uncounted == ()


def test_request_is_held_from_its_text_when_that_came_last():
    written = EARLY + timedelta(hours=4)

    assert at(replace(REQUEST, written_at=written)).held_since == written
