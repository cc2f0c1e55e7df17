"""The senior management team recommends: quorum, outcome, wording, and who is kept out."""

from dataclasses import replace

import pytest

from decisions.rules.ssmt import (
    CHARTER,
    Adviser,
    Agency,
    Conclusion,
    Outcome,
    Stance,
    conclude,
    exclusion,
    quorum,
    require_delegate,
    require_outcome,
    require_quorum,
)
from decisions.rules.ssmt_wording import require_wording
from tests.builders_rules import refusal_of, the_constitution

COUNCIL = Agency("council", "Council", council=True, contributes=True)
ICB = Agency("icb", "ICB", contributes=True)
POLICE = Agency("police", "Police")
HOUSING = Agency("housing", "Housing")
ALL = (COUNCIL, ICB, POLICE, HOUSING)
YES, NO, WITH = Stance.SUPPORT, Stance.DO_NOT_SUPPORT, Stance.SUPPORT_WITH_CONDITIONS


def test_e50_team_is_inquorate_without_the_council():
    refused = refusal_of(require_quorum, ALL, {"icb", "police", "housing"})

    assert refused.code == "ssmt.inquorate"
    assert refused.message == (
        "The team cannot conclude yet. 3 of 4 voting agencies take part; 2 are needed. Council must take part as well."
    )


def test_team_is_inquorate_without_a_contributor():
    assert quorum(ALL, {"council", "police", "housing"}).missing == ("ICB",)


def test_half_of_the_voting_agencies_is_enough():
    five = (*ALL, Agency("college", "College"))

    assert quorum(ALL, {"council", "icb"}).quorate
    assert not quorum(five, {"council", "icb"}).quorate
    assert quorum(five, {"council", "icb", "college"}).quorate


def test_agency_without_a_vote_counts_for_nothing():
    adviser = Agency("voluntary", "Voluntary Action", voting=False, contributes=True)

    assert quorum((*ALL, adviser), {"council", "icb", "voluntary"}).why == (
        "2 of 4 voting agencies take part; 2 are needed."
    )
    assert not quorum((), set()).quorate


def test_charter_may_ask_for_less():
    relaxed = replace(
        the_constitution().ssmt, council_always=False, contributors_always=False, contributors_unanimous=False
    )

    assert quorum(ALL, {"police", "housing"}, relaxed).quorate
    assert (
        conclude(ALL, {"police": YES, "housing": YES, "icb": Stance.ABSTAIN}, relaxed).outcome
        is Outcome.JOINTLY_RECOMMENDED
    )
    assert not quorum(ALL, {"police", "housing"}, the_constitution().ssmt).quorate


def test_acceptance_police_against_gives_recommended_with_dissent():
    result = conclude(ALL, {"council": YES, "icb": YES, "police": NO})

    assert (result.outcome, result.wording) == (Outcome.RECOMMENDED_WITH_DISSENT, "Recommended with dissent")
    assert result.dissenting == ("Police",)
    assert result.why == "2 in favour, 1 against, 0 abstained. Police dissents."


def test_e53_claimed_consensus_with_a_recorded_dissent_is_refused():
    result = conclude(ALL, {"council": YES, "icb": YES, "police": NO})

    refused = refusal_of(require_outcome, Outcome.JOINTLY_RECOMMENDED, result)

    assert refused.code == "ssmt.outcome"
    assert require_outcome(Outcome.RECOMMENDED_WITH_DISSENT, result) == result.why


def test_everybody_in_favour_is_jointly_recommended():
    result = conclude(ALL, {"council": YES, "icb": WITH, "police": Stance.ABSTAIN})

    assert (result.outcome, result.dissenting) == (Outcome.JOINTLY_RECOMMENDED, ())


@pytest.mark.parametrize("stance", [NO, Stance.ABSTAIN])
def test_contributor_who_is_not_in_favour_takes_jointly_away(stance):
    result = conclude(ALL, {"council": YES, "icb": stance, "police": YES})

    assert result.outcome is Outcome.RECOMMENDED_WITH_DISSENT
    assert result.why.endswith("Not joint: ICB contributes and is not in favour.")


def test_level_answers_are_not_supported_for_nobody_has_a_casting_vote():
    result = conclude(ALL, {"council": YES, "icb": YES, "police": NO, "housing": NO})

    assert result.outcome is Outcome.NOT_SUPPORTED


