"""Who counts towards the quorum, and what happens without it."""

from dataclasses import replace
from datetime import date

import pytest

from decisions.rules.quorum import Presence, Quorum, Seat, count, quorum_of, require_quorum
from tests.builders_rules import refusal_of, the_constitution

ON = date(2026, 12, 14)
FOUR = tuple(Seat(number, number) for number in range(4))


def test_e34_member_who_leaves_with_an_interest_takes_the_quorum_away():
    before = count(FOUR[:3], 3, on=ON)
    after = count((*FOUR[:2], Seat(2, 2, excluded=True)), 3, on=ON)

    refused = refusal_of(require_quorum, after)

    assert require_quorum(before) == "3 counted, 3 needed: quorate."
    assert (refused.code, refused.citation) == (
        "meeting.inquorate", "LGA 1972 Sch 12 para 6 (council); the council's executive procedure rules (Cabinet)",
    )  # fmt: skip
    assert refused.message == (
        "No decision can be made: 2 members count towards the quorum and 3 are needed. "
        "Adjourn the item, or note the discussion as informal."
    )


def test_constitution_may_count_a_member_who_is_excluded():
    assert count((*FOUR[:2], Seat(2, 2, excluded=True)), 3, on=ON, excluded_count=True).quorate


def test_e40_remote_member_does_not_count_until_the_law_is_in_force():
    seats = (*FOUR[:2], Seat(2, 2, Presence.REMOTE))

    assert not count(seats, 3, on=ON).quorate
    assert count(seats, 3, on=ON, remote_from=ON).quorate
    assert not count(seats, 3, on=ON, remote_from=date(2026, 12, 15)).quorate


@pytest.mark.parametrize(
    "seat",
    [
        Seat(2, 2, Presence.LEFT),
        Seat(2, 2, Presence.ABSENT),
        Seat(2, 2, by_proxy=True),
        Seat(2, 2, substitute=True),
        Seat(2, 1),
    ],
)
def test_absent_proxy_substitute_and_second_of_a_job_share_do_not_count(seat):
    assert count((*FOUR[:2], seat), 3, on=ON) == Quorum(3, 2)


def test_quarter_of_sixty_three_councillors_is_sixteen():
    assert the_constitution().quorum.council.needed(63) == 16


def test_meeting_without_a_quorum_is_told_the_figures_and_the_way_on():
    refused = refusal_of(require_quorum, Quorum(3, 2))

    assert (refused.code, refused.message) == (
        "meeting.inquorate",
        "No decision can be made: 2 members count towards the quorum and 3 are needed. "
        "Adjourn the item, or note the discussion as informal.",
    )
    assert [(way.label, way.url_name, way.query, way.kinds) for way in refused.alternatives] == [
        ("Adjourn the item to another meeting", "duty", {"outcome": "DEFERRED"}, ("item.outcome",)),
        ("Note the discussion as informal", "case_informal", {"how": "INQUORATE"}, ()),
    ]
    assert (require_quorum(Quorum(3, 3)), Quorum(3, 2).why) == ("3 counted, 3 needed: quorate.", "2 counted, 3 needed: not quorate.")


def test_committee_of_the_cabinet_has_a_quorum_of_its_own():
    whole = the_constitution()
    rules = replace(whole, quorum=replace(whole.quorum, cabinet_committee=replace(whole.quorum.cabinet_committee, at_least=4)))
    cited = "Constitution of London Borough of Lammas Vale, Part 4D, paragraph 1.7"

    assert quorum_of(rules, "CABINET", 9) == (3, cited)
    assert quorum_of(rules, "CABINET_COMMITTEE", 5) == (4, cited)
    assert refusal_of(require_quorum, Quorum(4, 3, cited)).citation == cited


def test_share_of_a_quorum_is_of_the_members_of_that_body():
    whole = the_constitution()
    half = replace(whole.quorum.cabinet_committee, at_least=0, share="ONE_HALF")
    rules = replace(whole, quorum=replace(whole.quorum, cabinet_committee=half))

    assert [quorum_of(rules, "CABINET_COMMITTEE", members)[0] for members in (4, 5)] == [2, 3]
