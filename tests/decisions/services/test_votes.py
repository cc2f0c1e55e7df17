"""The recorded vote at a meeting of the Cabinet."""


import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import Appointment, AuditIndex, AuditOpening, Duty
from decisions.models import RecordedVote, Vote
from decisions.rules.motions import Manner
from decisions.selectors.votes import room
from decisions.services.attendances import record_attendance
from decisions.services.motions import attendance
from tests.builders import actor, appoint, office, person, test_act
from tests.builders_rules import refusal_of, refused
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_sitting,
    call_vote,
    end_vote,
    give_vote,
    record_presence,
    state_decision,
    state_interests,
)
from tests.builders_s5 import other_rules

pytestmark = pytest.mark.django_db


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
    give_vote(item.case, "cm-adults", "FOR", is_correction=True)
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


def test_e34_quorum_is_tested_again_when_a_member_leaves(item):
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


def test_e48_nobody_votes_before_interests_are_declared(item):
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


def test_interest_declared_after_the_vote_was_closed_takes_the_vote_out_of_the_count(item):
    a_sitting(item.meeting, present=MEMBERS[:4])
    call_vote(item.case)
    for member in MEMBERS[:4]:
        give_vote(item.case, member)
    end_vote(item.case)
    state_interests(item.meeting, "cm-housing", kind="DPI", nature="My firm supplies it.")

    decision = state_decision(item.case, manner=Manner("RECORDED"))

    shown = RecordedVote.objects.get().tally
    assert (decision.tally["for"], decision.tally["votes"][3]["choice"]) == (3, "EXCLUDED_INTEREST")
    assert (shown["for"], shown["votes"]) == (3, decision.tally["votes"])


def test_e40_remote_member_only_observes(item):
    """E-40."""
    a_sitting(item.meeting)
    call_vote(item.case)
    record_presence(item.meeting, {"cm-jobs": "REMOTE_OBSERVER"})

    assert refused(give_vote, item.case, "cm-jobs") == "vote.remote"
    assert [one["name"] for one in attendance(room(item, CABINET_AT))["observers"]] == [person("cm-jobs").name]


def test_e40_remote_member_votes_and_is_present_from_the_dated_switch_on(item):
    other_rules(item.case, 'remote_attendance_from = { value = "none"', "remote_attendance_from = { value = 2027-01-11")
    a_sitting(item.meeting)
    record_presence(item.meeting, {"cm-jobs": "REMOTE_OBSERVER"})
    call_vote(item.case)

    for member in MEMBERS:
        give_vote(item.case, member)
    end_vote(item.case)
    decision = state_decision(item.case, manner=Manner("RECORDED"))

    assert decision.tally["for"] == len(MEMBERS)
    assert f"{person('cm-jobs').name} (remotely)" in [row["name"] for row in decision.tally["present"]]
    assert decision.tally["observers"] == []


def test_e40_remote_member_only_observes_the_day_before_the_dated_switch(item):
    other_rules(item.case, 'remote_attendance_from = { value = "none"', "remote_attendance_from = { value = 2027-01-12")
    a_sitting(item.meeting)
    call_vote(item.case)
    record_presence(item.meeting, {"cm-jobs": "REMOTE_OBSERVER"})

    assert refused(give_vote, item.case, "cm-jobs") == "vote.remote"


def test_e41_nobody_votes_for_somebody_else(item):
    """E-41: a proxy, even the chair, is not the member."""
    a_sitting(item.meeting)
    call_vote(item.case)

    for proxy in ("leader", "cm-finance", "proper-officer"):
        with pytest.raises(PermissionDenied):
            give_vote(item.case, "cm-adults", by=proxy)

    assert Vote.objects.count() == 0


def test_e41_nobody_is_marked_as_voting_by_proxy_before_the_dated_switch(item):
    """E-41."""
    a_sitting(item.meeting)

    refusal = refusal_of(record_presence, item.meeting, {"cm-jobs": "PROXY"})

    assert (refusal.code, refusal.message) == ("vote.proxy", "Councillors vote in person. A proxy vote is not lawful.")


def test_e41_proxy_vote_counts_from_the_dated_switch_on_and_not_towards_the_quorum(item):
    other_rules(item.case, 'proxy_voting_from = { value = "none"', "proxy_voting_from = { value = 2027-01-11")
    a_sitting(item.meeting)
    record_presence(item.meeting, {"cm-jobs": "PROXY"})
    call_vote(item.case)

    vote = give_vote(item.case, "cm-jobs", "AGAINST")

    now = room(item, CABINET_AT)
    assert (vote.choice, now.quorum.counted, len(now.voters)) == ("AGAINST", 8, 9)
    assert end_vote(item.case).tally["against"] == 1


def test_e42_executive_has_no_substitutes(item):
    """E-42."""
    appoint(person("councillor-1"), office("cm-jobs"), deputy=True)
    a_sitting(item.meeting)
    call_vote(item.case)

    assert refused(give_vote, item.case, "cm-jobs", by="councillor-1") == "vote.substitute"


def test_e43_job_share_has_one_vote(item):
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


def test_e39_member_with_two_portfolios_sits_counts_and_votes_once(item):
    """E-39: a person does not vote twice, by holding two offices either."""
    seat = Appointment.objects.get(office__key="cm-adults")
    seat.person = person("leader")
    seat.save_as(test_act())
    a_sitting(item.meeting, present=("leader", *MEMBERS[2:]), declared=("leader", *MEMBERS[2:]))

    call_vote(item.case)

    now = room(item, CABINET_AT)
    assert (now.quorum.counted, [one.office.key for one in now.voters]) == (8, ["leader", *MEMBERS[2:]])
    called = Duty.objects.filter(kind="vote.cast").order_by("office__order").values_list("office__key", flat=True)
    assert list(called) == ["leader", *MEMBERS[2:]]


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