@pytest.mark.parametrize("chosen", [Outcome.RETURNED, Outcome.DEFERRED])
def test_chair_may_return_or_defer_whatever_the_answers(chosen):
    result = conclude(ALL, {"council": YES, "icb": YES})

    assert require_outcome(chosen, result) == result.why


def test_no_conclusion_without_quorum():
    assert refusal_of(conclude, ALL, {"council": YES}).code == "ssmt.inquorate"


def test_e51_one_delegate_for_two_agencies_needs_two_appointments():
    refused = refusal_of(require_delegate, "ann", {"icb", "police"}, appointed_by={"icb"})

    assert refused.code == "ssmt.two_agencies"
    assert require_delegate("ann", {"icb", "police"}, appointed_by={"icb", "police"})
    assert require_delegate("ann", {"icb"}, appointed_by=set())


def test_e52_incumbent_provider_is_kept_out():
    assert exclusion(Adviser("Vale Care", incumbent_provider=True)) == (
        "Vale Care provides the service now, so it is kept out of the room and the papers."
    )
    assert exclusion(Adviser("Vale Care", could_bid=True, could_receive_grant=True)) == (
        "Vale Care could bid for it and could receive money for it, so it is kept out of the room and the papers."
    )
    assert exclusion(Adviser("Vale Care")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "The SSMT approves the award",
        "The team authorised the spending and recommends it",
        "Approved.",
        "It was resolved by the team to recommend it",
        "The single senior management team has unanimously awarded the contract, as recommended",
        "Agreed",
        "",
    ],
)
def test_words_of_decision_are_refused(text):
    assert refusal_of(require_wording, text).code == "ssmt.wording"


@pytest.mark.parametrize(
    "text",
    [
        "The team recommends that Cabinet approves the award",
        "Recommended, subject to review after a year",
        "Does not support the proposal",
        "Notes the report and asks for costs by ward",
        "Defers the item",
        "Award of the contract is recommended",
    ],
)
def test_words_of_recommendation_are_in_order(text):
    assert require_wording(text) is None


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stances", "outcome", "wording", "dissenting", "why"),
    [
        (
            {"council": YES, "icb": WITH}, Outcome.JOINTLY_RECOMMENDED, "Jointly recommended", (),
            "2 in favour, 0 against, 0 abstained.",
        ),
        (
            {"council": YES, "icb": YES, "police": NO, "housing": Stance.ABSTAIN}, Outcome.RECOMMENDED_WITH_DISSENT,
            "Recommended with dissent", ("Police",), "2 in favour, 1 against, 1 abstained. Police dissents.",
        ),
        (
            {"council": YES, "icb": NO, "police": YES, "housing": YES}, Outcome.RECOMMENDED_WITH_DISSENT,
            "Recommended with dissent", ("ICB",),
            "3 in favour, 1 against, 0 abstained. Not joint: ICB contributes and is not in favour.",
        ),
        (
            {"council": NO, "icb": NO, "police": YES}, Outcome.NOT_SUPPORTED, "Not supported", ("Council", "ICB"),
            "1 in favour, 2 against, 0 abstained. Not joint: Council and ICB contribute and are not in favour.",
        ),
        (
            {"council": YES, "icb": YES, "police": NO, "housing": NO}, Outcome.NOT_SUPPORTED, "Not supported", ("Police", "Housing"),
            "2 in favour, 2 against, 0 abstained. Police and Housing dissent.",
        ),
    ],
)  # fmt: skip
def test_conclusion_is_said_whole(stances, outcome, wording, dissenting, why):
    assert conclude(ALL, stances) == Conclusion(outcome, wording, dissenting, why)


def test_charter_that_asks_no_contributor_leaves_only_dissent():
    relaxed = replace(the_constitution().ssmt, contributors_unanimous=False)

    found = conclude(ALL, {"council": YES, "icb": NO, "police": YES}, relaxed)

    assert (found.outcome, found.why) == (Outcome.RECOMMENDED_WITH_DISSENT, "2 in favour, 1 against, 0 abstained. ICB dissents.")


