"""What a member or an officer reads when a rule says no: the exact words, where it is written, and the ways on."""

from datetime import UTC, date, datetime

import pytest

from commissioning.rules.periods import AGENDA, PRIVATE_MEETING_NOTICE, PRIVATE_MEETING_SECOND_NOTICE
from decisions.rules.agendas import (
    committee_late_item,
    executive_late_item,
    require_open_long_enough,
    require_report_whole,
)
from decisions.rules.private_meetings import require_closable, require_representations_answered
from decisions.rules.quorum import Presence, Seat
from decisions.rules.votes import (
    Tally,
    agreed_without_vote,
    require_may_vote,
    require_meeting,
    require_total,
)
from tests.builders_rules import england, refusal_of, told, ways

ON = date(2026, 12, 14)
IN_PERSON = "Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin)"
SCHEDULE_12 = "LGA 1972 Sch 12 para 39"
REG_5 = "SI 2012/2089 reg 5(2) to (5)"
REGS_6_7 = "SI 2012/2089 regs 6(2) and 7(3)"
OPENED = AGENDA.forward(date(2027, 1, 4))  # five clear days end on 11 January


@pytest.mark.parametrize(
    ("seat", "words", "expected"),
    [
        ({"by_proxy": True}, {}, ("vote.proxy", "Councillors vote in person. A proxy vote is not lawful.", IN_PERSON)),
        ({"substitute": True}, {}, ("vote.substitute", "The executive has no substitutes. Only its members vote.", "LGA 2000 s9E")),
        (
            {"presence": Presence.REMOTE}, {},
            ("vote.remote", "A member who is not in the room observes only and cannot vote.", IN_PERSON),
        ),
        ({"presence": Presence.ABSENT}, {}, ("vote.not_present", "Only members recorded as present vote.", SCHEDULE_12)),
        (
            {}, {"interests_declared": False},
            ("vote.no_interests_step", "Declare your interests in this item first. If you have none, say so.", "Localism Act 2011 s31"),
        ),
        (
            {"excluded": True}, {},
            ("vote.interest", "You have an interest that keeps you out of this item. Your vote was not taken.", "Localism Act 2011 s31(4)"),
        ),
        (
            {"holds_vote": False}, {},
            (
                "vote.job_share", "This portfolio has one vote and your job-share partner holds it.",
                "The council's constitution: one portfolio, one vote",
            ),
        ),
        (
            {}, {"portfolios_voted": ["leader"]},
            (
                "vote.job_share", "This portfolio has one vote and your job-share partner holds it.",
                "The council's constitution: one portfolio, one vote",
            ),
        ),
    ],
)  # fmt: skip
def test_vote_that_does_not_count_says_why(seat, words, expected):
    assert told(require_may_vote, Seat("leader", "leader", **seat), **{"on": ON, "interests_declared": True} | words) == expected


def test_counts_that_cannot_be_say_why():
    assert told(require_total, Tally(5, 4, 0), voters=8) == (
        "vote.total", "9 votes were entered but 8 members may vote. Count again.", SCHEDULE_12
    )  # fmt: skip
    assert require_total(Tally(4, 4, 0), voters=8) is None


def test_approval_outside_a_meeting_says_why():
    assert told(require_meeting, open_=False) == (
        "vote.no_meeting", "The Cabinet decides only at an open meeting. Outside it, answers are informal and decide nothing.",
        "LGA 2000 s9E; SI 2012/2089 regs 3 and 4",
    )  # fmt: skip


def test_dissent_leads_to_a_vote():
    kinds = ("item.outcome", "reconsider.decide")
    refused = refusal_of(agreed_without_vote, dissent=True)

    assert (refused.code, refused.message, refused.citation) == (
        "vote.dissent", "A member dissents. Take a vote by show of hands or by name.", SCHEDULE_12
    )  # fmt: skip
    assert [(way.label, way.url_name, way.query, way.kinds) for way in refused.alternatives] == [
        ("Take a show of hands", "duty", {"mode": "SHOW_OF_HANDS"}, kinds),
        ("Take a recorded vote", "duty", {"mode": "RECORDED"}, kinds),
    ]


LATER = (
    "Take the item at a meeting on or after 12 January 2027", "duty", {"kind": "agenda.publish"},
    {"meeting": "new", "on": "2027-01-12"},
)  # fmt: skip


