"""A meeting that is called is put off to a later day: the agenda stays, what its members were asked is due then."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

from commissioning.acts import Actor
from commissioning.models import AuditIndex, Duty, OutgoingMail
from commissioning.selectors.ways import ways_on
from decisions.models import AgendaItem, KeyDecisionNotice, Meeting
from tests.builders import a_borough, person, test_act
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
from tests.decisions.services.test_private_meetings import first as private_first
from tests.decisions.services.test_private_meetings import second as private_second
from tests.workflows.views.test_key_decision_notices import filled

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


def test_meeting_put_off_past_the_last_date_of_a_notice_says_so(client, item):
    notice = KeyDecisionNotice.objects.get()  # until 31 March 2027
    said = {"on_day": 1, "on_month": 4, "on_year": 2027, "time": "6pm", "why": "A day of national mourning.", "request_key": "one"}

    client.post(f"/meetings/{item.meeting_id}/postpone/", said)

    assert Meeting.objects.get(pk=item.meeting_id).warnings == [
        f"Notice of key decision {notice.reference} gives 31 March 2027 as the last date. Cancel the meeting and publish the "
        "notice again with the new date, or meet by then."
    ]


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


@pytest.fixture
def private_item(item) -> AgendaItem:
    """The same item, part of it to be taken in private on both notices for 11 January."""
    private_first(item.case)
    private_second(item.case)
    row = AgendaItem.objects.get(pk=item.pk)
    row.closed_for = {"paragraphs": [3], "weighing": "Bids would converge.", "by": "2026-001-p2", "why": "Both notices."}
    return row.save_as(test_act(AT), update_fields=["closed_for"])


def test_private_item_is_not_put_off_to_a_day_that_the_second_notice_does_not_name(client, private_item):
    page = postpone(client, private_item)

    refusal = page.context["refusal"]
    ways = ways_on(refusal, actor=Actor.person(person("proper-officer")), at=AT)
    assert (refusal.code, refusal.citation, refusal.earliest) == ("private.other_day", "SI 2012/2089 reg 5(2) to (5)", date(2027, 1, 16))
    assert [(way.label, way.url.split("?")[0]) for way in ways] == [
        ("Publish the second notice again for 20 January 2027", "/cases/2026/001/private-meeting/"),
        ("Ask for agreement under regulation 5(6)", "/cases/2026/001/urgency/"),
        ("Cancel the meeting", f"/meetings/{private_item.meeting_id}/cancel/"),
    ]
    assert Meeting.objects.get(body__key="cabinet").starts_at == CABINET_AT


def test_way_on_publishes_the_second_notice_again_and_then_the_meeting_is_put_off(client, private_item):
    refusal = postpone(client, private_item).context["refusal"]
    way = ways_on(refusal, actor=Actor.person(person("proper-officer")), at=AT)[0].url
    page = client.get(way)
    client.post(way, filled(page, reasons="Still open.", copy_placed_by="Nadia Haddad"))

    answer = postpone(client, private_item, "two")

    moved = AgendaItem.objects.get(pk=private_item.pk)
    assert "For a meeting on <strong>Wednesday 20 January 2027</strong>" in words(page)
    assert (answer.status_code, moved.meeting.meets_on, moved.closed_for["by"]) == (302, date(2027, 1, 20), "2026-001-p3")
    assert "second notice 2026-001-p3" in words(client.get("/private-meetings/2026-001-p2/"))


def test_private_item_may_be_put_off_to_a_later_hour_of_the_day_on_its_notice(client, private_item):
    assert postpone(client, private_item, day=11, time="8pm").status_code == 302


def test_only_democratic_services_are_offered_it(client, item):
    offered = words(client.get(f"/meetings/{item.meeting_id}/"))
    sign_in(client, "leader")

    assert "Postpone the meeting" in offered
    assert "Postpone the meeting" not in words(client.get(f"/meetings/{item.meeting_id}/"))
