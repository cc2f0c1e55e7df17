"""Members are asked to prepare interests and equality confirmations for what is on the agenda, item by item."""

from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.models import Case, Duty
from decisions.models import AgendaItem
from decisions.services.agenda_items import end_item
from decisions.services.attendances import open_meeting
from tests.builders import a_borough, actor, test_act
from tests.builders_s3 import (
    AGENDA_AT,
    CABINET_AT,
    MEMBERS,
    a_cabinet_item,
    a_decided_case,
    a_hold,
    a_recommended_case,
    bring_back,
    state_interests,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
LATER = AGENDA_AT + timedelta(hours=1)


@pytest.fixture
def item() -> AgendaItem:
    a_borough()
    return a_cabinet_item(a_recommended_case())


def asked(case: Case | None = None) -> list[str]:
    """Offices that are still asked, in order."""
    duties = Duty.objects.filter(kind="interest.declare", closed_at__isnull=True)
    if case is not None:
        duties = duties.filter(case=case)
    return list(duties.order_by("office__order").values_list("office__key", flat=True))


def test_published_agenda_asks_every_member_until_the_meeting_begins(item):
    duty = Duty.objects.filter(kind="interest.declare").first()

    assert asked() == list(MEMBERS)
    assert (duty.subject_id, duty.due_at) == (item.pk, CABINET_AT)


def test_member_who_has_prepared_is_asked_no_more(item):
    state_interests(item.meeting, "cm-jobs", at=LATER)

    assert asked() == [key for key in MEMBERS if key != "cm-jobs"]
    assert Duty.objects.get(office__key="cm-jobs", kind="interest.declare").result == "PREPARED"


def test_item_added_later_is_asked_again_of_everybody(item):
    state_interests(item.meeting, "cm-jobs", at=LATER)
    other = a_cabinet_item(a_recommended_case(number=2), meeting=item.meeting, at=LATER)

    assert asked(other.case) == list(MEMBERS)
    assert "cm-jobs" not in asked(item.case)


def test_nobody_is_asked_for_an_item_that_left_the_agenda(item):
    with ledger.recording():
        end_item(item, test_act(LATER), "DEFERRED")
        ledger.append("record.revise", test_act(LATER), item.case.reference, case=item.case)

    assert asked() == []


def test_open_meeting_asks_at_the_table_and_not_in_the_inbox(item):
    with ledger.recording():
        open_meeting(meeting=item.meeting, actor=actor("proper-officer"), at=CABINET_AT)

    assert asked() == []
    assert set(Duty.objects.filter(kind="interest.declare").values_list("result", flat=True)) == {"MEETING_OPEN"}


def test_decision_that_comes_back_is_asked_for_too():
    a_borough()
    case = a_decided_case()
    a_hold(case, "The need is not shown.")

    bring_back(case)

    assert asked(case) == list(MEMBERS)
