"""A proposal is complete when its track says so; everything missing is listed together."""

from dataclasses import replace

import pytest

from commissioning.rules.proposals import (
    DO_NOTHING,
    PRINCIPLES,
    Draft,
    Option,
    PrincipleAnswer,
    read_content,
    require_complete,
    shortcomings,
)
from commissioning.rules.tracks import SECTIONS, Track
from tests.builders_rules import refusal_of

SCORES = {"cost": 3, "benefit": 4}


def an_option(key, **words):
    return Option(
        **{"key": key, "title": key.title(), "rejected_reason": "Weaker.", "scores": SCORES, **words}
    )


OPTIONS = (
    an_option("nothing", kind=DO_NOTHING),
    an_option("minimum", kind="DO_MINIMUM"),
    an_option("joint", preferred=True, rejected_reason=""),
    an_option("alone"),
)
ANSWERS = tuple(PrincipleAnswer(code, "POSITIVE", "Because.") for code in PRINCIPLES)


def a_draft(**words):
    complete = Draft(
        track=Track.JOINT_KEY,
        sections=dict.fromkeys(SECTIONS, "Written."),
        recommendations=("Commission the service.",),
        options=OPTIONS,
        weights={"cost": 40, "benefit": 60},
        costs=(("2027/28", 300), ("2028/29", 100)),
        contributions=(("council", "2027/28", 200), ("ICB", "2027/28", 100), ("ICB", "2028/29", 100)),
        principles=ANSWERS,
        equality_status="FULL",
    )
    return replace(complete, **words)


def gaps(**words):
    return [(gap.section, gap.field) for gap in shortcomings(a_draft(**words))]


def test_complete_proposal_has_no_gap():
    assert shortcomings(a_draft()) == ()
    assert require_complete(shortcomings(a_draft())) is None


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_of_a_full_case_must_be_filled(section):
    assert gaps(sections={**dict.fromkeys(SECTIONS, "Written."), section: "  "}) == [(section, "text")]


def test_e97_contributions_that_miss_the_cost_of_a_year_block_submission():
    draft = a_draft(contributions=(("council", "2027/28", 299), ("ICB", "2028/29", 100)))

    refused = refusal_of(require_complete, shortcomings(draft))

    assert refused.code == "proposal.incomplete"
    assert refused.message == (
        "The proposal cannot be submitted yet. The agencies’ contributions for 2027/28: the parts come to £2.99, "
        "which is £0.01 less than the total of £3."
    )


def test_e97_contribution_to_a_year_without_cost_blocks_submission():
    assert gaps(contributions=(*a_draft().contributions, ("ICB", "2029/30", 1))) == [("FINANCE", "2029/30")]


def test_e98_weights_that_total_ninety_five_block_submission():
    assert gaps(weights={"cost": 35, "benefit": 60}) == [("OPTIONS", "weights")]


def test_e98_weight_below_nothing_blocks_submission():
    assert gaps(weights={"cost": 110, "benefit": -10}) == [("OPTIONS", "weights")]


def test_e98_missing_score_blocks_submission():
    unscored = an_option("alone", scores={"cost": 3})

    assert gaps(options=(*OPTIONS[:3], unscored)) == [("OPTIONS", "alone")]


def test_e98_score_of_nothing_is_a_score():
    assert gaps(options=(*OPTIONS[:3], an_option("alone", scores={"cost": 0, "benefit": 0}))) == []


def test_e98_only_the_preferred_option_blocks_submission():
    assert gaps(options=(OPTIONS[2],)) == [("OPTIONS", "number"), ("OPTIONS", "do_nothing")]


def test_rejected_option_needs_its_reason():
    assert gaps(options=(*OPTIONS[:3], an_option("alone", rejected_reason=" "))) == [("OPTIONS", "alone")]


def test_exactly_one_option_is_preferred():
    assert gaps(options=(*OPTIONS[:3], an_option("alone", preferred=True))) == [("OPTIONS", "preferred")]


def test_principle_without_answer_is_a_gap():
    assert gaps(principles=ANSWERS[:6]) == [("PRINCIPLES", "P7")]


def test_negative_principle_needs_mitigation():
    harmed = PrincipleAnswer("P3", "NEGATIVE", "Less say for residents.")
    mended = replace(harmed, mitigation="A residents’ panel.")

    assert gaps(principles=(*ANSWERS[:2], harmed, *ANSWERS[3:])) == [("PRINCIPLES", "P3")]
    assert gaps(principles=(*ANSWERS[:2], mended, *ANSWERS[3:])) == []


def test_screened_out_equality_needs_reason_and_agreement():
    assert gaps(equality_status="SCREENED_OUT") == [("EQUALITY", "reason"), ("EQUALITY", "agreed_by")]
    assert gaps(equality_status="SCREENED_OUT", equality_reason="No effect.", equality_agreed_by="Ada") == []
    assert gaps(equality_status="") == [("EQUALITY", "status")]


