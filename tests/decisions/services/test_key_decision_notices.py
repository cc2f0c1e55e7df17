"""Notices of key decision: what they must state, when their clock starts, when a new one is needed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import AuditIndex, Body
from commissioning.rules.refusals import Refusal
from decisions.models import KeyDecisionNotice
from decisions.selectors.forward_plan import forward_plan
from decisions.selectors.key_decision_notices import (
    live_notice,
    needs_notice,
    notice_matures_at,
    notices_of,
)
from decisions.services.key_decision_notices import Copy, publish_notice, require_notice
from tests.builders import MORNING, a_borough, a_case, actor, appoint, office, person, test_act
from tests.builders_s1 import a_submitted_proposal
from tests.builders_s2 import a_copy, a_notice, a_notice_duty, a_second_version, wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def refused(case, *, at=MORNING, copy=None, by="proper-officer", **changes) -> str:
    """The code with which publishing is refused; nothing may be left behind."""
    duty = a_notice_duty(case, at=at)
    with pytest.raises(Refusal) as refusal, ledger.recording():
        publish_notice(
            duty=duty, wording=wording(**changes), copy=copy or a_copy(at), actor=actor(by), at=at
        )
    duty.refresh_from_db()
    assert (KeyDecisionNotice.objects.count(), duty.is_open) == (0, True)
    return refusal.value.code


def test_notice_published_on_20_november_matures_on_19_december():
    a_borough()
    case = a_case()

    notice = a_notice(case, at=FRIDAY)

    assert (notice.reference, notice.counts_from, notice.matures_on) == ("2026-001-1", date(2026, 11, 20), date(2026, 12, 19))
    assert notice_matures_at(case) == datetime(2026, 12, 19, 0, 0, tzinfo=UTC)
    assert notice.deadline["ends_on"] == "2026-12-18"


def test_notice_states_the_members_of_the_body_as_they_are_now():
    a_borough()
    case = a_case()

    notice = a_notice(case)
    appoint(person("councillor-1"), office("cm-culture"))

    seats = notice.content["maker"]["members"]
    assert len(seats) == 9
    assert seats[0] == {"name": "Leader", "office": "Leader of the Council"}


def test_notice_for_one_member_states_name_and_title():
    a_borough()
    case = a_case()

    notice = a_notice(case, body=None, member=office("cm-adults"))

    assert notice.content["maker"] == {
        "name": "Cabinet member for adults and health", "person": "Cm Adults", "members": [],
    }  # fmt: skip
    assert (notice.maker_office.key, notice.maker_body) == ("cm-adults", None)


def test_e02_notice_after_the_cut_off_counts_from_the_next_working_day():
    a_borough()
    case = a_case()

    notice = a_notice(case, at=datetime(2026, 11, 20, 17, 1, tzinfo=UTC))

    assert (notice.counts_from, notice.matures_on) == (date(2026, 11, 23), date(2026, 12, 22))


def test_notice_duty_is_closed_and_one_event_says_so():
    a_borough()
    case = a_case()
    duty = a_notice_duty(case)

    with ledger.recording():
        notice = publish_notice(duty=duty, wording=wording(), copy=a_copy(), actor=actor("proper-officer"), at=MORNING)

    duty.refresh_from_db()
    events = AuditIndex.objects.filter(subject=f"notice:{notice.reference}").values_list("kind", flat=True)
    assert (duty.result, list(events)) == ("PUBLISHED", ["notice.publish"])


def test_e01_decision_date_28_days_after_the_notice_is_refused_with_the_count():
    a_borough()
    case = a_case()
    duty = a_notice_duty(case, at=FRIDAY)

    with pytest.raises(Refusal) as refusal, ledger.recording():
        publish_notice(
            duty=duty, wording=wording(decide_from=date(2026, 12, 18)), copy=a_copy(FRIDAY),
            actor=actor("proper-officer"), at=FRIDAY,
        )  # fmt: skip

    assert (refusal.value.code, refusal.value.earliest) == ("notice.too_short", date(2026, 12, 19))
    assert "only 27 clear days; 28 are needed" in refusal.value.message


@pytest.mark.parametrize(
    "changes",
    [
        {"matter": " "},
        {"documents": ()},
        {"address": ""},
        {"procedure": ""},
        {"decide_from": date(2027, 3, 31), "decide_to": date(2027, 1, 11)},
    ],
)
def test_notice_with_a_field_missing_is_refused(changes):
    a_borough()

    assert refused(a_case(), **changes) == "notice.incomplete"


def test_e11_notice_for_a_body_without_members_is_refused():
    borough = a_borough()
    empty = Body(key="empty", name="Cabinet committee", kind="CABINET_COMMITTEE", organisation=borough.bodies["cabinet"].organisation)
    empty.save_as(test_act())

    assert refused(a_case(), body=empty) == "notice.incomplete"


@pytest.mark.parametrize(
    "copy",
    [
        Copy("", "Clerk", MORNING),
        Copy("Reception", " ", MORNING),
        Copy("Reception", "Clerk", MORNING + timedelta(minutes=1)),
        Copy("Reception", "Clerk", MORNING - timedelta(days=8)),
    ],
)
def test_notice_without_a_copy_in_its_place_is_refused(copy):
    a_borough()

    assert refused(a_case(), copy=copy) == "notice.copy"


def test_only_the_proper_officer_publishes():
    a_borough()
    case = a_case()
    duty = a_notice_duty(case)

    with pytest.raises(PermissionDenied), ledger.recording():
        publish_notice(duty=duty, wording=wording(), copy=a_copy(), actor=actor("commissioner"), at=MORNING)


def test_needs_notice_until_one_covers_the_proposal():
    a_borough()
    case = a_case()
    before = needs_notice(case)

    a_notice(case)

    assert (before, needs_notice(case)) == (True, False)


def test_case_that_is_not_key_needs_no_notice():
    a_borough()

    assert needs_notice(a_case(track="MEMBER_NON_KEY")) is False


def test_higher_value_than_announced_needs_a_new_notice():
    a_borough()
    case = a_case()
    a_submitted_proposal(case)
    a_notice(case, value_pence=300_000_000)
    before = needs_notice(case)

    a_second_version(case, council=120_000_000)

    assert (before, needs_notice(case)) == (False, True)


def test_second_notice_supersedes_the_first_and_says_why():
    a_borough()
    case = a_case()
    first = a_notice(case)

    second = a_notice(case, at=MORNING + timedelta(days=1), why_again="The value is higher.")

    assert (second.number, second.supersedes, live_notice(case)) == (2, first, second)
    assert [row.reference for row in forward_plan()] == ["2026-001-2"]
    assert second.content["first_published_on"] == "2026-11-23"


def test_second_notice_without_a_reason_is_refused():
    a_borough()
    case = a_case()
    a_notice(case)
    duty = a_notice_duty(case)

    with pytest.raises(Refusal) as refusal, ledger.recording():
        publish_notice(duty=duty, wording=wording(), copy=a_copy(), actor=actor("proper-officer"), at=MORNING)

    assert (refusal.value.code, notices_of(case).count()) == ("notice.why_again", 1)


@pytest.mark.parametrize(
    ("maker", "on", "code"),
    [
        ("Cabinet", date(2026, 12, 21), "notice.does_not_cover"),
        ("Cabinet member for adults and health", date(2027, 1, 11), "notice.does_not_cover"),
        ("Cabinet", date(2027, 7, 5), "notice.lapsed"),
    ],
)
def test_e15_decision_outside_its_notice_is_refused(maker, on, code):
    a_borough()
    case = a_case()
    a_notice(case)

    with pytest.raises(Refusal) as refusal:
        require_notice(case, maker=maker, on=on)

    assert refusal.value.code == code


def test_decision_within_its_notice_may_be_made():
    a_borough()
    case = a_case()
    notice = a_notice(case)

    assert require_notice(case, maker="Cabinet", on=date(2027, 1, 11)) == notice


def test_slipped_decision_keeps_the_clear_days_of_the_notice_before_it():
    a_borough()
    case = a_case()
    first = a_notice(case)
    later = {"decide_from": date(2027, 1, 25), "decide_to": date(2027, 4, 30), "why_again": "The meeting moved."}

    second = a_notice(case, at=datetime(2027, 1, 14, 9, 0, tzinfo=UTC), **later)

    assert (second.matures_on, second.content["carried_from"]) == (first.matures_on, "2026-001-1")
    assert second.content["first_published_on"] == "2026-11-23"


def test_notice_published_again_with_one_more_document_keeps_its_clear_days():
    a_borough()
    case = a_case()
    first = a_notice(case, wards=("All wards",), value_pence=None)
    more = {"value_pence": 300_000_000, "documents": ("Report", "Equality analysis", "Consultation report"), "wards": ("Vale Park",)}

    second = a_notice(case, at=datetime(2026, 12, 20, 9, 0, tzinfo=UTC), why_again="A document was added.", **more)

    assert (second.matures_on, second.content["carried_from"]) == (first.matures_on, "2026-001-1")
    assert require_notice(case, maker="Cabinet", on=date(2027, 1, 11)) == second


def test_decision_that_slips_twice_is_measured_from_the_period_first_announced():
    a_borough()
    case = a_case()
    a_notice(case)  # until 31 March 2027
    slip = {"why_again": "The meeting moved."}
    second = a_notice(case, at=datetime(2027, 3, 22, 9, 0, tzinfo=UTC), decide_from=date(2027, 6, 1), decide_to=date(2027, 6, 30), **slip)

    third = a_notice(case, at=datetime(2027, 6, 1, 9, 0, tzinfo=UTC), decide_from=date(2027, 7, 5), decide_to=date(2027, 7, 30), **slip)

    assert (second.content["carried_from"], "carried_from" in third.content, third.matures_on) == ("2026-001-1", False, date(2027, 6, 30))


@pytest.mark.parametrize(
    "changes",
    [
        {"matter": "Whether to buy two services."},
        {"value_pence": 900_000_000},
        {"wards": ("Alderbrook",)},
        {"decide_from": date(2027, 8, 2), "decide_to": date(2027, 8, 31)},
    ],
)
def test_slipped_decision_with_anything_else_changed_starts_28_new_days(changes):
    a_borough()
    case = a_case()
    a_notice(case, value_pence=100_000_000, wards=("Vale Park",))
    values = {
        "decide_from": date(2027, 2, 22), "decide_to": date(2027, 4, 30), "value_pence": 100_000_000, "wards": ("Vale Park",),
    } | changes  # fmt: skip

    second = a_notice(case, at=datetime(2027, 1, 14, 9, 0, tzinfo=UTC), why_again="It moved.", **values)

    assert (second.matures_on, "carried_from" in second.content) == (date(2027, 2, 12), False)


def test_slipped_decision_that_names_another_maker_starts_28_new_days():
    a_borough()
    case = a_case()
    a_notice(case)
    later = {"decide_from": date(2027, 1, 25), "decide_to": date(2027, 4, 30), "body": None, "member": office("leader")}

    with pytest.raises(Refusal) as refusal:
        a_notice(case, at=datetime(2027, 1, 14, 9, 0, tzinfo=UTC), why_again="The Leader decides.", **later)

    assert (refusal.value.code, refusal.value.earliest) == ("notice.too_short", date(2027, 2, 12))
