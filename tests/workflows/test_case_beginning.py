"""From the question to clearance on the real chart: every act through the desk."""

import pytest

from commissioning.models import Body, Case, Duty, Organisation
from commissioning.services.cases import open_case, withdraw_case
from commissioning.services.evidence_packs import approve_pack, review_pack, save_pack_part, submit_pack
from commissioning.services.proposals import save_section, submit_proposal
from tests.builders import MORNING, a_borough, actor, office, person
from tests.builders_s1 import ABOUT, CLAIM, INDICATOR, SOURCE, section_values
from workflows import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


def put(**changes: object) -> Case:
    stated = {
        "title": "Support for survivors",
        "question": "Who needs support?",
        "sponsor": Body.objects.get(key="adults"),
        "lead_member": office("cm-adults"),
        "estimate": 300_000_000,
        "partners": [Organisation.objects.get(key="icb")],
        **changes,
    }
    return desk.open_case(open_case, by=actor("commissioner"), at=MORNING, **stated).result


def waiting(case: Case) -> list[tuple[str, str]]:
    """Kind and office of everything open, in order."""
    duties = Duty.objects.filter(case=case, closed_at__isnull=True).order_by("kind", "office__order")
    return [(duty.kind, duty.office.key) for duty in duties]


def do(case: Case, kind: str, service, who: str, **kwargs: object) -> object:
    duty = Duty.objects.filter(case=case, kind=kind, office__key=who, closed_at__isnull=True).get()
    outcome = desk.act(case, service, by=actor(who), at=MORNING, duty=duty.pk, **kwargs)
    assert outcome.is_done, outcome.refusal
    return outcome.result


def send_pack(case: Case) -> None:
    do(case, "pack.write", submit_pack, "analyst", peer=person("peer"))


@pytest.fixture(autouse=True)
def borough():
    a_borough()


def test_evidence_goes_round_until_it_is_approved():
    case = put()
    assert waiting(case) == [("pack.write", "analyst"), ("pack.write", "peer")]

    for part, value in (("about", ABOUT), ("S", SOURCE), ("I", INDICATOR), ("C", CLAIM)):
        do(case, "pack.write", save_pack_part, "analyst", part=part, value=value)
    send_pack(case)
    assert waiting(case) == [("pack.review", "peer")]

    do(case, "pack.review", review_pack, "peer", result="RETURNED", reasons="Name the year.")
    assert waiting(case) == [("pack.write", "analyst")]

    send_pack(case)
    do(case, "pack.review", review_pack, "peer", result="PASSED", reasons="")
    assert waiting(case) == [("pack.approve", "research-lead")]

    do(case, "pack.approve", approve_pack, "research-lead", result="RETURNED", reasons="Show the range.")
    assert waiting(case) == [("pack.write", "analyst")]

    send_pack(case)
    do(case, "pack.review", review_pack, "peer", result="PASSED", reasons="")
    do(case, "pack.approve", approve_pack, "research-lead", result="APPROVED", reasons="")
    assert ("proposal.write", "commissioner") in waiting(case)


def test_an_officer_decision_begins_with_the_proposal():
    case = put(partners=[], estimate=0, maker="OFFICER")

    assert waiting(case) == [("proposal.write", "commissioner")]

    for section, value in section_values(case.track, council=1_000_000, icb=0).items():
        do(case, "proposal.write", save_section, "commissioner", section=section, value=value)
    do(case, "proposal.write", submit_proposal, "commissioner")
    assert {kind for kind, _ in waiting(case)} == {"clearance.give"}


def test_a_withdrawn_case_waits_for_nobody():
    case = put()

    outcome = desk.act(case, withdraw_case, by=actor("commissioner"), at=MORNING, reason="The grant ended.")
    again = desk.act(case, withdraw_case, by=actor("commissioner"), at=MORNING, reason="Again.")

    assert (outcome.is_done, waiting(case)) == (True, [])
    assert again.refusal.code == "case.closed"


def test_a_refused_act_leaves_nothing_behind():
    case = put()
    duty = Duty.objects.filter(case=case, kind="pack.write", office__key="analyst").get()

    outcome = desk.act(case, submit_pack, by=actor("analyst"), at=MORNING, duty=duty.pk, peer=person("peer"))

    assert outcome.refusal.code == "pack.incomplete"
    assert waiting(case) == [("pack.write", "analyst"), ("pack.write", "peer")]
