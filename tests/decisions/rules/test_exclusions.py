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
from tests.builders_rules import refusal_of

OPENED = datetime(2027, 1, 11, 18, 0, 40, tzinfo=UTC)
NOW = OPENED + timedelta(hours=1)
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


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"part": " "}, "exclusion.no_part"),
        ({"paragraphs": ()}, "exempt.no_paragraph"),
        ({"paragraphs": (8,)}, "exempt.no_paragraph"),
        ({"paragraphs": (1,)}, "exclusion.not_announced"),
        ({"text": ""}, "exclusion.no_text"),
        ({"mover": "z"}, "exclusion.movers"),
        ({"seconder": None}, "exclusion.movers"),
        ({"seconder": "a"}, "exclusion.movers"),
    ],
)
def test_motion_without_what_the_regulation_asks_is_refused(changes, code):
    assert refusal_of(require_motion, replace(MOTION, **changes), announced=[3, 5], room={"a", "b"}).code == code


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
    assert count(MOTION, voters=9).carried is True


@pytest.mark.parametrize("moment", [OPENED - timedelta(minutes=1), NOW + timedelta(seconds=1)])
def test_time_outside_the_meeting_is_refused(moment):
    assert refusal_of(require_time, moment, after=OPENED, at=NOW, what="The time").code == "exclusion.time"


def test_time_is_compared_to_the_minute():
    assert require_time(OPENED.replace(second=0), after=OPENED, at=NOW, what="The time") is None


@pytest.mark.parametrize(("announced", "is_recorded"), [(False, False), (False, True), (True, True)])
def test_item_goes_on_when_it_is_public_or_the_minutes_say_what_was_resolved(announced, is_recorded):
    assert require_resolved(announced=announced, is_recorded=is_recorded, meeting=1, item=2) is None


def test_private_item_without_a_resolution_leads_the_clerk_to_its_page():
    refusal = refusal_of(require_resolved, announced=True, is_recorded=False, meeting=1, item=2)

    assert (refusal.code, [way.url_name for way in refusal.alternatives]) == (
        "exclusion.not_recorded",
        ["item_exclusion", "meeting_live"],
    )
