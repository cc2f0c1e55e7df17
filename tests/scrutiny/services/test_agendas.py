"""Items of a scrutiny committee: in time, since a meeting convened at shorter notice, or urgent in the chair's opinion."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, AuditOpening, Body
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Meeting
from decisions.selectors.meetings import live_item
from decisions.services.agenda_items import NewMeeting, end_item
from scrutiny.services.agendas import put_on_scrutiny_agenda
from tests.builders import a_borough, a_case, actor, test_act
from tests.builders_s2 import a_meeting, set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record, a_received_call_in, give_ruling, hear

pytestmark = pytest.mark.django_db
SOON = datetime(2027, 1, 20, 19, 0, tzinfo=UTC)  # Wednesday: from Thursday 14 January only 15, 18 and 19 are clear days
LATER = datetime(2027, 1, 26, 19, 0, tzinfo=UTC)
WHY = "The contract would be signed on Friday, before any other meeting."
PAGE = "/cases/2026/001/scrutiny-agenda/"


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db):
    return deepcopy(built_case)


def a_sitting_of_scrutiny(starts_at: datetime, *, short: str = "") -> NewMeeting:
    return NewMeeting(Body.objects.get(kind="SCRUTINY"), starts_at, "Committee Room 2", shorter_notice=short)


def put(case, *, by: str = "scrutiny-officer", at: datetime = IN_WINDOW, **where: object) -> AgendaItem:
    with ledger.recording():
        return put_on_scrutiny_agenda(case=case, actor=actor(by), at=at, **where)


def refused(case, **words: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        put(case, **words)
    return refusal.value


def test_item_with_five_clear_days_is_not_late(case):
    item = put(case, new=a_sitting_of_scrutiny(LATER))

    assert (item.kind, item.late_why, item.reckoning["earliest"]) == ("SCRUTINY", "", "2027-01-22")
    assert (item.version, item.meeting.chair.key) == (case.agenda_items.get(kind="DECISION").version, "scrutiny-chair")
    assert AuditIndex.objects.order_by("-seq").first().kind == "scrutiny.agenda"


@pytest.mark.parametrize("by", ["scrutiny-officer", "proper-officer"])
def test_late_item_is_nobodys_to_admit_but_the_chairs(case, by):
    refusal = refused(case, new=a_sitting_of_scrutiny(SOON), special_circumstances=WHY, by=by)

    assert (refusal.code, refusal.citation, refusal.earliest) == ("agenda.late_item", "LGA 1972 s100B(4)", date(2027, 1, 22))
    assert [(way.url_name, way.query["on"]) for way in refusal.alternatives] == [("case_scrutiny_agenda", "2027-01-22")]
    assert Meeting.objects.filter(body__kind="SCRUTINY").count() == 0


def test_chair_without_special_circumstances_admits_nothing(case):
    assert refused(case, new=a_sitting_of_scrutiny(SOON), special_circumstances="  ", by="scrutiny-chair").code == "agenda.late_item"


def test_chair_admits_a_late_item_and_agenda_and_minutes_give_the_circumstances(case, client):
    a_received_call_in(case)
    give_ruling(case)

    item = put(case, new=a_sitting_of_scrutiny(SOON), special_circumstances=WHY, by="scrutiny-chair")
    agenda = client.get(f"/meetings/{item.meeting_id}/").content.decode()
    hear(case)

    told = f"Urgent in the chair’s opinion: {WHY}"
    assert (item.late_why, told in agenda) == (told, True)
    item.refresh_from_db()
    assert (item.ended_as, live_item(case, "SCRUTINY")) == ("HEARD", None)
    heard = AuditIndex.objects.filter(kind="call_in.hear").values_list("seq", flat=True)[0]
    assert AuditOpening.objects.get(event_id=heard, name="late_item").value == told


def test_item_of_a_meeting_convened_at_shorter_notice_is_open_since_it_was_convened(case):
    item = put(case, new=a_sitting_of_scrutiny(SOON, short="The window for reconsidering ends."))

    assert (item.late_why, item.meeting.shorter_notice) == ("", "The window for reconsidering ends.")


def test_item_added_after_a_meeting_was_convened_at_shorter_notice_is_late(case):
    item = put(case, new=a_sitting_of_scrutiny(SOON, short="Urgent."), at=IN_WINDOW - timedelta(hours=1))
    end_item(item, test_act(IN_WINDOW), "DEFERRED")

    assert refused(case, meeting=item.meeting).code == "agenda.late_item"


def test_report_that_is_not_published_stays_off_a_public_agenda(case):
    other = a_case(number=2)

    assert refused(other, new=a_sitting_of_scrutiny(LATER)).code == "scrutiny.not_published"


def test_cabinet_is_no_committee_to_which_this_rule_applies(case):
    assert refused(case, meeting=a_meeting(LATER, at=IN_WINDOW), by="scrutiny-chair").code == "meeting.wrong_body"


@pytest.mark.parametrize("by", ["leader", "commissioner", "scrutiny-5"])
def test_executive_and_others_have_no_hand_in_the_agenda_of_scrutiny(case, by):
    with pytest.raises(PermissionDenied):
        put(case, new=a_sitting_of_scrutiny(LATER), by=by)


def test_chair_uses_the_page_for_a_late_item(client, case, settings):
    meeting = a_meeting(SOON, body="scrutiny", at=IN_WINDOW)
    set_clock(settings, IN_WINDOW)
    sign_in(client, "scrutiny-chair")
    said = {"meeting": meeting.pk, "whole": "on", "request_key": "k1"}

    asked = client.get(PAGE).content.decode()
    without = client.post(PAGE, said)
    done = client.post(PAGE, said | {"special_circumstances": WHY, "request_key": "k2"})

    assert "Friday 22 January 2027" in asked
    assert (without.status_code, without.context["refusal"].code) == (200, "agenda.late_item")
    assert (done.status_code, live_item(case, "SCRUTINY").meeting) == (302, meeting)
