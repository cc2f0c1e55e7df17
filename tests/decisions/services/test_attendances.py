"""Opening and closing a meeting of the Cabinet, and the clerk's record of who is there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import Involvement
from commissioning.rules.refusals import Refusal
from decisions.models import Attendance
from decisions.selectors.votes import sitting_members
from decisions.services.attendances import close_meeting, open_meeting, record_attendance
from tests.builders import actor, person
from tests.builders_rules import refused
from tests.builders_s1 import last_event
from tests.builders_s2 import a_meeting
from tests.builders_s3 import (
    CABINET_AT,
    a_sitting,
    call_vote,
    record_presence,
)

pytestmark = pytest.mark.django_db


def begin(meeting, at=CABINET_AT):
    with ledger.recording():
        return open_meeting(meeting=meeting, actor=actor("proper-officer"), at=at)


def test_meeting_never_begins_before_its_time(item):
    assert refused(begin, item.meeting, CABINET_AT - timedelta(minutes=1)) == "meeting.too_early"
    assert begin(item.meeting).opened_at == CABINET_AT
    item.meeting.refresh_from_db()
    assert refused(begin, item.meeting) == "meeting.open"


def test_meeting_whose_day_is_over_cannot_begin_on_another_one(item):
    last_minute = CABINET_AT.replace(hour=23, minute=59)

    assert refused(begin, item.meeting, last_minute + timedelta(minutes=1)) == "meeting.day_over"
    assert begin(item.meeting, last_minute).opened_at == last_minute


def test_only_the_clerk_records_attendance_and_becomes_part_of_every_case(item):
    record_presence(
        item.meeting, {"leader": "PRESENT", "cm-jobs": "APOLOGIES", "cm-culture": "REMOTE_OBSERVER"}
    )

    rows = Attendance.objects.values_list("office__key", "presence")
    assert list(rows) == [("leader", "PRESENT"), ("cm-jobs", "APOLOGIES"), ("cm-culture", "REMOTE_OBSERVER")]
    assert Involvement.objects.get(part="clerk").person == person("proper-officer")
    with pytest.raises(PermissionDenied):
        record_presence(item.meeting, {"leader": "LEFT"}, by="leader")


def test_attendance_keeps_its_history_and_writes_only_changes(item):
    record_presence(item.meeting, {"leader": "PRESENT", "cm-jobs": "PRESENT"})
    record_presence(item.meeting, {"leader": "LEFT", "cm-jobs": "PRESENT"})

    leader = Attendance.objects.get(office__key="leader")
    assert list(leader.history.order_by("history_id").values_list("presence", flat=True)) == [
        "PRESENT",
        "LEFT",
    ]
    assert Attendance.objects.get(office__key="cm-jobs").history.count() == 1


def record_rest(meeting, presences=None, **more):
    with ledger.recording():
        return record_attendance(
            meeting=meeting, presences=presences or {}, everybody_else="PRESENT", actor=actor("proper-officer"), at=CABINET_AT, **more
        )


def test_everybody_else_is_said_once_and_named_apart(item):
    begin(item.meeting)
    record_presence(item.meeting, {"cm-jobs": "APOLOGIES"})
    seats = {seat.office.key: (seat.person_id, seat.office_id) for seat in sitting_members(item.meeting)}

    record_rest(item.meeting, {seats["leader"]: "PRESENT", seats["cm-culture"]: "REMOTE_OBSERVER"})

    rows = dict(Attendance.objects.values_list("office__key", "presence"))
    assert len(rows) == len(seats) == 9
    assert {key for key, presence in rows.items() if presence != "PRESENT"} == {"cm-jobs", "cm-culture"}
    event = last_event(item.case)
    assert event["kind"] == "attendance.record"
    assert len(event["changed"]) == 8
    assert len(event["said_together"]) == 6
    assert person("leader").name not in event["said_together"]


def test_everybody_is_in_the_room_only_once_the_meeting_has_begun(item):
    assert refused(record_rest, item.meeting) == "meeting.not_open"
    assert Attendance.objects.count() == 0


def test_closed_meeting_keeps_its_attendance(item):
    begin(item.meeting)
    with ledger.recording():
        close_meeting(meeting=item.meeting, actor=actor("proper-officer"), at=CABINET_AT)

    assert refused(record_presence, item.meeting, {"leader": "LEFT"}) == "meeting.closed"


def test_meeting_with_an_open_vote_cannot_be_closed(item):
    a_sitting(item.meeting)
    call_vote(item.case)

    with pytest.raises(Refusal) as refusal, ledger.recording():
        close_meeting(meeting=item.meeting, actor=actor("proper-officer"), at=CABINET_AT)

    assert refusal.value.code == "meeting.vote_open"


def test_meeting_of_another_day_does_not_lend_its_attendance(item):
    other = a_meeting(CABINET_AT + timedelta(days=7))
    a_sitting(item.meeting)

    assert other.attendances.count() == 0
