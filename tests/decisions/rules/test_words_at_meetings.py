"""What members and the clerk read when a meeting may not do what they want: the words, where it is written, and the ways on."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.rules.periods import PRIVATE_MEETING_NOTICE
from commissioning.rules.refusals import Alternative
from decisions.rules.agencies import DEFER, PASS_ON
from decisions.rules.agendas import (
    committee_late_item,
    executive_late_item,
    later_meeting,
    mendings,
    open_period,
    require_open_long_enough,
    require_report_whole,
)
from decisions.rules.informal_notes import note_way
from decisions.rules.interests import ARREARS_LAW, NO_PART_LAW
from decisions.rules.outcomes import Outcome, require_within_authority
from decisions.rules.private_meetings import require_closable, require_representations_answered
from decisions.rules.quorum import Presence, Quorum, Seat, require_quorum
from decisions.rules.votes import (
    Tally,
    agreed_without_vote,
    require_may_vote,
    require_meeting,
    require_one_vote,
    require_presiding,
    require_total,
)
from tests.builders_rules import england, london, refusal_of

ON = date(2026, 12, 14)
MEETING = date(2027, 1, 11)
MEMBER = Seat("member", "homes")
IN_PERSON = "Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin)"
MAJORITY = "LGA 1972 Sch 12 para 39"
AVAILABLE = "SI 2012/2089 regs 6(2) and 7(3)"
MARKED = "If you are in the room, ask the clerk to mark you as present."
DISPENSATIONS = (Alternative("Read which dispensations stand and what they allow", "dispensations"),)


def answer(act, *args, **words):
    found = refusal_of(act, *args, **words)
    return found.code, found.message, found.citation, found.alternatives


def test_decision_outside_a_meeting_says_what_has_to_happen_first():
    assert answer(require_meeting, open_=False) == (
        "vote.no_meeting",
        "The Cabinet decides only at a meeting that has been opened. Outside it, answers are informal and decide nothing. Have the "
        "clerk open the meeting first, or note the answers as informal.",
        "LGA 2000 s9E; SI 2012/2089 regs 3 and 4",
        (note_way("Note the answers as informal", "OUTSIDE"),),
    )


JOB_SHARE = (
    "vote.job_share", "This portfolio has one vote and your job-share partner holds it.",
    "The council's constitution: one portfolio, one vote", (),
)  # fmt: skip
KEPT_OUT = "You have an interest that keeps you out of this item. Your vote was not taken."


@pytest.mark.parametrize(
    ("seat", "words", "expected"),
    [
        (replace(MEMBER, by_proxy=True), {}, ("vote.proxy", "Councillors vote in person. A proxy vote is not lawful.", IN_PERSON, ())),
        (
            replace(MEMBER, substitute=True), {},
            ("vote.substitute", "The executive has no substitutes. Only its members vote.", "LGA 2000 s9E", ()),
        ),
        (
            replace(MEMBER, presence=Presence.REMOTE), {},
            ("vote.remote", f"A member who is not in the room observes only and cannot vote. {MARKED}", IN_PERSON, ()),
        ),
        (
            replace(MEMBER, presence=Presence.ABSENT), {},
            ("vote.not_present", f"Only members recorded as present vote. {MARKED}", MAJORITY, ()),
        ),
        (
            MEMBER, {"interests_declared": False},
            (
                "vote.no_interests_step", "Declare your interests in this item first. If you have none, say so.",
                "Localism Act 2011 s31", (),
            ),
        ),
        (replace(MEMBER, excluded=True), {}, ("vote.interest", KEPT_OUT, "Localism Act 2011 s31(4)", DISPENSATIONS)),
        (
            replace(MEMBER, excluded=True, excluded_by=ARREARS_LAW), {},
            ("vote.interest", KEPT_OUT, "Local Government Finance Act 1992 s106", DISPENSATIONS),
        ),
        (replace(MEMBER, holds_vote=False), {}, JOB_SHARE),
        (MEMBER, {"portfolios_voted": {"homes"}}, JOB_SHARE),
    ],
)  # fmt: skip
def test_member_reads_why_the_vote_is_not_taken(seat, words, expected):
    assert answer(require_may_vote, seat, **{"on": ON, "interests_declared": True, **words}) == expected


def test_nothing_that_keeps_a_member_out_is_asked_before_what_comes_first():
    """The order of the answers: who may vote at all, then the room, then the interests, then the portfolio."""
    seat = replace(MEMBER, by_proxy=True, substitute=True, presence=Presence.REMOTE, excluded=True, holds_vote=False)
    codes = []
    for change in ({}, {"by_proxy": False}, {"substitute": False}, {"presence": Presence.LEFT}, {"presence": Presence.IN_ROOM}):
        seat = replace(seat, **change)
        codes.append(answer(require_may_vote, seat, on=ON, interests_declared=False)[0])

    assert codes == ["vote.proxy", "vote.substitute", "vote.remote", "vote.not_present", "vote.no_interests_step"]
    assert answer(require_may_vote, seat, on=ON, interests_declared=True)[0] == "vote.interest"


def test_second_vote_leads_back_to_the_first():
    way = Alternative("See how you voted, and correct it", "duty", kinds=("vote.cast",))

    assert answer(require_one_vote, has_voted=True, is_correction=False)[2:] == (MAJORITY, (way,))


def test_show_of_hands_that_cannot_be_says_both_numbers():
    assert answer(require_total, Tally(5, 2, 1), voters=7) == (
        "vote.total", "8 votes were entered but 7 members may vote. Count again.", MAJORITY, (),
    )  # fmt: skip


def test_dissent_leads_to_both_ways_of_voting_for_whoever_presides():
    kinds = ("item.outcome", "reconsider.decide")

    assert answer(agreed_without_vote, dissent=True) == (
        "vote.dissent",
        "A member dissents. Take a vote by show of hands or by name.",
        MAJORITY,
        (
            Alternative("Take a show of hands", "duty", query={"mode": "SHOW_OF_HANDS"}, kinds=kinds),
            Alternative("Take a recorded vote", "duty", query={"mode": "RECORDED"}, kinds=kinds),
        ),
    )


@pytest.mark.parametrize(
    ("seat", "expected"),
    [
        (
            None,
            (
                "meeting.chair_absent",
                "Whoever presides over an item is there. Another member presides, and the clerk enters the outcome and says who it was.",
                IN_PERSON,
            ),
        ),
        (
            replace(MEMBER, excluded=True),
            (
                "meeting.chair_barred",
                "An interest keeps the person presiding out of this item. Another member presides over it, and the clerk enters "
                "the outcome and says who it was.",
                NO_PART_LAW,
            ),
        ),
    ],
)
def test_whoever_cannot_preside_reads_who_does_instead(seat, expected):
    assert answer(require_presiding, seat, on=ON, meeting=7)[:3] == expected


@pytest.mark.parametrize(
    ("needed", "counted", "figures"),
    [(3, 2, "2 members count towards the quorum and 3 are needed."), (3, 1, "1 member counts towards the quorum and 3 are needed.")],
)
def test_body_without_a_quorum_reads_the_figures_and_both_ways_on(needed, counted, figures):
    ways = (
        Alternative("Adjourn the item to another meeting", "duty", query={"outcome": "DEFERRED"}, kinds=("item.outcome",)),
        note_way("Note the discussion as informal", "INQUORATE"),
    )

    assert answer(require_quorum, Quorum(needed, counted, "Part 4B")) == (
        "meeting.inquorate",
        f"No decision can be made: {figures} Adjourn the item, or note the discussion as informal.",
        "Part 4B",
        ways,
    )


# --- agenda and reports -------------------------------------------------------------------------------------------

OPEN_SINCE_THE_7TH = open_period(london(date(2027, 1, 7), 13), england())
FROM_THE_15TH = Alternative(
    "Take the item at a meeting on or after 15 January 2027", "duty", {"kind": "agenda.publish"},
    query={"meeting": "new", "on": "2027-01-15"},
)  # fmt: skip


def test_later_meeting_is_prepared_with_its_first_lawful_day():
    assert later_meeting(OPEN_SINCE_THE_7TH) == FROM_THE_15TH


def test_agenda_published_too_late_leads_to_a_later_meeting_or_one_at_shorter_notice():
    found = refusal_of(require_open_long_enough, OPEN_SINCE_THE_7TH, MEETING, england())

    assert (found.code, found.citation, found.earliest) == ("agenda.too_short", OPEN_SINCE_THE_7TH.citation, date(2027, 1, 15))
    assert found.counted == OPEN_SINCE_THE_7TH
    assert found.message == (
        "A meeting on 11 January 2027 would leave only 1 clear working day; 5 are needed. The earliest lawful date is 15 January 2027."
    )
    assert found.alternatives == (
        FROM_THE_15TH,
        Alternative(
            "Convene the meeting at shorter notice", "duty", {"kind": "agenda.publish"}, query={"meeting": "new", "on": "2027-01-11"}
        ),
    )


@pytest.mark.parametrize(
    ("convened_at", "code", "message"),
    [
        (
            london(date(2027, 1, 7), 12), "agenda.not_open_since_convened",
            "The meeting was convened at shorter notice, but the agenda was not open from that moment.",
        ),
        (
            london(date(2026, 12, 31)), "agenda.not_short",
            "The meeting was not convened at shorter notice, so the agenda must be open for the full time.",
        ),
    ],
)  # fmt: skip
def test_shorter_notice_that_does_not_help_leads_to_a_later_meeting(convened_at, code, message):
    found = refusal_of(require_open_long_enough, OPEN_SINCE_THE_7TH, MEETING, england(), convened_at=convened_at)

    assert (found.code, found.message, found.citation, found.earliest, found.alternatives) == (
        code, message, AVAILABLE, date(2027, 1, 15), (FROM_THE_15TH,),
    )  # fmt: skip


@pytest.mark.parametrize("n", [5, 7])
def test_late_item_of_the_cabinet_names_whose_advice_it_needs_and_the_days_of_the_constitution(n):
    deadline = open_period(date(2027, 1, 7), england(), n=n)
    found = refusal_of(executive_late_item, deadline, MEETING)

    assert (found.code, found.message, found.citation, found.earliest) == (
        "agenda.late_item",
        f"An item added to a Cabinet agenda inside the {n} clear days needs the Monitoring Officer’s advice first. The chair cannot "
        "admit it as urgent.",
        AVAILABLE, deadline.earliest,
    )  # fmt: skip
    assert found.alternatives == (later_meeting(deadline),)
    assert executive_late_item(deadline, deadline.earliest).why == f"Open for the full {n} clear days."


@pytest.mark.parametrize(("chair_opinion", "circumstances"), [(False, "Flood."), (True, " ")])
def test_late_item_of_a_committee_asks_for_opinion_and_circumstances(chair_opinion, circumstances):
    assert answer(committee_late_item, chair_opinion=chair_opinion, special_circumstances=circumstances) == (
        "agenda.late_item",
        "The chair must be of the opinion that the item is urgent by reason of special circumstances. State them for the minutes.",
        "LGA 1972 s100B(4)", (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("attached", "message"),
    [
        (
            ["A", "B"],
            "The report refers to C, which is not published, so the report does not count as available. Attach it and count fresh "
            "clear days, or leave it out with the Monitoring Officer’s note.",
        ),
        (
            [],
            "The report refers to A, B and C, which are not published, so the report does not count as available. Attach them and "
            "count fresh clear days, or leave them out with the Monitoring Officer’s note.",
        ),
    ],
)
def test_report_that_lacks_a_part_names_all_and_mends_the_first(attached, message):
    first = "C" if attached else "A"

    assert answer(require_report_whole, ["A", "B", "C"], attached) == (
        "agenda.report_incomplete", message, AVAILABLE, (*mendings(first), DEFER),
    )  # fmt: skip


# --- private meetings ---------------------------------------------------------------------------------------------

REG_5 = "SI 2012/2089 reg 5(2) to (5)"


@pytest.mark.parametrize(
    ("first", "code", "message"),
    [
        (None, "private.no_notice", "No notice of a private meeting was published, so the item cannot be closed to the public."),
        (
            PRIVATE_MEETING_NOTICE.forward(date(2026, 12, 1)), "private.no_second_notice",
            "The second notice, five clear days before, is missing. The item cannot be closed to the public.",
        ),
    ],
)  # fmt: skip
def test_item_that_cannot_be_closed_is_taken_in_public_or_by_agreement(first, code, message):
    assert answer(require_closable, first, None, MEETING, england()) == (
        code, message, REG_5,
        (
            Alternative("Take the item in public", "duty", {"kind": "agenda.publish"}, query={"on": "2027-01-11"}),
            Alternative(
                "Ask for agreement under regulation 5(6)", "case_urgency_ask",
                query={"kind": "PRIVATE_MEETING", "decide_by": "2027-01-11"},
            ),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received", "answered", "waiting", "message"),
    [
        (3, 2, [2], "1 of 3 representations has no answer. Answer it before the second notice."),
        (3, 1, [1, 3], "2 of 3 representations have no answer. Answer them before the second notice."),
    ],
)
def test_each_representation_without_an_answer_is_a_way_on(received, answered, waiting, message):
    ways = tuple(Alternative(f"Answer representation {n}", "case_representation_answer", {"representation": n}) for n in waiting)

    assert answer(require_representations_answered, received, answered, waiting=waiting) == ("private.unanswered", message, REG_5, ways)


# --- budget and policy framework ----------------------------------------------------------------------------------

TO_COUNCIL = Alternative("Refer it to the council", "duty", query={"outcome": "REFERRED"}, kinds=("item.outcome",))
CONTRARY = "This is contrary to the budget or policy framework. Only the council can decide it; refer it to the council."


@pytest.mark.parametrize(
    ("ticked", "assessed", "message", "ways"),
    [
        (True, False, CONTRARY, (TO_COUNCIL, DEFER, PASS_ON)),
        (True, True, CONTRARY, (TO_COUNCIL, DEFER, PASS_ON)),
        (
            False, True,
            f"The key-decision test says that this changes the budget or policy framework. {CONTRARY} If the council has changed the "
            "framework since, answer the test again first.",
            (TO_COUNCIL, Alternative("Answer the key-decision test again", "case_key"), DEFER, PASS_ON),
        ),
    ],
)  # fmt: skip
def test_what_only_the_council_decides_says_who_said_so(ticked, assessed, message, ways):
    found = answer(
        require_within_authority, outside_budget_or_framework=ticked, is_assessed_outside=assessed, outcome=Outcome.AGREED
    )

    assert found == ("decision.outside_framework", message, "SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2", ways)
