"""What members state on an agenda: prepared, confirmed, late."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Duty
from decisions.models import EqualityConfirmation, Interest
from decisions.rules.motions import Words
from decisions.selectors.case_authority import answer_for
from decisions.selectors.void_reviews import doubts_of
from decisions.selectors.votes import room
from decisions.services.attendances import open_meeting
from decisions.services.authority import allocate
from decisions.services.interests import confirm_interests
from decisions.services.late_interests import note_late_interest
from decisions.services.records import certify_record, open_record_certify
from tests.builders import actor, office, person, test_act
from tests.builders_rules import refused
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    a_cabinet_item,
    a_recommended_case,
    a_sitting,
    state_decision,
    state_interests,
)
from tests.builders_s5 import PUBLISHED_AT

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


def test_e47_late_declaration_goes_to_the_monitoring_officer_and_the_meeting_goes_on_without_the_member(item, client, settings):
    a_sitting(item.meeting)
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    duty = open_duty(item.case, "interest.note")
    set_clock(settings, CABINET_AT)
    sign_in(client, "monitoring-officer")

    page = client.get(f"/duties/{duty.pk}/").content.decode()
    decided = state_decision(item.case)
    with ledger.recording():
        note_late_interest(duty=duty, note="Registered on Monday.", actor=actor("monitoring-officer"), at=CABINET_AT)

    rows = Interest.objects.filter(item=item, person=person("cm-jobs"))
    assert list(rows.values_list("stage", flat=True)) == ["CONFIRMED", "LATE"]
    assert ("My firm supplies it." in page, duty.due_on) == (True, date(2027, 2, 7))  # 28 days beginning with 11 January
    assert (decided.outcome, [one["person"] for one in decided.conflicts], doubts_of(decided)) == ("AGREED", [person("cm-jobs").name], [])
    assert AuditIndex.objects.order_by("-seq").first().kind == "interest.note"


def test_late_declaration_of_no_interest_asks_nobody(item):
    begin(item.meeting)
    state_interests(item.meeting, "cm-jobs", kind="NRI", nature="A neighbour.")
    state_interests(item.meeting, "cm-jobs")

    assert Interest.objects.get(stage="LATE").is_none is True
    assert not Duty.objects.filter(kind="interest.note").exists()


def test_note_of_a_late_interest_needs_words_and_is_made_once(item):
    a_sitting(item.meeting)
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    duty = open_duty(item.case, "interest.note")

    def note(text: str) -> None:
        with ledger.recording():
            note_late_interest(duty=duty, note=text, actor=actor("monitoring-officer"), at=CABINET_AT)

    assert refused(note, " ") == "interest.no_note"
    note("Registered.")
    assert refused(note, "Again.") == "duty.gone"


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


def test_member_who_declared_a_pecuniary_interest_at_the_meeting_is_not_offered_the_matter_alone(item):
    """The item was deferred; the Leader cannot give it to the one whom the law keeps out of it."""
    a_sitting(item.meeting)
    state_interests(item.meeting, "cm-adults", kind="DPI", nature="My firm supplies it.")
    state_decision(item.case, Words("DEFERRED", reasons="Until the report is put right."))
    case, adults = deepcopy(item.case), office("cm-adults")

    with ledger.recording():
        code = refused(allocate, case=case, reasons="Soon.", office=adults, actor=actor("leader"), at=CABINET_AT)

    assert code == "allocation.interest"
    assert answer_for(case, CABINET_AT.date(), about=adults).answer.best(adults.pk) is None


def test_record_states_the_note_of_the_head_of_paid_service_beside_a_declared_interest(item):
    """It is another thing than a dispensation of the council, and the record is not certified without it."""
    a_sitting(item.meeting)
    state_interests(item.meeting, "cm-jobs", kind="DPI", nature="My firm supplies it.")
    state_decision(item.case)
    with ledger.recording():
        open_record_certify(case=item.case, act=test_act(CABINET_AT))
    given = {"duty": open_duty(item.case, "record.certify"), "conflicts_settled": True, "actor": actor("deputy-proper-officer"), "at": PUBLISHED_AT}

    with ledger.recording():
        code = refused(certify_record, **given)
    with ledger.recording():
        record = certify_record(**given, hops_notes={0: "Granted on 8 January 2027."})

    assert code == "record.incomplete"
    assert [(one["hops_note"], one["section_33_note"]) for one in record.content["conflicts"]] == [
        ("Granted on 8 January 2027.", "No dispensation under section 33.")
    ]
