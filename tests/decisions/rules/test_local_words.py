"""What a page says of the constitution's rules for those at the table."""

from dataclasses import replace

import pytest

from commissioning.rules.call_in_rule_set import Reconsideration, UrgencyExemption
from decisions.rules.local_words import (
    charter_in_words,
    cited,
    clearances_of,
    consulted_first,
    reconsidered_where,
    votes_by_name,
)
from tests.builders_rules import the_constitution

RULES = the_constitution()


def test_charter_is_told_in_its_own_order():
    assert charter_in_words(RULES.ssmt) == (
        "The team seeks consensus; where there is none, the agencies’ answers are counted.",
        "Nobody has a casting vote.",
        "The head of paid service chairs.",
        "Members may attend from elsewhere.",
        "Recommendation, dissent and conditions are published.",
    )


def test_other_charter_is_told_otherwise():
    other = replace(RULES.ssmt, voting="INDICATIVE", casting_vote=True, chair="ROTATING", remote=False, published=False)

    assert charter_in_words(other) == (
        "The agencies’ answers are counted.",
        "On a level count the chair may say whether the team recommends.",
        "The agencies chair in turn.",
        "Members attend in person.",
        "Recommendation, dissent and conditions are not published.",
    )


@pytest.mark.parametrize(
    ("members", "own", "words"),
    [
        (5, True, "A vote is taken by name when 5 members ask for it, or when whoever presides calls it. Without one, a single member may have the own vote written down."),
        (1, False, "A vote is taken by name when one member asks for it, or when whoever presides calls it. Without one, a single member may not have the own vote written down."),
    ],
)  # fmt: skip
def test_members_read_when_a_vote_is_taken_by_name(members, own, words):
    voting = replace(RULES.voting, recorded_vote_members=members, individual_vote_minuted=own)

    assert " ".join(votes_by_name(voting)) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("NEXT_CABINET", "The constitution has it reconsidered at the next meeting of the Cabinet."),
        ("SPECIAL_MEETING", "The constitution has it reconsidered at a meeting called for it."),
        ("EITHER", "The constitution has it reconsidered at the next meeting of the Cabinet or at one called for it."),
    ],
)
def test_proper_officer_reads_at_which_meeting_it_is_reconsidered(at, words):
    assert reconsidered_where(Reconsideration(within=None, counted_from="REFERRAL", at=at)) == words


def test_office_that_is_consulted_before_an_exemption_is_named_in_the_question():
    rules = UrgencyExemption(agreed_by=("SCRUTINY_CHAIR",), mode="FIRST_ABLE", test="It cannot wait.", reported_to="COUNCIL")

    assert consulted_first(rules) == ""
    assert consulted_first(replace(rules, consulted=("HEAD_OF_PAID_SERVICE", "SCRUTINY_VICE_CHAIR"))) == (
        "Before it is agreed, the constitution has these consulted: head of paid service and scrutiny vice chair."
    )


def test_office_reads_which_clearance_it_gives():
    assert clearances_of(RULES.clearances, "CHIEF_FINANCE_OFFICER") == ("finance",)
    assert clearances_of(RULES.clearances, "RESEARCH_LEAD") == ()


def test_sentences_end_with_their_paragraph():
    assert cited(RULES, "ssmt.chair", "The head of paid service chairs.", "") == (
        "The head of paid service chairs. (Constitution of London Borough of Lammas Vale, Part 3F, charter paragraph 3)"
    )
    assert cited(RULES, "ssmt.chair", "") == ""
