"""A meeting that is called does not take place: its items wait again, and everybody concerned is told."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from viewflow.workflow.models import Task

from commissioning import ledger
from commissioning.models import AuditIndex, Duty, OutgoingMail
from decisions.models import AgendaItem, Meeting
from decisions.selectors.decisions import decision_outcome, is_decided
from decisions.selectors.meetings import live_item
from decisions.selectors.ssmt import ssmt_outcome
from decisions.services.advice import ask_late_item
from decisions.services.agendas import publish_agenda
from decisions.services.reconsiderations import schedule_reconsideration
from scrutiny.selectors.stages import case_stages
from scrutiny.services.agendas import put_on_scrutiny_agenda
from tests.builders import a_borough, a_case, actor, test_act
from tests.builders_s1 import last_event, open_duty
from tests.builders_s2 import a_meeting, set_clock, sign_in
from tests.builders_s3 import (
    AGENDA_AT,
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_decided_case,
    a_hold,
    a_recommended_case,
    a_sitting,
    an_ssmt_item,
    answer_concerns,
    bring_back,
)
from tests.builders_s3 import LATER as FEBRUARY
from tests.decisions.services.test_private_meetings import first as private_first
from workflows.flows.commissioning_case import CommissioningCaseFlow
from workflows.models import CommissioningCaseProcess

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
AT = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
WHY = "The town hall is flooded."


@pytest.fixture(scope="module")
def built_item(module_database) -> AgendaItem:
    """On the published agenda of the Cabinet of Monday 11 January 2027 at 6pm."""
    a_borough()
    return a_cabinet_item(a_recommended_case())


@pytest.fixture
def item(built_item, db, settings, client) -> AgendaItem:
    set_clock(settings, AT)
    sign_in(client, "proper-officer")
    return deepcopy(built_item)


def cancel(client, meeting: int, key: str = "one", why: str = WHY):
    return client.post(f"/meetings/{meeting}/cancel/", {"why": why, "request_key": key})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def chart_at(case, node: str) -> None:
    """The main chart of a case that was built without one, waiting at a stage."""
    process = CommissioningCaseProcess.objects.create(flow_class=CommissioningCaseFlow, artifact=case)
    stage = getattr(CommissioningCaseFlow.instance, node)
    Task.objects.create(process=process, flow_task=stage, flow_task_type="STAGE")


def test_e106_item_of_a_cancelled_meeting_waits_for_another_agenda(client, item):
    chart_at(item.case, "decide")

    answer = cancel(client, item.meeting_id)

    meeting, ended = Meeting.objects.get(pk=item.meeting_id), AgendaItem.objects.get(pk=item.pk)
    assert (answer.status_code, meeting.cancelled_why, meeting.closed_at) == (302, WHY, meeting.cancelled_at)
    assert (ended.ended_as, live_item(item.case, "DECISION")) == ("CANCELLED", None)
    assert list(Duty.objects.filter(closed_at__isnull=True).values_list("kind", flat=True)) == ["agenda.publish"]
    assert last_event(item.case) == {
        "kind": "meeting.cancel", "subject": f"meeting:{meeting.pk}", "meeting": "Cabinet", "meets_on": "2027-01-11",
        "items": [{"case": "2026/001", "follows": "waits for another agenda; notices, clear days and the age of the evidence are checked again for its day"}],
    }  # fmt: skip


def test_e106_notice_is_still_good_for_a_later_day_inside_its_period(client, item):
    chart_at(item.case, "decide")
    cancel(client, item.meeting_id)
    later = a_meeting(datetime(2027, 1, 25, 18, 0, tzinfo=UTC), at=AT)

    with ledger.recording():
        again = publish_agenda(duty=open_duty(item.case, "agenda.publish"), meeting=later, actor=actor("proper-officer"), at=AT)

    assert (again.notice, again.number, again.reckoning["earliest"]) == (item.notice, 1, "2027-01-16")


def test_e106_public_page_and_list_say_cancelled_and_why(client, item):
    cancel(client, item.meeting_id)
    client.logout()

    page, coming = words(client.get(f"/meetings/{item.meeting_id}/")), words(client.get("/meetings/"))

    assert f"Cancelled on 8 January 2027: {WHY}" in page
    assert "The meeting was cancelled; the item waits for another meeting." in page
    assert ">Cancelled<" in coming.replace(" ", "")
    assert "(meeting cancelled)" in words(client.get("/register/2026/001/"))


def test_e106_everybody_concerned_is_told_once(client, item):
    cancel(client, item.meeting_id)
    cancel(client, item.meeting_id)

    told = OutgoingMail.objects.filter(subject="Cabinet is cancelled")
    wanted = {"leader@lammasvale.example", "cm-adults@lammasvale.example", "commissioner@lammasvale.example"}
    assert wanted - set(told.values_list("to", flat=True)) == set()
    assert "It was to meet on 11 January 2027 at 6pm.\nWhy: The town hall is flooded." in told[0].body
    assert AuditIndex.objects.filter(kind="meeting.cancel").count() == 1


def test_case_before_a_cancelled_meeting_is_as_one_that_was_put_off(client, item):
    cancel(client, item.meeting_id)

    assert (is_decided(item.case, frozenset()), decision_outcome(item.case)) == (True, "DEFERRED")


def test_case_of_a_cancelled_team_meeting_is_scheduled_again(client, settings):
    item = an_ssmt_item(number=2)
    case = item.case
    chart_at(case, "ssmt")
    set_clock(settings, AGENDA_AT - timedelta(days=4))
    sign_in(client, "proper-officer")

    cancel(client, item.meeting_id)

    assert ssmt_outcome(case) == "DEFERRED"
    assert list(Duty.objects.filter(case=case, closed_at__isnull=True).values_list("kind", flat=True)) == ["ssmt.schedule"]


def test_reconsideration_keeps_its_period_and_is_decided_at_the_other_meeting(client, settings):
    case = a_decided_case(number=2)
    a_hold(case, "The savings are not shown.")
    item = bring_back(case)
    asked = Duty.objects.get(case=case, kind="reconsider.schedule")
    set_clock(settings, FEBRUARY - timedelta(days=3))
    sign_in(client, "proper-officer")

    cancel(client, item.meeting_id)
    again = open_duty(case, "reconsider.schedule")
    other = a_meeting(FEBRUARY + timedelta(days=14), at=FEBRUARY - timedelta(days=3))
    with ledger.recording():
        schedule_reconsideration(duty=again, meeting=other, actor=actor("proper-officer"), at=FEBRUARY - timedelta(days=3))

    assert (again.deadline, again.due_on) == (asked.deadline, asked.due_on)
    decide = open_duty(case, "reconsider.decide")
    assert (decide.subject_id, decide.due_on) == (live_item(case, "RECONSIDERATION").pk, date(2027, 2, 22))
    a_sitting(other, at=FEBRUARY + timedelta(days=14))
    assert answer_concerns(case, answers=["It is shown."], at=FEBRUARY + timedelta(days=14)).result == "CONFIRMED"


def test_scrutiny_meeting_is_cancelled_and_scrutiny_is_told(client, item):
    meeting = a_meeting(datetime(2027, 1, 20, 19, 0, tzinfo=UTC), body="scrutiny", at=AGENDA_AT)
    with ledger.recording():
        put_on_scrutiny_agenda(case=item.case, meeting=meeting, actor=actor("scrutiny-officer"), at=AT)

    cancel(client, meeting.pk)

    assert (live_item(item.case, "SCRUTINY"), live_item(item.case, "DECISION")) == (None, item)
    told = set(OutgoingMail.objects.filter(subject__endswith="is cancelled").values_list("to", flat=True))
    assert {"scrutiny-chair@lammasvale.example", "scrutiny-officer@lammasvale.example"} - told == set()


def test_question_about_a_late_item_of_it_is_no_longer_asked(client, item):
    other = a_case(number=2)
    with ledger.recording():
        ask_late_item(case=other, meeting=item.meeting, why="The grant ends.", actor=actor("proper-officer"), at=AT)

    cancel(client, item.meeting_id)

    assert Duty.objects.get(case=other, kind="advice.give").result == "CANCELLED"


def test_withdrawn_case_is_left_as_it_ended(client, item):
    case = item.case
    case.closed_at, case.outcome = AT, "WITHDRAWN"
    case.save_as(test_act(AT))

    cancel(client, item.meeting_id)

    assert AgendaItem.objects.get(pk=item.pk).ended_as == ""


def test_meeting_that_began_is_not_cancelled_and_a_reason_is_asked(client, item):
    silent = cancel(client, item.meeting_id, why=" ")
    a_sitting(item.meeting, present=MEMBERS, at=CABINET_AT)

    begun = cancel(client, item.meeting_id, "two")

    assert list(silent.context["form"].errors) == ["why"]
    assert (begun.status_code, begun.context["refusal"].code) == (200, "meeting.begun")


def test_page_says_what_becomes_of_each_item_and_only_democratic_services_are_offered_it(client, item):
    offered, page = words(client.get(f"/meetings/{item.meeting_id}/")), words(client.get(f"/meetings/{item.meeting_id}/cancel/"))
    sign_in(client, "leader")

    assert "Cancel the meeting" in offered
    assert "(2026/001): it waits for another agenda; notices, clear days" in page
    assert "Cancel the meeting" not in words(client.get(f"/meetings/{item.meeting_id}/"))


def test_cancelled_meeting_offers_nothing_more(client, item):
    cancel(client, item.meeting_id)

    page = words(client.get(f"/meetings/{item.meeting_id}/"))

    assert ("Cancel the meeting" in page, "Postpone the meeting" in page, "The meeting as it sits" in page) == (False, False, False)
    assert cancel(client, item.meeting_id, "two").context["refusal"].code == "meeting.cancelled"


def test_report_and_notice_of_a_private_part_say_that_the_meeting_is_cancelled(client, item):
    private_first(item.case)
    live_before = words(client.get("/private-meetings/2026-001-p1/"))
    cancel(client, item.meeting_id)

    live, report = words(client.get(f"/meetings/{item.meeting_id}/live/")), words(client.get(f"/reports/{item.pk}/"))

    assert "The meeting was cancelled on 8 January 2027: The town hall is flooded." in report
    assert "is cancelled. The matter waits for another meeting" in words(client.get("/private-meetings/2026-001-p1/"))
    assert "is cancelled." not in live_before
    assert "Cancelled</strong> The town hall is flooded." in live


def test_stages_do_not_say_that_the_decision_was_made(client, item):
    chart_at(item.case, "decide")
    cancel(client, item.meeting_id)

    states = {stage.name: stage.state for stage in case_stages(item.case, AT)}

    assert (states["Agenda and report"], states["Decision"]) == ("now", "next")
