"""Who may vote, how votes count, and who breaks a tie."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.rules.interests import NO_PART_LAW
from decisions.rules.quorum import Presence, Seat, count
from decisions.rules.votes import (
    IN_PERSON_LAW,
    Tally,
    Value,
    agreed_without_vote,
    casting_holder,
    outcome,
    require_may_vote,
    require_meeting,
    require_one_vote,
    require_presiding,
    require_proxies,
    require_total,
    tally,
)
from tests.builders_rules import refusal_of

ON = date(2026, 12, 14)
LEADER = Seat("leader", "leader")
DEPUTY = Seat("deputy", "deputy")


def refused(seat, **words):
    return refusal_of(require_may_vote, seat, **{"on": ON, "interests_declared": True, **words}).code


def test_member_in_the_room_may_vote():
    assert require_may_vote(LEADER, on=ON, interests_declared=True) == (
        "Present in the room, interests declared, entitled to vote."
    )


def test_e33_poll_outside_a_meeting_is_not_a_decision():
    assert refusal_of(require_meeting, open_=False).code == "vote.no_meeting"
    assert require_meeting(open_=True) == "The meeting is open."


def test_e35_level_vote_prompts_the_chair():
    level = tally([Value.FOR] * 3 + [Value.AGAINST] * 3)

    asked = outcome(level, holder="leader")

    assert (asked.carried, asked.needs_casting_vote) == (None, True)


def test_e35_casting_vote_is_kept_apart_and_decides_either_way():
    level = Tally(3, 3)

    carried, lost = (outcome(level, holder="leader", casting=value) for value in (Value.FOR, Value.AGAINST))

    assert (carried.carried, carried.tally, carried.casting) == (True, level, Value.FOR)
    assert carried.why == "3 for, 3 against, 0 abstained: level, casting vote for, carried."
    assert (lost.carried, lost.casting) == (False, Value.AGAINST)


def test_e35_declined_casting_vote_lets_the_motion_fall():
    assert outcome(Tally(3, 3), holder="leader", declined=True).carried is False


def test_e36_excluded_chair_leaves_the_casting_vote_to_the_deputy():
    excluded = Seat("leader", "leader", excluded=True)

    assert casting_holder(excluded, DEPUTY, on=ON) == "deputy"
    assert casting_holder(LEADER, DEPUTY, on=ON) == "leader"


def test_e36_without_anybody_to_cast_it_the_motion_falls():
    gone = Seat("deputy", "deputy", presence=Presence.LEFT)

    holder = casting_holder(Seat("leader", "leader", excluded=True), gone, on=ON)

    assert holder is None
    assert outcome(Tally(2, 2), holder=holder).carried is False


@pytest.mark.parametrize(
    ("seat", "code", "citation"),
    [
        (None, "meeting.chair_absent", IN_PERSON_LAW),
        (Seat("leader", "leader", presence=Presence.LEFT), "meeting.chair_absent", IN_PERSON_LAW),
        (Seat("leader", "leader", presence=Presence.REMOTE), "meeting.chair_absent", IN_PERSON_LAW),
        (Seat("leader", "leader", excluded=True), "meeting.chair_barred", NO_PART_LAW),
    ],
)
def test_e36_nobody_presides_over_an_item_in_which_they_take_no_part(seat, code, citation):
    refused = refusal_of(require_presiding, seat, on=ON, meeting=7)

    assert (refused.code, refused.citation) == (code, citation)
    assert [(way.label, way.url_name, way.params) for way in refused.alternatives] == [
        ("Go to the meeting, where the clerk enters who presides and the outcome", "meeting_live", {"pk": 7}),
    ]


def test_chair_who_is_absent_or_barred_is_told_what_happens_instead():
    absent = refusal_of(require_presiding, None, on=ON, meeting=7)
    barred = refusal_of(require_presiding, replace(LEADER, excluded=True), on=ON, meeting=7)

    assert absent.message == (
        "Whoever presides over an item is there. Another member presides, and the clerk enters the outcome and says who it was."
    )
    assert barred.message == (
        "An interest keeps the person presiding out of this item. Another member presides over it, and the clerk enters "
        "the outcome and says who it was."
    )


def test_remote_member_presides_and_breaks_a_tie_from_the_day_of_the_law_on():
    remote = Seat("leader", "leader", presence=Presence.REMOTE)
    why = "The person presiding is there and no interest keeps them out."

    assert require_presiding(remote, on=ON, meeting=7, remote_from=ON) == why
    assert require_presiding(LEADER, on=ON, meeting=7) == why
    assert casting_holder(remote, on=ON, remote_from=ON) == "leader"
    assert casting_holder(remote, on=ON) is None


def test_e37_two_for_one_against_five_abstentions_is_carried():
    votes = [Value.FOR] * 2 + [Value.AGAINST] + [Value.ABSTAIN] * 5

    result = outcome(tally(votes))

    assert (result.carried, result.tally) == (True, Tally(2, 1, 5))
    assert result.why == "2 for, 1 against, 5 abstained: carried."


def test_e38_all_abstain_is_not_carried_and_asks_for_no_casting_vote():
    result = outcome(tally([Value.ABSTAIN] * 6), holder="leader")

    assert (result.carried, result.needs_casting_vote) == (False, False)


def test_e39_more_votes_than_voters_are_rejected():
    assert refusal_of(require_total, Tally(5, 2, 1), voters=7).code == "vote.total"
    assert refusal_of(require_total, Tally(-1, 2), voters=7).code == "vote.total"
    assert require_total(Tally(5, 2), voters=7) is None


def test_e40_remote_member_cannot_vote_until_the_law_is_in_force():
    remote = Seat("member", "housing", presence=Presence.REMOTE)

    assert refused(remote) == "vote.remote"
    assert refused(remote, remote_from=date(2026, 12, 15)) == "vote.remote"
    assert require_may_vote(remote, on=ON, interests_declared=True, remote_from=ON)


def test_e41_proxy_is_rejected_until_the_law_is_in_force():
    proxy = Seat("member", "housing", presence=Presence.ABSENT, by_proxy=True)

    assert refused(proxy) == "vote.proxy"
    assert refused(proxy, proxies_from=date(2027, 1, 1)) == "vote.proxy"
    assert require_may_vote(proxy, on=ON, interests_declared=True, proxies_from=ON)


def test_e42_substitute_on_the_executive_is_rejected():
    assert refused(Seat("other", "housing", substitute=True)) == "vote.substitute"


def test_e43_job_share_has_one_vote():
    second = Seat("partner", "housing")

    assert refused(second, portfolios_voted={"housing"}) == "vote.job_share"
    assert refused(Seat("partner", "housing", holds_vote=False)) == "vote.job_share"
    assert require_may_vote(second, on=ON, interests_declared=True, portfolios_voted={"adults"})


def test_e44_excluded_member_cannot_vote():
    assert refused(Seat("member", "housing", excluded=True)) == "vote.interest"


def test_e48_no_vote_before_the_interests_step():
    assert refused(LEADER, interests_declared=False) == "vote.no_interests_step"


@pytest.mark.parametrize("presence", [Presence.ABSENT, Presence.LEFT])
def test_member_out_of_the_room_cannot_vote(presence):
    assert refused(Seat("member", "housing", presence=presence)) == "vote.not_present"


def test_item_nobody_dissents_from_is_agreed_without_a_vote():
    assert agreed_without_vote(dissent=False).carried is True
    assert refusal_of(agreed_without_vote, dissent=True).code == "vote.dissent"


def test_lewisham_mayor_and_cabinet_confirm_the_carers_contract_nine_to_nil():
    """Lewisham, Mayor and Cabinet, 6 February 2019: called-in carers contract confirmed, 9 votes to 0."""
    result = outcome(tally([Value.FOR] * 9))

    assert result.why == "9 for, 0 against, 0 abstained: carried."


votes = st.lists(st.sampled_from(Value), max_size=40)


@given(votes)
def test_order_of_votes_never_matters(values):
    assert tally(values) == tally(values[::-1])


@given(votes, st.integers(0, 20))
def test_abstentions_never_change_the_outcome(values, more):
    before = outcome(tally(values), holder="leader")

    after = outcome(tally(values + [Value.ABSTAIN] * more), holder="leader")

    assert before.carried == after.carried


@given(votes)
def test_one_more_vote_for_never_turns_carried_into_lost(values):
    before = outcome(tally(values))

    after = outcome(tally([*values, Value.FOR]))

    assert after.carried or not before.carried


@given(st.integers(0, 30), st.integers(0, 30))
def test_casting_vote_is_asked_for_only_on_equality(votes_for, votes_against):
    result = outcome(Tally(votes_for, votes_against), holder="leader")

    assert result.needs_casting_vote == (votes_for == votes_against > 0)


@given(st.lists(st.sampled_from(Presence), max_size=12))
def test_more_members_never_lower_the_count(presences):
    seats = [Seat(number, number, presence) for number, presence in enumerate(presences)]

    counted = [count(seats[:size], 3, on=ON).counted for size in range(len(seats) + 1)]

    assert counted == sorted(counted)


# --- the words ----------------------------------------------------------------------------------------------------

LEVEL = "3 for, 3 against, 1 abstained: level"


@pytest.mark.parametrize(
    ("given", "words", "expected"),
    [
        (Tally(2, 1, 5), {}, (True, None, "2 for, 1 against, 5 abstained: carried.")),
        (Tally(1, 2), {"holder": "leader", "casting": Value.FOR}, (False, None, "1 for, 2 against, 0 abstained: not carried.")),
        (Tally(0, 0, 4), {"holder": "leader"}, (False, None, "0 for, 0 against, 4 abstained: not carried.")),
        (Tally(1, 1), {"holder": "leader"}, (None, None, "1 for, 1 against, 0 abstained: level. The person presiding may cast a second vote or decline.")),
        (Tally(3, 3, 1), {}, (False, None, f"{LEVEL}, nobody may cast a second vote, not carried.")),
        (Tally(3, 3, 1), {"casting": Value.FOR}, (False, None, f"{LEVEL}, nobody may cast a second vote, not carried.")),
        (Tally(3, 3, 1), {"holder": 0, "declined": True}, (False, None, f"{LEVEL}, the casting vote was declined, not carried.")),
        (Tally(3, 3, 1), {"holder": 1, "casting": Value.FOR}, (True, Value.FOR, f"{LEVEL}, casting vote for, carried.")),
        (Tally(3, 3, 1), {"holder": 1, "casting": Value.AGAINST}, (False, Value.AGAINST, f"{LEVEL}, casting vote against, not carried.")),
        (
            Tally(3, 3, 1), {"holder": 1, "casting": Value.ABSTAIN},
            (None, None, f"{LEVEL}. The person presiding may cast a second vote or decline."),
        ),
    ],
)  # fmt: skip
def test_outcome_of_a_motion_is_said_in_figures(given, words, expected):
    found = outcome(given, **words)

    assert (found.carried, found.casting, found.why) == expected
    assert (found.tally, found.needs_casting_vote) == (given, expected[0] is None)


def test_item_without_a_vote_says_that_nobody_dissented():
    found = agreed_without_vote(dissent=False)

    assert (found.tally, found.casting, found.why) == (Tally(0, 0), None, "Agreed without a vote; nobody dissented.")


def test_interest_that_bars_leads_to_the_dispensations():
    refused = refusal_of(require_may_vote, Seat("a", "homes", excluded=True), on=ON, interests_declared=True)

    assert [(way.label, way.url_name, way.params, way.query, way.kinds) for way in refused.alternatives] == [
        ("Read which dispensations stand and what they allow", "dispensations", {}, {}, ())
    ]


def test_votes_are_counted_by_what_they_are_and_the_rest_for_nothing():
    votes = [Value.FOR, Value.AGAINST, Value.AGAINST, Value.ABSTAIN, Value.ABSTAIN, Value.ABSTAIN]

    found = tally([*votes, Value.NOT_PRESENT, Value.EXCLUDED_INTEREST, Value.DID_NOT_VOTE])

    assert (found, found.cast) == (Tally(1, 2, 3), 6)


@pytest.mark.parametrize("given", [Tally(-1, 0), Tally(0, -1), Tally(0, 0, -1), Tally(2, 1, 1)])
def test_each_total_below_nothing_and_one_vote_too_many_are_refused(given):
    assert refusal_of(require_total, given, voters=3).code == "vote.total"
    assert require_total(Tally(1, 1, 1), voters=3) is None


def test_casting_vote_needs_a_vote_of_its_own():
    partner = Seat("partner", "leader", holds_vote=False)

    assert casting_holder(partner, DEPUTY, on=ON) == "deputy"
    assert casting_holder(None, None, on=ON) is None
    assert casting_holder(None, DEPUTY, on=ON) == "deputy"
    assert casting_holder(Seat("leader", "leader", presence=Presence.REMOTE), on=ON) is None


def test_remote_and_proxy_votes_are_good_from_the_day_of_the_law_on():
    remote, proxy = Seat("a", "homes", presence=Presence.REMOTE), Seat("a", "homes", presence=Presence.ABSENT, by_proxy=True)
    words = {"on": ON, "interests_declared": True}

    allowed = [require_may_vote(remote, remote_from=ON, **words), require_may_vote(proxy, proxies_from=ON, **words)]

    assert allowed == ["Present in the room, interests declared, entitled to vote."] * 2


def test_e39_second_vote_of_a_member_is_refused_unless_it_is_a_correction():
    refused = refusal_of(require_one_vote, has_voted=True, is_correction=False)

    assert (refused.code, refused.citation) == ("vote.twice", "LGA 1972 Sch 12 para 39")
    assert refused.message == (
        "You have voted on this motion already, and your first vote stands: a member has one vote. "
        "If it was a slip, correct it before the chair closes the vote."
    )
    assert [way.label for way in refused.alternatives] == ["See how you voted, and correct it"]
    assert require_one_vote(has_voted=True, is_correction=True) == "The member corrects a slip in their own vote; this one is counted."
    assert require_one_vote(has_voted=False, is_correction=False) == "The member's one vote on this motion."


@pytest.mark.parametrize("lawful_from", [None, date(2027, 5, 7)])
def test_e41_proxy_is_refused_before_the_day_from_which_it_is_lawful(lawful_from):
    refusal = refusal_of(require_proxies, on=date(2027, 5, 6), proxies_from=lawful_from)

    assert (refusal.code, refusal.message) == ("vote.proxy", "Councillors vote in person. A proxy vote is not lawful.")


def test_e41_proxy_is_lawful_from_the_day_of_its_switch():
    assert require_proxies(on=date(2027, 5, 7), proxies_from=date(2027, 5, 7)) == "Proxy votes are lawful on that day."
