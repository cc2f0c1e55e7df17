"""What members state on an agenda: prepared, confirmed, late."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from decisions.models import EqualityConfirmation, Interest
from decisions.selectors.votes import room
from decisions.services.attendances import open_meeting
from decisions.services.interests import confirm_interests
from tests.builders import actor, person
from tests.builders_rules import refused
from tests.builders_s3 import (
    CABINET_AT,
    a_cabinet_item,
    a_recommended_case,
    a_sitting,
    state_interests,
)

pytestmark = pytest.mark.django_db
BEFORE = datetime(2027, 1, 9, 10, 0, tzinfo=UTC)


def begin(meeting, at=CABINET_AT):
    with ledger.recording():
        return open_meeting(meeting=meeting, actor=actor("proper-officer"), at=at)


def confirm(meeting, member, at=CABINET_AT):
    with ledger.recording():
        return confirm_interests(meeting=meeting, actor=actor(member), at=at)


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
