"""Putting a commissioning question and withdrawing a case."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import Body, Case, Duty, Involvement, Organisation
from commissioning.rules.refusals import Refusal
from commissioning.services.cases import open_case, withdraw_case
from commissioning.services.duties import open_duties
from tests.builders import MORNING, a_borough, a_case, actor, office
from tests.builders import test_act as system_act
from tests.builders_s1 import last_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture(autouse=True)
def borough():
    return a_borough()


def put(who: str = "commissioner", at: datetime = MORNING, **changes: object) -> Case:
    stated = {
        "title": "Support for survivors",
        "question": "Who needs support, and what should we buy together?",
        "sponsor": Body.objects.get(key="adults"),
        "lead_member": office("cm-adults"),
        "estimate": 120_000_000,
        "partners": [Organisation.objects.get(key="icb")],
        **changes,
    }
    with ledger.recording():
        return open_case(actor=actor(who), at=at, **stated)


def test_open_case_numbers_pins_and_chooses_the_track():
    case = put()

    case.refresh_from_db()
    assert (case.reference, case.track, case.outcome) == ("2026/001", "JOINT_KEY", "")
    assert (case.officer.key, case.lead_member.key) == ("commissioner", "cm-adults")
    assert case.constitution.version == "2026"
    assert case.track_reasons == [
        "It is a key decision that also binds ICB.",
        "Partner agencies recommend first and each signs for itself.",
        "The value of £1,200,000 is over the council’s threshold of £500,000.",
        "It is not likely to be significant in two or more wards.",
    ]
    assert [row.organisation.key for row in case.expected_agencies.all()] == ["icb"]
    assert case.commissioning_question.is_key is True
    assert Involvement.objects.get(case=case).part == "author"
    assert case.history.get().history_office == "Commissioning manager, adults"


def test_open_case_appends_one_event():
    case = put()

    assert last_event(case) == {
        "kind": "case.open",
        "subject": "2026/001",
        "title": "Support for survivors",
        "question": "Who needs support, and what should we buy together?",
        "sponsor": "Adult social care commissioning",
        "lead_member": "Cabinet member for adults and health",
        "track": "JOINT_KEY",
        "track_reasons": case.track_reasons,
        "estimate": 120_000_000,
        "agencies": ["ICB"],
        "constitution": "2026",
    }


def test_open_case_numbers_without_gaps_and_anew_each_year():
    first = put()
    with pytest.raises(Refusal):
        put(title=" ")

    second, third = put(), put(at=datetime(2027, 1, 1, 0, 30, tzinfo=UTC))

    assert [case.reference for case in (first, second, third)] == ["2026/001", "2026/002", "2027/001"]


@pytest.mark.parametrize(
    ("changes", "track"),
    [
        ({"partners": []}, "COUNCIL_KEY"),
        ({"partners": [], "estimate": 50_000_000}, "MEMBER_NON_KEY"),
        ({"partners": [], "estimate": 50_000_100}, "COUNCIL_KEY"),
        ({"partners": [], "estimate": 0, "several_wards": True}, "COUNCIL_KEY"),
        ({"partners": [], "estimate": 0, "maker": "OFFICER"}, "OFFICER_EXECUTIVE"),
        ({"partners": [], "executive": False}, "OFFICER_NON_EXECUTIVE"),
        ({"varies_a_decision": True}, "VARIATION"),
    ],
)
def test_open_case_chooses_the_track_by_rule(changes, track):
    assert put(**changes).track == track


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"question": ""}, "case.no_question"),
        ({"estimate": -1}, "case.estimate"),
    ],
)
def test_open_case_refuses_what_is_not_sound(changes, code):
    with pytest.raises(Refusal) as refused:
        put(**changes)

    assert refused.value.code == code
    assert Case.objects.count() == 0


def test_open_case_refuses_a_lead_outside_the_cabinet():
    with pytest.raises(Refusal) as refused:
        put(lead_member=office("scrutiny-chair"))

    assert refused.value.code == "case.lead_member"


def test_open_case_names_the_offices_that_a_new_installation_still_lacks():
    for key in ("research-lead", "equality", "ssmt-chair"):
        row = office(key)
        row.role = "COUNCILLOR"
        row.save_as(system_act())

    with pytest.raises(Refusal) as refused:
        put()

    assert (refused.value.code, refused.value.message) == (
        "case.no_office",
        "No office is set up yet as: Research lead, Equality lead, Chair of the senior management team. Somebody has to "
        "take these steps of the case. Ask the administrator to set up the offices.",
    )
    assert put(estimate=10_000_000, partners=[], maker="OFFICER").track == "OFFICER_EXECUTIVE"


def test_open_case_refuses_the_council_as_its_own_partner():
    with pytest.raises(Refusal) as refused:
        put(partners=[Organisation.objects.get(key="council")])

    assert refused.value.code == "case.partner"


def test_open_case_is_for_officers():
    with pytest.raises(PermissionDenied):
        put("analyst")

    assert Case.objects.count() == 0


def test_withdraw_case_closes_duties_and_keeps_the_reason():
    case = a_case()
    with ledger.recording():
        open_duties(case, "pack.write", system_act(), offices=[office("analyst"), office("peer")])

    with ledger.recording():
        withdraw_case(case=case, reason="The grant ended.", actor=actor("commissioner"), at=MORNING)

    case.refresh_from_db()
    assert (case.outcome, case.closed_at) == ("WITHDRAWN", MORNING)
    assert set(Duty.objects.values_list("result", "closed_at")) == {("WITHDRAWN", MORNING)}
    assert case.history.first().history_change_reason == "The grant ended."
    assert last_event(case) == {
        "kind": "case.withdraw",
        "subject": "2026/001",
        "withdrawal_reason": "The grant ended.",
    }


@pytest.mark.parametrize("who", ["cm-adults", "leader", "deputy-commissioner"])
def test_withdraw_case_is_open_to_lead_member_leader_and_deputy(who):
    case = a_case()

    with ledger.recording():
        withdraw_case(case=case, reason="Overtaken.", actor=actor(who), at=MORNING)

    assert case.outcome == "WITHDRAWN"


@pytest.mark.parametrize("who", ["cm-finance", "analyst", "scrutiny-chair"])
def test_withdraw_case_is_closed_to_others(who):
    case = a_case()

    with pytest.raises(PermissionDenied), ledger.recording():
        withdraw_case(case=case, reason="No.", actor=actor(who), at=MORNING)

    assert Case.objects.get().is_open


def test_withdraw_case_needs_a_reason():
    with pytest.raises(Refusal) as refused, ledger.recording():
        withdraw_case(case=a_case(), reason=" ", actor=actor("commissioner"), at=MORNING)

    assert refused.value.code == "case.no_reason"


def test_withdraw_case_is_refused_once_decided():
    case = a_case()
    with ledger.recording():
        open_duties(case, "record.certify", system_act(), offices=[office("proper-officer")])

    with pytest.raises(Refusal) as refused, ledger.recording():
        withdraw_case(case=case, reason="Too late.", actor=actor("commissioner"), at=MORNING)

    assert refused.value.code == "case.decided"
    assert Duty.objects.get().is_open
