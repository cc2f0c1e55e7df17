"""Attendance, statements and the recorded vote at a meeting of the Cabinet."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, AuditOpening, Duty, Involvement
from commissioning.rules.refusals import Refusal
from decisions.models import Attendance, EqualityConfirmation, Interest, RecordedVote, Vote
from decisions.selectors.votes import room
from decisions.services.attendances import close_meeting, open_meeting, record_attendance
from decisions.services.dispensations import grant_dispensation
from decisions.services.interests import confirm_interests
from tests.builders import MORNING, a_borough, actor, appoint, office, person
from tests.builders_s2 import a_meeting
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_recommended_case,
    a_sitting,
    call_vote,
    end_vote,
    give_vote,
    record_presence,
    state_interests,
)

pytestmark = pytest.mark.django_db
BEFORE = datetime(2027, 1, 9, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def built_item(module_database):
    a_borough()
    return a_cabinet_item(a_recommended_case())


@pytest.fixture
def item(built_item, db):
    return deepcopy(built_item)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def begin(meeting, at=CABINET_AT):
    with ledger.recording():
        return open_meeting(meeting=meeting, actor=actor("proper-officer"), at=at)


def confirm(meeting, member, at=CABINET_AT):
    with ledger.recording():
        return confirm_interests(meeting=meeting, actor=actor(member), at=at)


# --- the meeting -------------------------------------------------------------------------------------------------


def test_meeting_never_begins_before_its_time(item):
    assert refused(begin, item.meeting, CABINET_AT - timedelta(minutes=1)) == "meeting.too_early"
    assert begin(item.meeting).opened_at == CABINET_AT
    item.meeting.refresh_from_db()
    assert refused(begin, item.meeting) == "meeting.open"


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


# --- statements --------------------------------------------------------------------------------------------------


def test_statements_are_prepared_then_confirmed_in_one_act(item):
    state_interests(item.meeting, "cm-jobs", at=BEFORE, kind="NRI", nature="I know the manager.")
    begin(item.meeting)

    confirm(item.meeting, "cm-jobs")

    rows = Interest.objects.filter(item=item).values_list("n", "kind", "nature", "stage")
    assert list(rows) == [
        (1, "NRI", "I know the manager.", "PREPARED"),
        (2, "NRI", "I know the manager.", "CONFIRMED"),
    ]
    assert list(EqualityConfirmation.objects.values_list("n", "stage")) == [(1, "PREPARED"), (2, "CONFIRMED")]


def test_prepared_statements_do_not_count_until_confirmed(item):
    state_interests(item.meeting, "leader", at=BEFORE)
    a_sitting(
        item.meeting, present=["leader", "cm-adults", "cm-finance"], declared=["cm-adults", "cm-finance"]
    )

    assert [member.person for member in room(item, CABINET_AT).unready] == [person("leader")]


def test_changed_statement_at_the_meeting_is_late(item):
    """E-47."""
    begin(item.meeting)
    state_interests(item.meeting, "cm-jobs")
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    assert list(Interest.objects.filter(item=item).values_list("stage", flat=True)) == ["CONFIRMED", "LATE"]


def test_item_added_later_is_asked_again(item):
    state_interests(item.meeting, "cm-jobs", at=BEFORE)
    a_cabinet_item(a_recommended_case(number=2), meeting=item.meeting)
    begin(item.meeting)

    assert refused(confirm, item.meeting, "cm-jobs") == "interest.incomplete"


def test_interest_needs_its_nature_and_only_members_declare(item):
    assert refused(state_interests, item.meeting, "cm-jobs", kind="DPI") == "interest.nature"
    with pytest.raises(PermissionDenied):
        state_interests(item.meeting, "councillor-1")
    assert Interest.objects.filter(item=item).count() == 0


# --- the recorded vote -------------------------------------------------------------------------------------------


def test_vote_opens_a_duty_for_every_member_present_and_entitled(item):
    a_sitting(item.meeting, present=MEMBERS[:4])
    record_presence(item.meeting, {"cm-jobs": "REMOTE_OBSERVER"})

    call_vote(item.case)

    duties = Duty.objects.filter(kind="vote.cast").order_by("office__order")
    assert list(duties.values_list("office__key", flat=True)) == list(MEMBERS[:4])


def test_votes_are_counted_by_name_when_the_chair_closes(item):
    a_sitting(item.meeting, present=MEMBERS[:4])
    call_vote(item.case)
    give_vote(item.case, "leader")
    give_vote(item.case, "cm-adults", "AGAINST")
    give_vote(item.case, "cm-adults", "FOR")
    give_vote(item.case, "cm-finance", "ABSTAIN")

    recorded = end_vote(item.case)

    assert {key: recorded.tally[key] for key in ("for", "against", "abstain")} == {
        "for": 2,
        "against": 0,
        "abstain": 1,
    }
    assert [row["choice"] for row in recorded.tally["votes"]] == [
        "FOR", "FOR", "ABSTAIN", "DID_NOT_VOTE", *["NOT_PRESENT"] * 5,
    ]  # fmt: skip
    assert list(Vote.objects.filter(office__key="cm-adults").values_list("n", "choice")) == [
        (1, "AGAINST"),
        (2, "FOR"),
    ]
    assert Duty.objects.get(kind="vote.cast", office__key="cm-housing").result == "DID_NOT_VOTE"


def test_choice_stays_shut_in_the_log_until_the_vote_is_closed(item):
    a_sitting(item.meeting)
    call_vote(item.case)
    give_vote(item.case, "leader")

    event = AuditIndex.objects.filter(kind="vote.cast").get()

    assert AuditOpening.objects.get(event_id=event.seq, name="choice").tier == "personal"


def test_vote_outside_an_open_meeting_is_refused(item):
    assert refused(call_vote, item.case) == "vote.no_meeting"
    assert RecordedVote.objects.count() == 0


def test_vote_without_quorum_is_refused(item):
    a_sitting(item.meeting, present=MEMBERS[:2])

    assert refused(call_vote, item.case) == "meeting.inquorate"


def test_quorum_is_tested_again_when_a_member_leaves(item):
    """E-34: the quorum is lost in the middle of an item."""
    a_sitting(item.meeting, present=MEMBERS[:3])
    call_vote(item.case)
    record_presence(item.meeting, {"cm-finance": "LEFT"})

    assert refused(give_vote, item.case, "leader") == "meeting.inquorate"
    assert refused(end_vote, item.case) == "meeting.inquorate"
    assert Vote.objects.count() == 0


def test_member_with_an_interest_does_not_count_for_the_quorum(item):
    a_sitting(item.meeting, present=MEMBERS[:3], declared=MEMBERS[:2])
    state_interests(item.meeting, "cm-finance", kind="DPI", nature="My firm supplies it.")

    assert refused(call_vote, item.case) == "meeting.inquorate"


def test_nobody_votes_before_interests_are_declared(item):
    """E-48."""
    a_sitting(item.meeting, declared=MEMBERS[1:])
    call_vote(item.case)

    assert refused(give_vote, item.case, "leader") == "vote.no_interests_step"


def test_nobody_votes_before_the_equality_analysis_is_read(item):
    a_sitting(item.meeting, declared=MEMBERS[1:])
    state_interests(item.meeting, "leader", read=False)
    call_vote(item.case)

    assert refused(give_vote, item.case, "leader") == "vote.no_equality"


def test_member_with_a_late_pecuniary_interest_cannot_vote(item):
    """E-47: the meeting goes on without the member."""
    a_sitting(item.meeting)
    call_vote(item.case)
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    assert refused(give_vote, item.case, "cm-jobs") == "vote.interest"


def test_vote_of_a_member_who_then_declares_an_interest_does_not_count(item):
    """E-44: the vote of a member who ought to have spoken earlier."""
    a_sitting(item.meeting, present=MEMBERS[:4])
    call_vote(item.case)
    for member in MEMBERS[:4]:
        give_vote(item.case, member)
    state_interests(item.meeting, "cm-housing", kind="DPI", nature="My firm supplies it.")

    recorded = end_vote(item.case)

    assert (recorded.tally["for"], recorded.tally["votes"][3]["choice"]) == (3, "EXCLUDED_INTEREST")


def dispense(
    *,
    may_vote: bool = True,
    starts_on: date = date(2026, 12, 1),
    ends_on: date = date(2028, 1, 1),
    at=MORNING,
):
    with ledger.recording():
        return grant_dispensation(
            person=person("cm-jobs"),
            subject="Domestic abuse services",
            grounds="Otherwise the business would be impeded.",
            may_speak=True,
            may_vote=may_vote,
            requested_on=date(2026, 11, 20),
            starts_on=starts_on,
            ends_on=ends_on,
            granted_by="Standards committee",
            actor=actor("monitoring-officer"),
            at=at,
        )


def test_dispensation_lifts_the_ban(item):
    dispense()
    a_sitting(item.meeting, declared=MEMBERS[:7])
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    call_vote(item.case)

    assert give_vote(item.case, "cm-jobs").choice == "FOR"


@pytest.mark.parametrize(
    "changes",
    [
        {"may_vote": False},
        {"starts_on": date(2027, 1, 12)},
        {"ends_on": date(2027, 1, 10)},
        {"at": CABINET_AT + timedelta(minutes=1)},
    ],
)
def test_dispensation_of_wrong_scope_or_time_lifts_nothing(item, changes):
    """E-45."""
    dispense(**changes)
    a_sitting(item.meeting, declared=MEMBERS[:7])
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")

    assert [m.person for m in room(item, CABINET_AT).members if m.seat.excluded] == [person("cm-jobs")]


def test_dispensation_longer_than_four_years_is_refused(item):
    """E-46."""
    assert refused(dispense, ends_on=date(2030, 12, 1)) == "interest.dispensation"


def test_remote_member_only_observes(item):
    """E-40."""
    a_sitting(item.meeting)
    call_vote(item.case)
    record_presence(item.meeting, {"cm-jobs": "REMOTE_OBSERVER"})

    assert refused(give_vote, item.case, "cm-jobs") == "vote.remote"


def test_nobody_votes_for_somebody_else(item):
    """E-41: a proxy, even the chair, is not the member."""
    a_sitting(item.meeting)
    call_vote(item.case)

    for proxy in ("leader", "cm-finance", "proper-officer"):
        with pytest.raises(PermissionDenied):
            give_vote(item.case, "cm-adults", by=proxy)

    assert Vote.objects.count() == 0


def test_executive_has_no_substitutes(item):
    """E-42."""
    appoint(person("councillor-1"), office("cm-jobs"), deputy=True)
    a_sitting(item.meeting)
    call_vote(item.case)

    assert refused(give_vote, item.case, "cm-jobs", by="councillor-1") == "vote.substitute"


def test_job_share_has_one_vote(item):
    """E-43."""
    appoint(person("councillor-1"), office("cm-jobs"))
    a_sitting(item.meeting, present=MEMBERS[:7], declared=MEMBERS[:7])
    seats = [("cm-jobs", person("cm-jobs")), ("cm-jobs", person("councillor-1"))]
    with ledger.recording():
        record_attendance(
            meeting=item.meeting,
            presences={(who.pk, office(key).pk): "PRESENT" for key, who in seats},
            actor=actor("proper-officer"),
            at=CABINET_AT,
        )
    state_interests(item.meeting, "cm-jobs")
    state_interests(item.meeting, "councillor-1")
    call_vote(item.case)
    give_vote(item.case, "cm-jobs")

    assert refused(give_vote, item.case, "cm-jobs", by="councillor-1") == "vote.job_share"
    assert end_vote(item.case).tally["for"] == 1


def test_nobody_votes_after_the_chair_closed(item):
    a_sitting(item.meeting)
    call_vote(item.case)
    give_vote(item.case, "leader")
    end_vote(item.case)

    assert refused(give_vote, item.case, "leader", "AGAINST") == "vote.closed"


def test_second_vote_is_not_opened_while_one_is_open(item):
    a_sitting(item.meeting)
    call_vote(item.case)

    assert refused(call_vote, item.case) == "vote.is_open"


def test_meeting_of_another_day_does_not_lend_its_attendance(item):
    other = a_meeting(CABINET_AT + timedelta(days=7))
    a_sitting(item.meeting)

    assert other.attendances.count() == 0
