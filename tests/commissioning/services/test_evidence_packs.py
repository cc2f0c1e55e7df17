"""Writing, reviewing and approving evidence: who may, what is kept, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import (
    Claim,
    ClaimIndicator,
    DraftSave,
    Duty,
    EvidencePack,
    EvidencePackVersion,
    Indicator,
    Involvement,
    Observation,
    PackReview,
)
from commissioning.rules.evidence_packs import pack_hash
from commissioning.rules.refusals import Refusal
from commissioning.selectors.evidence_packs import (
    eligible_peers,
    pack_content,
    pack_is_approved,
    pack_passed_review,
    pack_state,
)
from commissioning.services.evidence_packs import (
    approve_pack,
    open_pack_approve,
    open_pack_review,
    open_pack_write,
    remove_pack_part,
    review_pack,
    save_pack_part,
    submit_pack,
)
from tests.builders import MORNING, a_borough, a_case, actor, appoint, office, person
from tests.builders import test_act as system_act
from tests.builders_s1 import ABOUT, SOURCE, an_approved_pack, fill_pack, last_event, open_duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case():
    a_borough()
    case = a_case()
    with ledger.recording():
        open_pack_write(case=case, act=system_act())
    return case


def submitted(case) -> None:
    with ledger.recording():
        submit_pack(duty=fill_pack(case), peer=person("peer"), actor=actor("analyst"), at=MORNING)
        open_pack_review(case=case, act=system_act())


def passed(case) -> None:
    submitted(case)
    with ledger.recording():
        review_pack(
            duty=open_duty(case, "pack.review"), result="PASSED", reasons="", actor=actor("peer"), at=MORNING
        )
        open_pack_approve(case=case, act=system_act())


def answer(case, kind: str, service, who: str, result: str, reasons: str = "") -> PackReview:
    with ledger.recording():
        return service(
            duty=open_duty(case, kind), result=result, reasons=reasons, actor=actor(who), at=MORNING
        )


def test_open_pack_write_asks_analysts_outside_the_sponsoring_service(case):
    duties = Duty.objects.filter(case=case, kind="pack.write").order_by("office__order")

    assert [duty.office.key for duty in duties] == ["analyst", "peer"]
    assert pack_state(case) == "REQUESTED"


def test_open_pack_write_asks_nobody_where_the_track_needs_no_pack():
    a_borough()
    case = a_case(track="OFFICER_EXECUTIVE")

    with ledger.recording():
        open_pack_write(case=case, act=system_act())
        open_pack_review(case=case, act=system_act())
        open_pack_approve(case=case, act=system_act())

    assert Duty.objects.count() == 0
    assert (pack_passed_review(case), pack_is_approved(case)) == (True, True)


def test_save_pack_part_keeps_a_revision_and_one_event(case):
    with ledger.recording():
        save_pack_part(
            duty=open_duty(case, "pack.write", "analyst"),
            part="S",
            value=SOURCE,
            actor=actor("analyst"),
            at=MORNING,
        )

    save = DraftSave.objects.get()
    assert (save.part, save.revision, save.content, save.saved_in) == ("pack/S1", 1, SOURCE, "Senior analyst")
    assert last_event(case) == {
        "kind": "pack.write",
        "subject": "2026/001/evidence",
        "part": "S1",
        "revision": 1,
        "saved": SOURCE,
    }
    assert pack_state(case) == "IN_ANALYSIS"


def test_save_pack_part_numbers_on_and_never_uses_a_removed_number_again(case):
    duty = open_duty(case, "pack.write", "analyst")
    with ledger.recording():
        save_pack_part(duty=duty, part="S", value=SOURCE, actor=actor("analyst"), at=MORNING)
        remove_pack_part(duty=duty, part="S1", revision=1, actor=actor("analyst"), at=MORNING)
        save_pack_part(duty=duty, part="S", value=SOURCE, actor=actor("analyst"), at=MORNING)

    assert [source["key"] for source in pack_content(case)["sources"]] == ["S2"]


def test_save_pack_part_refuses_to_write_over_somebody_else(case):
    with ledger.recording():
        save_pack_part(
            duty=open_duty(case, "pack.write", "analyst"),
            part="about",
            value=ABOUT,
            actor=actor("analyst"),
            at=MORNING,
        )

    with pytest.raises(Refusal) as refused, ledger.recording():
        save_pack_part(
            duty=open_duty(case, "pack.write", "peer"),
            part="about",
            value={**ABOUT, "period": "2024"},
            actor=actor("peer"),
            at=MORNING,
        )

    assert refused.value.code == "draft.changed"
    assert DraftSave.objects.count() == 1


def test_save_pack_part_is_closed_to_the_sponsoring_service(case):
    appoint(person("analyst"), office("commissioner"), deputy=True)

    with pytest.raises(PermissionDenied), ledger.recording():
        save_pack_part(
            duty=open_duty(case, "pack.write", "analyst"),
            part="about",
            value=ABOUT,
            actor=actor("analyst"),
            at=MORNING,
        )

    assert EvidencePack.objects.count() == 0


def test_submit_pack_names_the_peer_and_closes_every_writing_duty(case):
    submitted(case)

    assert set(Duty.objects.filter(kind="pack.write").values_list("result", flat=True)) == {"SUBMITTED"}
    review = Duty.objects.get(kind="pack.review")
    assert (review.person, review.office.key) == (person("peer"), "peer")
    assert EvidencePack.objects.get().author == person("analyst")
    assert last_event(case) == {
        "kind": "pack.submit",
        "subject": "2026/001/evidence",
        "content_hash": pack_hash(pack_content(case)),
        "peer": "Peer",
    }
    assert pack_state(case) == "PEER_REVIEW"


def test_submit_pack_lists_every_gap_at_once(case):
    with pytest.raises(Refusal) as refused, ledger.recording():
        submit_pack(
            duty=open_duty(case, "pack.write", "analyst"),
            peer=person("peer"),
            actor=actor("analyst"),
            at=MORNING,
        )

    assert refused.value.code == "pack.incomplete"
    assert refused.value.message.count(".") == 14
    assert Duty.objects.filter(closed_at__isnull=False).count() == 0


def test_submit_pack_refuses_a_peer_who_wrote_it(case):
    with ledger.recording():
        duty = fill_pack(case)

    with pytest.raises(Refusal) as refused, ledger.recording():
        submit_pack(duty=duty, peer=person("analyst"), actor=actor("analyst"), at=MORNING)

    assert refused.value.code == "evidence.own_review"


def test_submit_pack_refuses_a_peer_from_elsewhere(case):
    with ledger.recording():
        duty = fill_pack(case)

    with pytest.raises(Refusal) as refused, ledger.recording():
        submit_pack(duty=duty, peer=person("legal"), actor=actor("analyst"), at=MORNING)

    assert refused.value.code == "pack.peer"
    assert [peer.name for peer in eligible_peers(case, MORNING)] == ["Peer"]


def test_review_pack_passed_goes_on(case):
    submitted(case)

    answer(case, "pack.review", review_pack, "peer", "PASSED")

    assert pack_passed_review(case) is True
    assert Involvement.objects.filter(person=person("peer"), part="reviewer").count() == 1
    assert last_event(case) == {
        "kind": "pack.review",
        "subject": "2026/001/evidence",
        "stage": "PEER",
        "result": "PASSED",
        "reasons": "",
    }


def test_review_pack_returned_goes_back_to_the_office_that_sent_it(case):
    submitted(case)

    answer(case, "pack.review", review_pack, "peer", "RETURNED", "Name the year.")
    with ledger.recording():
        open_pack_write(case=case, act=system_act())

    again = Duty.objects.get(kind="pack.write", closed_at__isnull=True)
    assert (pack_passed_review(case), again.office.key, again.round) == (False, "analyst", 2)
    assert pack_state(case) == "RETURNED"


@pytest.mark.parametrize(("result", "code"), [("RETURNED", "pack.no_reasons"), ("APPROVED", "pack.result")])
def test_review_pack_refuses(case, result, code):
    submitted(case)

    with pytest.raises(Refusal) as refused:
        answer(case, "pack.review", review_pack, "peer", result)

    assert refused.value.code == code
    assert PackReview.objects.count() == 0


def test_review_pack_is_for_the_named_peer(case):
    submitted(case)

    with pytest.raises(PermissionDenied):
        answer(case, "pack.review", review_pack, "analyst", "PASSED")


def test_approve_pack_freezes_content_rows_and_hash(case):
    passed(case)

    answer(case, "pack.approve", approve_pack, "research-lead", "APPROVED")

    version = EvidencePackVersion.objects.get()
    assert version.content == pack_content(case)
    assert version.content_hash == pack_hash(version.content)
    assert [str(row.value) for row in Observation.objects.all()] == ["325.0000", "389.0000"]
    assert Indicator.objects.get().source.publisher == "Metropolitan Police"
    assert (ClaimIndicator.objects.get().claim, pack_is_approved(case)) == (Claim.objects.get(), True)
    assert last_event(case) == {
        "kind": "pack.approve",
        "subject": "2026/001/evidence",
        "stage": "LEAD",
        "result": "APPROVED",
        "reasons": "",
        "number": 1,
        "content_hash": version.content_hash,
    }
    assert pack_state(case) == "APPROVED"


def test_approve_pack_returned_is_an_event_of_its_own(case):
    passed(case)

    answer(case, "pack.approve", approve_pack, "research-lead", "RETURNED", "Show the range.")

    assert (pack_is_approved(case), EvidencePackVersion.objects.count()) == (False, 0)
    assert last_event(case)["kind"] == "pack.return"


def test_approve_pack_is_not_for_its_author(case):
    appoint(person("analyst"), office("research-lead"), deputy=True)
    passed(case)

    with pytest.raises(PermissionDenied):
        answer(case, "pack.approve", approve_pack, "analyst", "APPROVED")


def test_an_approved_pack_is_made_through_the_services():
    a_borough()
    case = a_case()

    with ledger.recording():
        version = an_approved_pack(case)

    assert (version.number, version.author.name, version.approved_by.name) == (1, "Analyst", "Research Lead")
