"""A decision that comes back: the decision-maker answers every concern."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Duty
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Decision, Reconsideration
from decisions.rules.delegations import Consulted
from decisions.rules.motions import Manner
from decisions.selectors.decisions import decision_outcome, decision_stands
from decisions.services.reconsiderations import (
    open_reconsider_decide,
    open_reconsider_schedule,
    schedule_reconsideration,
)
from tests.builders import a_borough, a_case, a_user, actor, appoint, office, person, test_act
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
    state_interests,
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


def test_e36_chair_with_an_interest_does_not_preside_over_a_reconsideration_and_another_member_does(case, back):
    state_interests(back.meeting, "leader", kind="DPI", nature="My firm supplies it.", at=LATER)
    hands = Manner("SHOW_OF_HANDS", votes_for=5, votes_against=1)

    barred = refused(answer_concerns, case, answers=ANSWERS, manner=hands)
    called = refused(call_vote, case, at=LATER, kind="reconsider.decide")
    done = answer_concerns(case, answers=ANSWERS, manner=replace(hands, presiding=person("cm-adults").pk), by="proper-officer")

    assert (barred, called) == ("meeting.chair_barred", "meeting.chair_barred")
    assert (done.decision.made_by, done.decision.clerked_by) == (person("cm-adults"), person("proper-officer"))
    assert done.decision.tally["presiding"] == person("cm-adults").name


@pytest.mark.parametrize("answers", [(), ("One answer.",), ("One answer.", "  ")])
def test_e74_confirming_without_answering_every_concern_is_refused(case, back, answers):
    with pytest.raises(Refusal) as refusal:
        answer_concerns(case, answers=answers)

    assert refusal.value.code == "reconsider.unanswered"
    assert refusal.value.message.endswith("Answer concern 2: Nobody asked the survivors.")
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


def test_agenda_of_a_reconsideration_published_in_the_evening_counts_from_the_next_working_day(case):
    evening = CABINET_AT.replace(day=18, hour=18)  # a Monday: five clear working days from Wednesday 20 January
    meeting = a_meeting(CABINET_AT.replace(day=26), at=evening)
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(evening))

    with pytest.raises(Refusal) as refusal, ledger.recording():
        schedule_reconsideration(
            duty=open_duty(case, "reconsider.schedule"), meeting=meeting, actor=actor("proper-officer"), at=evening
        )

    assert (refusal.value.code, refusal.value.earliest) == ("agenda.too_late", date(2027, 1, 27))


def test_meeting_to_reconsider_is_asked_for_within_the_constitutions_ten_working_days(case):
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(CABINET_AT))

    duty = Duty.objects.get(kind="reconsider.schedule")
    assert (duty.due_on, duty.deadline["rule"]) == (date(2027, 1, 25), "call_in.reconsider.within")


SAID = Consulted("Dr Iris Okafor, director of public health", LATER.date(), "The survey is enough.")


@pytest.fixture(scope="module")
def built_alone(module_database):
    """A member decided alone after consulting, and the decision came back."""
    a_borough()
    row = a_delegation()
    row.conditions = "After consulting the director of public health."
    row.save_as(test_act(), update_fields=["conditions"])
    case = a_case(number=2, track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    decide_alone(case, consulted=replace(SAID, on=CABINET_AT.date()))
    a_hold(case, *CONCERNS)
    with ledger.recording():
        open_reconsider_schedule(case=case, act=test_act(LATER))
        open_reconsider_decide(case=case, act=test_act(LATER))
    return case


@pytest.fixture
def alone(built_alone, db):
    return deepcopy(built_alone)


def test_member_who_decided_alone_needs_no_meeting_and_has_ten_working_days(alone):
    confirmed = answer_concerns(alone, answers=ANSWERS, by="cm-adults", consulted=SAID)

    duty = Duty.objects.get(case=alone, kind="reconsider.decide")
    assert (confirmed.decision.mode, confirmed.result) == ("INDIVIDUAL", "CONFIRMED")
    assert duty.deadline["rule"] == "call_in.reconsider.within"
    assert not Duty.objects.filter(case=alone, kind="reconsider.schedule").exists()


@pytest.mark.parametrize("result", ["CONFIRMED", "AMENDED", "RESCINDED"])
def test_consultation_that_the_line_asks_for_comes_before_a_reconsideration_too(alone, result):
    words = replace(AGREED, resolutions=("Agree, with a survey.",))

    assert refused(answer_concerns, alone, result, answers=ANSWERS, words=words, by="cm-adults") == "delegation.not_consulted"
    assert Reconsideration.objects.count() == 0


def test_reconsideration_says_who_was_consulted_this_time(alone):
    delegation = answer_concerns(alone, answers=ANSWERS, by="cm-adults", consulted=SAID).decision.delegation

    assert (delegation["function"], delegation["consulted_on"]) == ("Adult social care contracts", LATER.date().isoformat())
    assert delegation["consulted_view"] == SAID.view


def test_e75_who_holds_the_office_now_reconsiders_and_who_left_does_not(alone):
    appointment = office("cm-adults").appointments.get(person=person("cm-adults"))
    appointment.ends_on = LATER.date() - timedelta(days=1)
    appointment.save_as(test_act(), update_fields=["ends_on"])
    appoint(a_user("new-member"), office("cm-adults"))

    with pytest.raises(PermissionDenied):
        answer_concerns(alone, answers=ANSWERS, by="cm-adults", consulted=SAID)
    confirmed = answer_concerns(alone, answers=ANSWERS, by="new-member", consulted=SAID)

    assert (confirmed.decision.made_by, confirmed.original.made_by) == (person("new-member"), person("cm-adults"))


def test_member_whose_line_has_ended_confirms_or_rescinds_but_decides_nothing_else(alone):
    row = office("cm-adults").delegations.get()
    row.ends_on = LATER.date() - timedelta(days=1)
    row.save_as(test_act(), update_fields=["ends_on"])
    words = replace(AGREED, resolutions=("Agree, with a survey.",))

    amended = refused(answer_concerns, alone, "AMENDED", answers=ANSWERS, words=words, by="cm-adults", consulted=SAID)

    assert amended == "delegation.not_live"
    assert answer_concerns(alone, answers=ANSWERS, by="cm-adults", consulted=SAID).result == "CONFIRMED"
