"""A decision that comes back: the decision-maker answers every concern."""

from copy import deepcopy
from dataclasses import replace

import pytest

from commissioning import ledger
from commissioning.models import AuditIndex, Duty
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Decision, Reconsideration
from decisions.rules.motions import Manner
from decisions.selectors.decisions import decision_outcome, decision_stands
from decisions.services.reconsiderations import (
    open_reconsider_decide,
    open_reconsider_schedule,
    schedule_reconsideration,
)
from tests.builders import a_borough, a_case, actor, test_act
from tests.builders_rules import refused
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting
from tests.builders_s3 import (
    AGREED,
    CABINET_AT,
    LATER,
    MEMBERS,
    a_decided_case,
    a_delegation,
    a_hold,
    a_member_item,
    a_sitting,
    answer_concerns,
    bring_back,
    call_vote,
    decide_alone,
    end_vote,
    give_vote,
)

pytestmark = pytest.mark.django_db
CONCERNS = ("The savings are not shown.", "Nobody asked the survivors.")
ANSWERS = ("They stand in the finance section.", "A survey is added.")


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_decided_case()
    a_hold(case, *CONCERNS)
    return case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


@pytest.fixture
def back(case):
    item = bring_back(case)
    a_sitting(item.meeting, at=LATER)
    return item


def test_decision_is_confirmed_with_an_answer_to_each_concern(case, back):
    confirmed = answer_concerns(case, answers=ANSWERS)

    assert (confirmed.result, confirmed.call_in_ref) == ("CONFIRMED", "2026/001/call-in/1")
    assert confirmed.answers == [
        {"concern": concern, "answer": answer} for concern, answer in zip(CONCERNS, ANSWERS, strict=True)
    ]
    assert (confirmed.decision.kind, confirmed.decision.n, confirmed.original.n) == ("RECONSIDERATION", 2, 1)
    assert (decision_stands(case), decision_outcome(case)) == (True, "AGREED")
    assert AuditIndex.objects.order_by("-seq").first().kind == "reconsider.decide"


def test_rescinded_decision_stands_no_more(case, back):
    answer_concerns(case, "RESCINDED", answers=ANSWERS)

    assert (decision_stands(case), decision_outcome(case)) == (False, "AGREED")


def test_amended_decision_carries_its_own_resolutions(case, back):
    words = replace(AGREED, resolutions=("Agree, with a survey of survivors.",))

    amended = answer_concerns(case, "AMENDED", answers=ANSWERS, words=words)

    assert [row.text for row in amended.decision.resolutions.all()] == ["Agree, with a survey of survivors."]


def test_recorded_vote_works_for_a_reconsideration(case, back):
    call_vote(case, at=LATER, kind="reconsider.decide")
    for member in MEMBERS[:3]:
        give_vote(case, member, at=LATER)
    end_vote(case, at=LATER, kind="reconsider.decide")

    confirmed = answer_concerns(case, answers=ANSWERS, manner=Manner("RECORDED"))

    assert (confirmed.decision.mode, confirmed.decision.tally["for"]) == ("RECORDED", 3)


@pytest.mark.parametrize("answers", [(), ("One answer.",), ("One answer.", "  ")])
def test_confirming_without_answering_every_concern_is_refused(case, back, answers):
    assert refused(answer_concerns, case, answers=answers) == "reconsider.unanswered"
    assert (Reconsideration.objects.count(), Decision.objects.count()) == (0, 1)


def test_motion_that_falls_changes_nothing(case, back):
    manner = Manner("SHOW_OF_HANDS", votes_for=1, votes_against=8)

    assert refused(answer_concerns, case, "RESCINDED", answers=ANSWERS, manner=manner) == "decision.mismatch"


def test_nothing_is_reconsidered_outside_a_meeting(case):
    bring_back(case)

    assert refused(answer_concerns, case, answers=ANSWERS) == "vote.no_meeting"


@pytest.mark.parametrize(
    ("days", "body", "code"),
    [(3, "cabinet", "agenda.too_late"), (28, "ssmt", "reconsider.meeting")],
)
def test_meeting_has_to_be_in_time_and_of_the_same_body(case, days, body, code):
    at = CABINET_AT.replace(day=18)
    meeting = a_meeting(at.replace(day=18 + days) if days < 14 else LATER, body=body, at=at)
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(at))

    with pytest.raises(Refusal) as refusal, ledger.recording():
        schedule_reconsideration(
            duty=open_duty(case, "reconsider.schedule"), meeting=meeting, actor=actor("proper-officer"), at=at
        )

    assert refusal.value.code == code
    assert AgendaItem.objects.filter(kind="RECONSIDERATION").count() == 0


def test_member_who_decided_alone_needs_no_meeting():
    a_borough()
    a_delegation()
    case = a_case(number=2, track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    decide_alone(case)
    a_hold(case, *CONCERNS)
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(LATER))
        open_reconsider_decide(case=case, act=test_act(LATER))
    assert not Duty.objects.filter(case=case, kind="reconsider.schedule").exists()

    confirmed = answer_concerns(case, answers=ANSWERS, by="cm-adults")

    assert (confirmed.decision.mode, confirmed.result) == ("INDIVIDUAL", "CONFIRMED")
