"""What a resolution to exclude the public has to say, and whether it is carried."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from decisions.rules.exclusions import (
    Motion,
    count,
    require_motion,
    require_resolved,
    require_time,
    wording,
)
from tests.builders_rules import refusal_of, told, ways

OPENED = datetime(2027, 1, 11, 18, 0, 40, 250, tzinfo=UTC)
NOW = OPENED + timedelta(hours=1)
REG_4 = "SI 2012/2089 reg 4(2) and (3)"
MOTION = Motion(part="Item 4", paragraphs=(3,), text="That the public be excluded.", mover="a", seconder="b")


def test_resolution_names_the_item_and_the_paragraph_as_the_regulation_asks():
    assert wording(4, "Carers’ service", [3]) == (
        "That the public be excluded from the meeting while item 4 (Carers’ service) is considered, because otherwise exempt "
        "information of the description in paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972 would be "
        "disclosed."
    )
    assert "in paragraphs 1 and 3 of Part 1" in wording(4, "Carers’ service", [1, 3])


def test_whole_motion_by_two_members_in_the_room_passes():
    assert require_motion(MOTION, announced=[3, 5], room={"a", "b", "c"}) is None


@pytest.mark.parametrize("paragraphs", [(1, 2, 3, 4, 5, 6, 7), (3,), (2, 3)])
def test_motion_may_rest_on_every_ground_that_was_announced(paragraphs):
    motion = replace(MOTION, paragraphs=paragraphs)

    assert require_motion(motion, announced=paragraphs, room={"a", "b"}) is None


@pytest.mark.parametrize(
    ("changes", "code", "message", "citation"),
    [
        (
            {"part": " "}, "exclusion.no_part",
            "Say to which part of the proceedings it applies: the item, or what of it.", REG_4,
        ),
        (
            {"paragraphs": ()}, "exempt.no_paragraph",
            "Choose the paragraph of Schedule 12A that describes the information.", REG_4,
        ),
        (
            {"paragraphs": (8,)}, "exempt.no_paragraph",
            "Choose the paragraph of Schedule 12A that describes the information.", REG_4,
        ),
        (
            {"paragraphs": (1,)}, "exclusion.not_announced",
            "The notices and the agenda named paragraphs 3 and 5. The public can be excluded only on that ground.",
            "SI 2012/2089 reg 4(2) and (3); reg 5",
        ),
        ({"text": " "}, "exclusion.no_text", "Write the resolution in its words.", REG_4),
        *(
            (
                changes, "exclusion.movers",
                "Two different members who are in the room and take part in this item move and second it.", REG_4,
            )
            for changes in ({"mover": "z"}, {"seconder": None}, {"seconder": "a"})
        ),
    ],
)  # fmt: skip
def test_motion_without_what_the_regulation_asks_is_refused(changes, code, message, citation):
    refused = told(require_motion, replace(MOTION, **changes), announced=[5, 3], room={"a", "b"})

    assert refused == (code, message, citation)


@pytest.mark.parametrize(
    ("votes", "carried", "why"),
    [
        ((5, 2, 1), True, "5 for, 2 against, 1 abstained: carried."),
        ((2, 5, 0), False, "2 for, 5 against, 0 abstained: not carried."),
        ((3, 3, 0), False, "3 for, 3 against, 0 abstained: level, nobody may cast a second vote, not carried."),
    ],
)
def test_show_of_hands_decides_and_level_votes_leave_the_public_in(votes, carried, why):
    hands = replace(MOTION, mode="SHOW_OF_HANDS", votes_for=votes[0], votes_against=votes[1], abstentions=votes[2])

    found = count(hands, voters=9)

    assert (found.carried, found.why) == (carried, why)
    assert refusal_of(count, hands, voters=2).code == "vote.total"


def test_motion_may_be_agreed_without_a_vote():
    found = count(MOTION, voters=9)

    assert (found.carried, found.why) == (True, "Agreed without a vote; nobody dissented.")


@pytest.mark.parametrize("moment", [OPENED - timedelta(minutes=1), NOW + timedelta(seconds=1)])
def test_time_outside_the_meeting_is_refused(moment):
    words = {"what": "The time at which the public left", "since": "the opening of the meeting"}

    assert told(require_time, moment, after=OPENED, at=NOW, **words) == (
        "exclusion.time",
        "The time at which the public left lies between the opening of the meeting and now.",
        REG_4,
    )


@pytest.mark.parametrize("moment", [OPENED.replace(second=0, microsecond=0), NOW])
def test_time_is_compared_to_the_minute_and_now_is_in_time(moment):
    assert require_time(moment, after=OPENED, at=NOW, what="The time", since="the opening") is None


@pytest.mark.parametrize(("announced", "is_recorded"), [(False, False), (False, True), (True, True)])
def test_item_goes_on_when_it_is_public_or_the_minutes_say_what_was_resolved(announced, is_recorded):
    assert require_resolved(announced=announced, is_recorded=is_recorded, meeting=1, item=2) is None


def test_private_item_without_a_resolution_leads_the_clerk_to_its_page():
    given = {"announced": True, "is_recorded": False, "meeting": 1, "item": 2}

    assert told(require_resolved, **given) == (
        "exclusion.not_recorded",
        "The agenda says that part of this item is taken in private. The clerk records first what the meeting resolved: that "
        "the public be excluded, or that the public stays.",
        REG_4,
    )
    assert ways(require_resolved, **given) == [
        ("Record the resolution on the public", "item_exclusion", {"pk": 2}, {}),
        ("Go to the meeting", "meeting_live", {"pk": 1}, {}),
    ]