def test_summary_is_at_most_three_hundred_words():
    def words(number):
        return {**dict.fromkeys(SECTIONS, "Written."), "SUMMARY": "word " * number}

    assert gaps(sections=words(300)) == []
    assert gaps(sections=words(301)) == [("SUMMARY", "text")]


def test_recommendations_are_there_and_filled():
    assert gaps(recommendations=()) == [("RECOMMENDATIONS", "text")]
    assert gaps(recommendations=("Do it.", " ")) == [("RECOMMENDATIONS", "text")]


def test_officer_decision_is_one_page_without_scores_or_principles():
    short = dict.fromkeys(("SUMMARY", "FINANCE", "LEGAL", "EQUALITY"), "Written.")

    found = gaps(
        track=Track.OFFICER_EXECUTIVE, sections=short, options=OPTIONS[1:3], weights=None, principles=()
    )

    assert found == [("OPTIONS", "do_nothing")]


def test_missing_costs_are_a_gap_and_a_cost_of_nothing_is_not():
    assert gaps(costs=(), contributions=()) == [("FINANCE", "costs")]
    assert gaps(costs=(("2027/28", 0),), contributions=()) == []


def test_content_dict_reads_into_the_same_draft():
    content = {
        "track": "JOINT_KEY",
        "sections": dict.fromkeys(SECTIONS, "Written."),
        "recommendations": [{"number": 1, "text": "Commission the service."}],
        "options": [
            {"key": option.key, "title": option.title, "kind": option.kind, "preferred": option.preferred,
             "rejected_reason": option.rejected_reason, "scores": SCORES}
            for option in OPTIONS
        ],
        "criteria": [{"key": "cost", "weight": 40}, {"key": "benefit", "weight": 60}],
        "finance": [{"year": "2027/28", "pence": 300}, {"year": "2028/29", "pence": 100}],
        "contributions": [
            {"agency": "council", "year": "2027/28", "pence": 200},
            {"agency": "ICB", "year": "2027/28", "pence": 100},
            {"agency": "ICB", "year": "2028/29", "pence": 100},
        ],
        "principles": [{"code": code, "rating": "POSITIVE", "narrative": "Because."} for code in PRINCIPLES],
        "equality": {"status": "FULL"},
    }  # fmt: skip

    assert read_content(content) == a_draft()


# --- the words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"sections": {**dict.fromkeys(SECTIONS, "Written."), "LEGAL": " "}}, [("LEGAL", "text", "Fill in the section “Legal”.")]),
        (
            {"sections": {**dict.fromkeys(SECTIONS, "Written."), "SUMMARY": "word " * 301}},
            [("SUMMARY", "text", "Shorten the summary from 301 to 300 words.")],
        ),
        ({"sections": {**dict.fromkeys(SECTIONS, "Written."), "SUMMARY": "word " * 300}}, []),
        ({"recommendations": (" ",)}, [("RECOMMENDATIONS", "text", "Write at least one recommendation.")]),
        ({"recommendations": ("Agree.", " ")}, [("RECOMMENDATIONS", "text", "Fill in or remove the empty recommendation.")]),
        ({"options": OPTIONS[:3]}, [("OPTIONS", "number", "Weigh at least 4 options; there are 3.")]),
        (
            {"options": (replace(OPTIONS[0], kind="OPTION"), *OPTIONS[1:])},
            [("OPTIONS", "do_nothing", "Add the option of doing nothing.")],
        ),
        (
            {"options": (*OPTIONS[:3], replace(OPTIONS[3], preferred=True))},
            [("OPTIONS", "preferred", "Mark one option as preferred; 2 are marked.")],
        ),
        (
            {"options": (*OPTIONS[:3], replace(OPTIONS[3], rejected_reason=" "))},
            [("OPTIONS", "alone", "Say why “Alone” is rejected.")],
        ),
        ({"weights": {"cost": 40, "benefit": 61}}, [("OPTIONS", "weights", "Make the criteria weights add up to 100; they add up to 101.")]),
        ({"weights": {"cost": 100, "benefit": 0}}, [("OPTIONS", "weights", "Make the criteria weights add up to 100; they add up to 100.")]),
        ({"weights": {"cost": 99, "benefit": 1}}, []),
        ({"weights": None}, [("OPTIONS", "weights", "Make the criteria weights add up to 100; they add up to 0.")]),
        (
            {"options": (*OPTIONS[:3], replace(OPTIONS[3], scores=None))},
            [("OPTIONS", "alone", "Score “Alone” on cost, benefit.")],
        ),
        (
            {"options": (*OPTIONS[:3], replace(OPTIONS[3], scores={"cost": 0, "benefit": None}))},
            [("OPTIONS", "alone", "Score “Alone” on benefit.")],
        ),
        (
            {"costs": (), "contributions": ()},
            [("FINANCE", "costs", "Enter the cost of every year, or nothing for a year without cost.")],
        ),
        (
            {"costs": (("2027/28", 200), ("2027/28", 100)), "contributions": (("a", "2027/28", 100), ("b", "2027/28", 100), ("b", "2026/27", 1))},
            [
                (
                    "FINANCE", "2026/27",
                    "The agencies’ contributions for 2026/27: the parts come to £0.01, which is £0.01 more than the total of £0.",
                ),
                (
                    "FINANCE", "2027/28",
                    "The agencies’ contributions for 2027/28: the parts come to £2, which is £1 less than the total of £3.",
                ),
            ],
        ),
        (
            {"principles": ANSWERS[:6]},
            [("PRINCIPLES", "P7", "Answer principle 7, “Simple, joined-up, easy access and visible value for money”.")],
        ),
        (
            {"principles": (replace(ANSWERS[0], rating="GOOD"), *ANSWERS[1:])},
            [("PRINCIPLES", "P1", "Answer principle 1, “The council as a strong community leader”.")],
        ),
        (
            {"principles": (replace(ANSWERS[0], narrative=" "), *ANSWERS[1:])},
            [("PRINCIPLES", "P1", "Answer principle 1, “The council as a strong community leader”.")],
        ),
        (
            {"principles": (replace(ANSWERS[0], rating="NEGATIVE", mitigation=" "), *ANSWERS[1:])},
            [("PRINCIPLES", "P1", "Say how the harm to principle 1 is made good.")],
        ),
        ({"principles": (replace(ANSWERS[0], rating="NEGATIVE", mitigation="A fund."), *ANSWERS[1:])}, []),
        ({"equality_status": ""}, [("EQUALITY", "status", "Say whether the equality analysis is full or screened out.")]),
        (
            {"equality_status": "SCREENED_OUT", "equality_reason": " ", "equality_agreed_by": " "},
            [
                ("EQUALITY", "reason", "Say why no full equality analysis is needed."),
                ("EQUALITY", "agreed_by", "Name the equality officer who agreed to the screening."),
            ],
        ),
        ({"equality_status": "SCREENED_OUT", "equality_reason": "No change.", "equality_agreed_by": "Ana"}, []),
        ({"equality_status": "UPDATED_AFTER_CONSULTATION"}, []),
    ],
)  # fmt: skip
def test_each_gap_of_a_proposal_says_where_and_what_to_mend(words, expected):
    assert [(gap.section, gap.field, gap.message) for gap in shortcomings(a_draft(**words))] == expected