def test_agenda_too_late_leads_to_a_later_meeting_or_to_one_at_shorter_notice():
    refused = refusal_of(require_open_long_enough, OPENED, date(2027, 1, 11), england())

    assert (refused.code, refused.citation, refused.earliest, refused.counted) == ("agenda.too_short", OPENED.citation, date(2027, 1, 12), OPENED)
    assert ways(require_open_long_enough, OPENED, date(2027, 1, 11), england()) == [
        LATER,
        ("Convene the meeting at shorter notice", "duty", {"kind": "agenda.publish"}, {"meeting": "new", "on": "2027-01-11"}),
    ]


@pytest.mark.parametrize(
    ("convened_at", "meets", "code", "message"),
    [
        (
            datetime(2027, 1, 4, 9, tzinfo=UTC), date(2027, 1, 12), "agenda.not_short",
            "The meeting was not convened at shorter notice, so the agenda must be open for the full time.",
        ),
        (
            datetime(2027, 1, 3, 9, tzinfo=UTC), date(2027, 1, 8), "agenda.not_open_since_convened",
            "The meeting was convened at shorter notice, but the agenda was not open from that moment.",
        ),
    ],
)  # fmt: skip
def test_shorter_notice_that_does_not_hold_leads_to_a_later_meeting(convened_at, meets, code, message):
    given = (OPENED, meets, england())

    assert told(require_open_long_enough, *given, convened_at=convened_at) == (code, message, REGS_6_7)
    assert ways(require_open_long_enough, *given, convened_at=convened_at) == [LATER]


def test_late_items_of_the_executive_and_of_a_committee_have_different_words():
    assert told(executive_late_item, OPENED, date(2027, 1, 11)) == (
        "agenda.late_item",
        "An item added to a Cabinet agenda inside five clear days needs the Monitoring Officer’s advice first. "
        "The chair cannot admit it as urgent.",
        REGS_6_7,
    )
    assert ways(executive_late_item, OPENED, date(2027, 1, 11)) == [LATER]
    assert told(committee_late_item, chair_opinion=True, special_circumstances=" ") == (
        "agenda.late_item",
        "The chair must be of the opinion that the item is urgent by reason of special circumstances. State them for the minutes.",
        "LGA 1972 s100B(4)",
    )
    assert committee_late_item(chair_opinion=True, special_circumstances=" The hospital closes. ").why == (
        "Urgent in the chair’s opinion: The hospital closes."
    )


def test_report_without_its_appendix_names_it():
    refused = refusal_of(require_report_whole, ["Appendix A", "Appendix B", "Appendix C"], ["Appendix A"], excluded_with_note=["Appendix C"])

    assert (refused.code, refused.message.split(",")[0]) == ("agenda.report_incomplete", "The report refers to Appendix B")


FIRST, SECOND = PRIVATE_MEETING_NOTICE.forward(date(2026, 11, 13)), PRIVATE_MEETING_SECOND_NOTICE.forward(date(2026, 12, 4))
IN_PUBLIC = ("Take the item in public", "duty", {"kind": "agenda.publish"}, {"on": "2026-12-14"})
ASK = ("Ask for agreement under regulation 5(6)", "case_urgency_ask", {}, {"kind": "PRIVATE_MEETING", "decide_by": "2026-12-14"})


@pytest.mark.parametrize(
    ("first", "second", "code", "message"),
    [
        (None, None, "private.no_notice", "No notice of a private meeting was published."),
        (
            FIRST, None, "private.no_second_notice",
            "The second notice, five clear days before, is missing. The item cannot be closed to the public.",
        ),
    ],
)  # fmt: skip
def test_item_that_cannot_be_closed_is_taken_in_public_or_agreed_as_urgent(first, second, code, message):
    given = (first, second, ON, england())

    assert told(require_closable, *given) == (code, message, REG_5)
    assert ways(require_closable, *given) == [IN_PUBLIC, ASK]


def test_representation_without_an_answer_is_the_way_on():
    given = {"waiting": [2, 3]}

    assert told(require_representations_answered, 3, 1, **given) == (
        "private.unanswered", "2 of 3 representations have no answer. Answer them before the second notice.", REG_5
    )  # fmt: skip
    assert ways(require_representations_answered, 3, 1, **given) == [
        ("Answer representation 2", "case_representation_answer", {"representation": 2}, {}),
        ("Answer representation 3", "case_representation_answer", {"representation": 3}, {}),
    ]
    assert require_representations_answered(3, 3) is None
