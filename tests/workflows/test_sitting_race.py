"""A meeting with everybody acting at the same moment: no vote is lost, none counts twice, nothing locks up."""

import pytest

from decisions.models import AgencyRecommendation, Attendance, Vote
from decisions.selectors.votes import sitting_members
from decisions.services.attendances import record_attendance
from decisions.services.ssmt import recommend
from decisions.services.votes import cast_vote
from tests.builders import a_borough, actor
from tests.builders_s1 import open_duty
from tests.builders_s3 import (
    CABINET_AT,
    LEADS,
    MEMBERS,
    SSMT_AT,
    an_item_in_session,
    an_ssmt_item,
    call_vote,
    end_vote,
)
from tests.processes import at_once
from workflows import desk, sittings

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_eight_members_vote_at_once_while_the_clerk_records_attendance():
    a_borough()
    item = an_item_in_session()
    call_vote(item.case)
    duties = {member: open_duty(item.case, "vote.cast", member).pk for member in MEMBERS[:7]}
    mayfly = next(seat for seat in sitting_members(item.meeting) if seat.office.key == "cm-culture")

    def act(number: int) -> str:
        if number == 7:
            outcome = sittings.act(
                item.meeting,
                record_attendance,
                by=actor("proper-officer", request="attendance"),
                at=CABINET_AT,
                presences={(mayfly.person_id, mayfly.office_id): "LEFT"},
            )
        else:
            member = MEMBERS[number]
            outcome = desk.act(
                item.case,
                cast_vote,
                by=actor(member, request=f"vote-{number}"),
                at=CABINET_AT,
                duty=duties[member],
                choice="FOR",
            )
        return outcome.refusal.code if outcome.refusal else ""

    refusals = [code for code in at_once(act, 8) if code]

    assert refusals == []
    assert Vote.objects.count() == 7
    assert Attendance.objects.get(office__key="cm-culture").presence == "LEFT"
    assert end_vote(item.case).tally["for"] == 7


def test_same_vote_sent_several_times_is_one_vote():
    a_borough()
    item = an_item_in_session()
    call_vote(item.case)
    duty = open_duty(item.case, "vote.cast", "leader").pk

    def vote(_: int) -> bool:
        by = actor("leader", request="the-same-tap")
        return desk.act(item.case, cast_vote, by=by, at=CABINET_AT, duty=duty, choice="FOR").replayed

    replayed = at_once(vote, 4)

    assert sorted(replayed) == [False, True, True, True]
    assert Vote.objects.count() == 1


def test_all_agencies_recommend_at_once():
    a_borough()
    case = an_ssmt_item().case
    duties = [open_duty(case, "ssmt.recommend", lead).pk for lead in LEADS]

    def answer(number: int) -> bool:
        by = actor(LEADS[number], request=f"answer-{number}")
        return desk.act(case, recommend, by=by, at=SSMT_AT, duty=duties[number], position="SUPPORT").is_done

    done = at_once(answer, len(LEADS))

    assert done == [True] * len(LEADS)
    assert AgencyRecommendation.objects.count() == len(LEADS)