@pytest.mark.parametrize(
    ("words", "message", "citation"),
    [
        (
            {"equality_status": ""},
            "Say whether the equality analysis is full or screened out.",
            "Equality Act 2010 s149",
        ),
        (
            {"equality_status": "", "options": OPTIONS[1:]},
            "Weigh at least 4 options; there are 3. Add the option of doing nothing. "
            "Say whether the equality analysis is full or screened out.",
            "Equality Act 2010 s149; R (Moseley) v Haringey [2014] UKSC 56",
        ),
        (
            {"contributions": (("ICB", "2027/28", 100), ("ICB", "2028/29", 100))},
            "The agencies’ contributions for 2027/28: the parts come to £1, which is £2 less than the total of £3.",
            "",
        ),
    ],
)
def test_incomplete_proposal_is_refused_with_the_law_of_what_is_missing(words, message, citation):
    refused = refusal_of(require_complete, shortcomings(a_draft(**words)))

    assert (refused.code, refused.message, refused.citation) == (
        "proposal.incomplete",
        f"The proposal cannot be submitted yet. {message}",
        citation,
    )


def test_content_is_read_whole_and_an_empty_one_too():
    content = {
        "track": Track.JOINT_KEY.value,
        "sections": {"SUMMARY": "One."},
        "recommendations": [{"number": 1, "text": "Agree."}],
        "options": [{"key": "O1", "title": "Nothing", "kind": DO_NOTHING}],
        "criteria": [{"key": "K1", "weight": 60}],
        "finance": [{"year": "2027/28", "pence": 300}],
        "contributions": [{"agency": "icb", "year": "2027/28", "pence": 200}],
        "principles": [{"code": "P1", "rating": "POSITIVE", "narrative": "Leads."}],
        "equality": {"status": "SCREENED_OUT", "reason": "No change.", "agreed_by": "Ana"},
    }

    assert read_content(content) == Draft(
        Track.JOINT_KEY, {"SUMMARY": "One."}, ("Agree.",), (Option("O1", "Nothing", DO_NOTHING),), {"K1": 60},
        (("2027/28", 300),), (("icb", "2027/28", 200),), (PrincipleAnswer("P1", "POSITIVE", "Leads."),),
        "SCREENED_OUT", "No change.", "Ana",
    )  # fmt: skip
    assert read_content({"track": Track.JOINT_KEY.value}) == Draft(Track.JOINT_KEY, {}, weights={})
