"""A meeting that is called is put off to a later day: the agenda stays, what its members were asked is due then."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

from commissioning.models import AuditIndex, Duty, OutgoingMail
from decisions.models import AgendaItem, Meeting
from tests.builders import a_borough, test_act
from tests.builders_s1 import last_event
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_recommended_case,
    a_sitting,
    state_decision,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
AT = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 20, 18, 0, tzinfo=UTC)


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


def postpone(client, item: AgendaItem, key: str = "one", day: int = 20, time: str = "6pm", why: str = "A day of national mourning."):
    said = {"on_day": day, "on_month": 1, "on_year": 2027, "time": time, "why": why, "request_key": key}
    return client.post(f"/meetings/{item.meeting_id}/postpone/", said)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_e120_meeting_on_a_day_of_mourning_is_postponed_and_what_is_due_then_follows(client, item):
    answer = postpone(client, item)

    meeting = Meeting.objects.get(body__key="cabinet")
    assert (answer.status_code, meeting.starts_at, meeting.meets_on) == (302, LATER, date(2027, 1, 20))
    due = set(Duty.objects.filter(subject_id=item.pk, closed_at__isnull=True).values_list("kind", "due_on"))
    assert due == {("interest.declare", date(2027, 1, 20)), ("item.outcome", date(2027, 1, 20))}
    assert AgendaItem.objects.get(pk=item.pk).published_at == item.published_at
    assert last_event(item.case) == {
        "kind": "meeting.postpone", "subject": f"meeting:{meeting.pk}", "meeting": "Cabinet", "was_on": "2027-01-11",
        "meets_on": "2027-01-20", "starts_at": LATER.isoformat(),
    }  # fmt: skip


def test_e120_page_says_from_when_and_why_and_the_members_are_told_once(client, item):
    postpone(client, item)
    postpone(client, item)
    client.logout()

    page = words(client.get(f"/meetings/{item.meeting_id}/"))

    assert "Postponed on 8 January 2027 from 11 January 2027 at 6pm: A day of national mourning." in page
    assert "Wednesday 20 January 2027 at 6pm" in page
    told = OutgoingMail.objects.filter(subject="Cabinet is postponed")
    assert "leader@lammasvale.example" in set(told.values_list("to", flat=True))
    assert AuditIndex.objects.filter(kind="meeting.postpone").count() == 1


def test_e120_decision_is_made_on_the_new_day(client, item):
    postpone(client, item)
    meeting = Meeting.objects.get(body__key="cabinet")
    a_sitting(meeting, present=MEMBERS, at=LATER)

    decision = state_decision(item.case, at=LATER)

    assert (decision.outcome, decision.made_on) == ("AGREED", date(2027, 1, 20))


@pytest.mark.parametrize("day", [10, 11])
def test_time_that_is_not_later_is_refused(client, item, day):
    page = postpone(client, item, day=day)

    assert (page.context["refusal"].code, Meeting.objects.get(body__key="cabinet").starts_at) == ("meeting.not_later", CABINET_AT)


def test_reason_is_asked_and_a_meeting_that_began_is_not_postponed(client, item):
    silent = postpone(client, item, why=" ")
    a_sitting(item.meeting)

    begun = postpone(client, item, "two")

    assert list(silent.context["form"].errors) == ["why"]
    assert begun.context["refusal"].code == "meeting.begun"


def test_private_item_on_notice_for_the_day_keeps_the_meeting_there(client, item):
    row = AgendaItem.objects.get(pk=item.pk)
    row.closed_for = {"paragraphs": [3]}
    row.save_as(test_act(AT), update_fields=["closed_for"])

    assert postpone(client, item).context["refusal"].code == "meeting.private_item"


def test_only_democratic_services_are_offered_it(client, item):
    offered = words(client.get(f"/meetings/{item.meeting_id}/"))
    sign_in(client, "leader")

    assert "Postpone the meeting" in offered
    assert "Postpone the meeting" not in words(client.get(f"/meetings/{item.meeting_id}/"))
