"""A committee of the Cabinet decides what the Leader allocated to it: its own quorum, its own line of the call-in rules."""

from copy import deepcopy
from datetime import date

import pytest

from commissioning import ledger
from commissioning.models import Body, Case, Duty, Office, Organisation
from decisions.models import Decision, Meeting
from decisions.rules.motions import Manner
from decisions.selectors.past_authority import asked_again
from decisions.selectors.records import first_record
from decisions.selectors.votes import rooms
from decisions.services.attendances import open_meeting
from decisions.services.authority import allocate
from decisions.services.records import certify_record, open_record_certify
from tests.builders import a_borough, a_case, actor, appoint, office, person, test_act
from tests.builders_rules import refused
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, a_meeting
from tests.builders_s3 import (
    AGENDA_AT,
    CABINET_AT,
    a_cabinet_item,
    record_presence,
    state_decision,
    state_interests,
)
from tests.builders_s5 import other_rules

pytestmark = pytest.mark.django_db
SEATS = ("leader", "cm-adults", "cm-finance", "cm-housing", "cm-children")


@pytest.fixture(scope="module")
def built(module_database: None) -> Case:
    """A non-key case that the Leader allocated to a committee of five, on its agenda; the Cabinet needs three members there,
    the committee four, and of the committee only key decisions can be called in."""
    a_borough()
    case = other_rules(
        a_case(track="MEMBER_NON_KEY"),
        "cabinet_committee = { at_least = 3,", "cabinet_committee = { at_least = 4,",
        'cabinet_committee = "ALL_EXECUTIVE"', 'cabinet_committee = "KEY"',
    )  # fmt: skip
    a_cleared_proposal(case, icb=0)
    committee = Body(
        key="care", name="Cabinet Committee on Care", kind="CABINET_COMMITTEE", organisation=Organisation.objects.get(key="council")
    ).save_as(test_act())
    for n, key in enumerate(SEATS, 1):
        title = f"Committee on Care, seat {n}"
        seat = Office(key=f"care-{key}", role="CABINET_MEMBER", title=title, body=committee, order=900 + n).save_as(test_act())
        appoint(person(key), seat)
    with ledger.recording():
        allocate(case=case, body=committee, reasons="It knows care best.", actor=actor("leader"), at=AGENDA_AT)
    a_cabinet_item(case, meeting=a_meeting(CABINET_AT, body="care"))
    return case


@pytest.fixture
def case(built: Case, db: None) -> Case:
    return deepcopy(built)


def sit(case: Case, *, present: int) -> Meeting:
    meeting = Meeting.objects.get()
    with ledger.recording():
        open_meeting(meeting=meeting, actor=actor("proper-officer"), at=CABINET_AT)
    record_presence(meeting, {f"care-{key}": "PRESENT" for key in SEATS[:present]})
    for key in SEATS[:present]:
        state_interests(meeting, key)
    return meeting


def test_committee_of_the_cabinet_with_three_members_there_decides_nothing_when_its_quorum_is_four(case):
    meeting = sit(case, present=3)
    room = rooms(meeting, list(meeting.items.all()), CABINET_AT)[0]

    assert (room.quorum.counted, room.quorum.needed, len(room.members)) == (3, 4, 5)
    assert refused(state_decision, case) == "meeting.inquorate"


def test_decision_of_a_committee_is_recorded_as_one_and_called_in_by_its_own_line(case):
    sit(case, present=4)
    decision = state_decision(case, manner=Manner("SHOW_OF_HANDS", votes_for=4))
    with ledger.recording():
        open_record_certify(case=case, act=test_act(CABINET_AT))
    with ledger.recording():
        duty = open_duty(case, "record.certify")
        certify_record(duty=duty, conflicts_settled=True, actor=actor("deputy-proper-officer"), at=CABINET_AT)

    record = first_record(case)
    maker = record.content["decision_maker"]
    assert (maker["type"], maker["body"], decision.maker_kind) == ("CABINET_COMMITTEE", "Cabinet Committee on Care", "CABINET_COMMITTEE")
    assert record.call_in["applies"] is False
    assert record.call_in["reason"] == "Call-in does not reach this kind of decision."
    assert asked_again(decision).why == "The Leader had allocated the matter to this committee."


def test_committee_without_an_allocation_is_found_when_the_decision_is_asked_again(case):
    sit(case, present=4)
    decision = state_decision(case)

    found = asked_again(Decision.objects.get(pk=decision.pk))
    late = asked_again(replace_moment(decision, date(2026, 12, 1)))

    assert (found.agrees, late.agrees) == (True, False)
    assert late.why == "A committee of the Cabinet decided, and the Leader had not allocated the matter to it."


def replace_moment(decision: Decision, on: date) -> Decision:
    """The same decision as if it had been made at that hour of another day."""
    decision.made_at = decision.made_at.replace(year=on.year, month=on.month, day=on.day)
    return decision


def test_members_of_the_committee_are_asked_to_prepare_and_its_first_seat_presides(case):
    asked = Duty.objects.filter(kind="interest.declare").order_by("office__order")

    assert list(asked.values_list("office__key", flat=True)) == [f"care-{key}" for key in SEATS]
    assert Meeting.objects.get().chair == office("care-leader")