def test_refusals_of_the_team_name_the_charter():
    result = conclude(ALL, {"council": YES, "icb": YES, "police": NO})
    found = [
        refusal_of(require_outcome, Outcome.JOINTLY_RECOMMENDED, result),
        refusal_of(require_quorum, ALL, set()),
        refusal_of(require_delegate, "ann", {"icb", "police"}, appointed_by={"icb"}),
    ]

    assert [(one.code, one.message, one.citation) for one in found] == [
        (
            "ssmt.outcome",
            "The agencies’ answers make this “Recommended with dissent”. 2 in favour, 1 against, 0 abstained. Police dissents.",
            CHARTER,
        ),
        (
            "ssmt.inquorate",
            "The team cannot conclude yet. 0 of 4 voting agencies take part; 2 are needed. Council and ICB must take part as well.",
            CHARTER,
        ),
        (
            "ssmt.two_agencies",
            "One person speaks for two agencies only when both have appointed that person in writing. Let somebody else answer for "
            "this one, or have it appoint you first.",
            CHARTER,
        ),
    ]  # fmt: skip
    assert require_delegate("ann", {"icb"}, appointed_by=()) == "Appointed by every agency spoken for."
    assert require_quorum(ALL, {"council", "icb"}) == "2 of 4 voting agencies take part; 2 are needed."


ONE_OF = "The team recommends, supports, does not support, notes, asks or defers. Use one of these words."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Agreed", ONE_OF),
        ("Recommended. Approved by the team.", f"“Approved by the team” says that the team decides. {ONE_OF}"),
        ("THE BOARD HAS FORMALLY AWARDED it", f"“THE BOARD HAS FORMALLY AWARDED” says that the team decides. {ONE_OF}"),
        ("Recommended; authorised.", f"“authorised” says that the team decides. {ONE_OF}"),
    ],
)
def test_words_of_decision_are_quoted(text, message):
    refused = refusal_of(require_wording, text)

    assert (refused.code, refused.message, refused.citation) == ("ssmt.wording", message, "LGA 2000 s9E")


def test_council_takes_part_even_where_it_pays_nothing():
    council = replace(COUNCIL, contributes=False)

    assert quorum((council, POLICE, HOUSING), {"police", "housing"}).missing == ("Council",)


@pytest.mark.parametrize(
    ("share", "there", "why"),
    [
        ("ONE_HALF", {"council", "icb"}, "2 of 4 voting agencies take part; 2 are needed."),
        ("ONE_QUARTER", {"council", "icb"}, "2 of 4 voting agencies take part; 1 is needed."),
    ],
)
def test_charter_says_what_share_of_the_agencies_is_needed(share, there, why):
    charter = replace(the_constitution().ssmt, quorum_share=share)

    assert quorum(ALL, there, charter).why == why


def test_team_of_one_voting_agency_is_quorate_by_itself():
    assert quorum((COUNCIL,), {"council"}).why == "1 of 1 voting agencies take part; 1 is needed."


def test_chair_has_no_casting_vote_where_nobody_is_for_or_against_or_the_count_is_not_level():
    charter = replace(the_constitution().ssmt, casting_vote=True)

    silent = conclude(ALL, dict.fromkeys(("council", "icb"), Stance.ABSTAIN), charter)
    carried = conclude(ALL, {"council": YES, "icb": YES, "police": NO}, charter)

    assert (silent.outcome, silent.by_casting, carried.by_casting) == (Outcome.NOT_SUPPORTED, None, None)


@pytest.mark.parametrize("casting", [True, False])
def test_level_count_recommends_only_by_the_casting_vote_of_a_charter_that_gives_one(casting):
    charter = replace(the_constitution().ssmt, casting_vote=casting, contributors_always=False, council_always=False)
    parties = [Agency(1, "Council", council=True), Agency(2, "Health")]

    found = conclude(parties, {1: Stance.SUPPORT, 2: Stance.DO_NOT_SUPPORT}, charter)

    assert (found.outcome, found.by_casting) == (Outcome.NOT_SUPPORTED, Outcome.RECOMMENDED_WITH_DISSENT if casting else None)
    assert require_outcome(Outcome.NOT_SUPPORTED, found) == found.why
    if casting:
        assert require_outcome(Outcome.RECOMMENDED_WITH_DISSENT, found) == (
            "1 in favour, 1 against, 0 abstained. Health dissents. On this level count the chair may say that the team recommends."
        )
    else:
        assert refusal_of(require_outcome, Outcome.RECOMMENDED_WITH_DISSENT, found).code == "ssmt.outcome"
