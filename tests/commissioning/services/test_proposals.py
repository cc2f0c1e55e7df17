"""Drafting and submitting a proposal."""

import pytest
from django.core.exceptions import PermissionDenied

from commissioning import ledger
from commissioning.models import (
    CommissioningQuestion,
    CostLine,
    DraftSave,
    Duty,
    EvidenceLink,
    FinanceLine,
    Involvement,
    Option,
    PrincipleAnswer,
    ProposalVersion,
    Recommendation,
    Risk,
    Score,
)
from commissioning.rules.content import commitments_hash, content_hash
from commissioning.rules.refusals import Refusal
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from commissioning.selectors.proposals import contributing_agencies, current_version, draft_content, gaps_of
from commissioning.selectors.tracks import goes_to_ssmt, is_key_track, partners_of
from commissioning.services.proposals import open_proposal_write, save_section, submit_proposal
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act
from tests.builders_s1 import (
    an_approved_pack,
    fill_proposal,
    last_event,
    open_duty,
    section_values,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
COMMON = {"kind": "proposal.submit", "subject": "2026/001/proposal"}


def drafting(track: str = "JOINT_KEY"):
    a_borough()
    case = a_case(track=track)
    with ledger.recording():
        if track not in ("OFFICER_EXECUTIVE", "URGENT", "VARIATION"):
            an_approved_pack(case)
        open_proposal_write(case=case, act=system_act())
    return case


@pytest.fixture
def case():
    return drafting()


def save(case, section: str, value: dict, *, revision: int = 0, who: str = "commissioner") -> DraftSave:
    with ledger.recording():
        return save_section(
            duty=open_duty(case, "proposal.write"),
            section=section,
            value=value,
            revision=revision,
            actor=actor(who),
            at=MORNING,
        )


def submit(case, *, note: str = "", who: str = "commissioner") -> ProposalVersion:
    with ledger.recording():
        return submit_proposal(
            duty=open_duty(case, "proposal.write"), note=note, actor=actor(who), at=MORNING
        )


def test_open_proposal_write_asks_the_lead_officer(case):
    duty = Duty.objects.get(kind="proposal.write")

    assert (duty.office.key, duty.round) == ("commissioner", 1)


def test_save_section_keeps_a_revision_and_one_event(case):
    save(case, "SUMMARY", {"text": "One service."})

    assert last_event(case) == {
        "kind": "proposal.write",
        "subject": "2026/001/proposal",
        "section": "SUMMARY",
        "revision": 1,
        "saved": {"text": "One service."},
        "track": "JOINT_KEY",
    }
    assert Involvement.objects.filter(case=case, part="author").count() == 1


def test_save_section_by_two_officers_loses_nothing(case):
    """E-100: optimistic lock, no silent overwrite."""
    save(case, "SUMMARY", {"text": "One service."})

    with pytest.raises(Refusal) as refused:
        save(case, "SUMMARY", {"text": "Two services."}, who="deputy-commissioner")
    save(case, "SUMMARY", {"text": "One service, two doors."}, revision=1, who="deputy-commissioner")

    assert refused.value.code == "draft.changed"
    kept = DraftSave.objects.filter(part="proposal/SUMMARY").values_list(
        "revision", "content", "saved_by__name"
    )
    assert list(kept) == [
        (1, {"text": "One service."}, "Commissioner"),
        (2, {"text": "One service, two doors."}, "Deputy Commissioner"),
    ]


def test_save_section_twice_the_same_keeps_one(case):
    save(case, "SUMMARY", {"text": "One service."})

    with pytest.raises(Refusal) as refused:
        save(case, "SUMMARY", {"text": "One service. \r\n"}, revision=1)

    assert refused.value.code == "draft.same"
    assert DraftSave.objects.filter(part="proposal/SUMMARY").count() == 1


@pytest.mark.parametrize(
    ("section", "value", "code"),
    [
        ("CRITERIA", {"items": [{"key": "K1", "title": "Need", "weight": "60"}]}, "draft.unreadable"),
        ("SUMMARY", {"words": "One service."}, "draft.unreadable"),
        ("NOTHING", {"text": "x"}, "proposal.no_section"),
        (
            "FINANCE",
            {"contributions": [{"agency": "mars", "year": "2026/27", "kind": "REVENUE", "pence": 1}]},
            "proposal.no_agency",
        ),
        (
            "FINANCE",
            {"shares": [{"agency": "council", "share": "50.00"}, {"agency": "icb", "share": "49.99"}]},
            "money.shares",
        ),
        (
            "FINANCE",
            {"shares": [{"agency": "council", "share": "50.00"}, {"agency": "icb", "share": "50.01"}]},
            "money.shares",
        ),
    ],
)
def test_save_section_refuses(case, section, value, code):
    with pytest.raises(Refusal) as refused:
        save(case, section, value)

    assert refused.value.code == code
    assert DraftSave.objects.filter(part__startswith="proposal/").count() == 0


def test_save_section_is_for_the_officer_of_the_case(case):
    with pytest.raises(PermissionDenied):
        save(case, "SUMMARY", {"text": "x"}, who="legal")


def test_save_section_is_not_for_people_who_wrote_the_evidence(case):
    Involvement.create_as(
        system_act(), case=case, person=actor("deputy-commissioner").user, part="analyst", at=MORNING
    )

    with pytest.raises(PermissionDenied):
        save(case, "SUMMARY", {"text": "x"}, who="deputy-commissioner")


def test_finances_above_the_threshold_make_it_key():
    case = drafting("MEMBER_NON_KEY")
    CommissioningQuestion.create_as(system_act(), case=case, estimate=10_000_000)

    save(case, "FINANCE", section_values()["FINANCE"])

    case.refresh_from_db()
    assert (case.track, is_key_track(case)) == ("JOINT_KEY", True)
    assert case.track_reasons[0] == "It is a key decision that also binds ICB."
    assert case.commissioning_question.is_key is True


def test_finances_below_the_threshold_leave_a_key_decision_key(case):
    CommissioningQuestion.create_as(system_act(), case=case, estimate=120_000_000, is_key=True)

    save(case, "FINANCE", section_values(council=1_000_000, icb=0)["FINANCE"])

    case.refresh_from_db()
    assert case.track == "COUNCIL_KEY"


def test_submit_freezes_a_version_under_both_hashes(case):
    with ledger.recording():
        fill_proposal(case)
    content = draft_content(case)

    version = submit(case)

    assert version.content == content
    assert (version.content_hash, version.commitments_hash) == (
        content_hash(content),
        commitments_hash(content),
    )
    assert (version.number, version.value_total, version.value_council) == (1, 300_000_000, 180_000_000)
    assert Duty.objects.get(kind="proposal.write").result == "SUBMITTED"
    assert last_event(case) == {
        **COMMON,
        "number": 1,
        "content_hash": version.content_hash,
        "commitments_hash": version.commitments_hash,
        "track": "JOINT_KEY",
        "value_total": 300_000_000,
        "value_council": 180_000_000,
        "note": "",
    }


def test_submit_writes_the_rows_beside_the_content(case):
    with ledger.recording():
        fill_proposal(case)

    submit(case)

    counts = [model.objects.count() for model in (Recommendation, Option, Score, CostLine, FinanceLine)]
    assert counts == [2, 4, 8, 2, 4]
    assert [model.objects.count() for model in (PrincipleAnswer, Risk, EvidenceLink)] == [7, 1, 1]


def test_submit_lists_every_gap_at_once(case):
    with pytest.raises(Refusal) as refused:
        submit(case)

    assert refused.value.code == "proposal.incomplete"
    assert "Fill in the section “Summary”." in refused.value.message
    assert "Enter at least one risk." in refused.value.message
    assert ProposalVersion.objects.count() == 0
    assert Duty.objects.get(kind="proposal.write").is_open


def test_submit_refuses_contributions_that_do_not_tie(case):
    """E-97: the sum of agency contributions is not the total."""
    with ledger.recording():
        fill_proposal(case)
    value = section_values()["FINANCE"]
    value["contributions"][0] = {**value["contributions"][0], "pence": 89_999_999}
    save(case, "FINANCE", value, revision=1)

    with pytest.raises(Refusal) as refused:
        submit(case)

    assert refused.value.message == (
        "The proposal cannot be submitted yet. The agencies’ contributions for 2027/28: the parts come to £1,499,999.99, "
        "which is £0.01 less than the total of £1,500,000."
    )


def test_submit_refuses_capital_that_pays_for_revenue(case):
    with ledger.recording():
        fill_proposal(case)
    value = section_values()["FINANCE"]
    value["contributions"][1] = {**value["contributions"][1], "kind": "CAPITAL"}
    save(case, "FINANCE", value, revision=1)

    messages = [gap.message for gap in gaps_of(draft_content(case))]

    assert len(messages) == 2
    assert all(message.endswith("Capital may not pay for revenue.") for message in messages)


def test_submit_refuses_weights_of_95(case):
    """E-98: weights that sum to 95, a missing score, nothing but the preferred option."""
    with ledger.recording():
        fill_proposal(case)
    criteria = [{"key": "K1", "title": "Need", "weight": 60}, {"key": "K2", "title": "Value", "weight": 35}]
    save(case, "CRITERIA", {"items": criteria}, revision=1)

    assert [gap.message for gap in gaps_of(draft_content(case))] == [
        "Make the criteria weights add up to 100; they add up to 95."
    ]


def test_submit_refuses_without_approved_evidence():
    a_borough()
    case = a_case()
    with ledger.recording():
        open_proposal_write(case=case, act=system_act())
        fill_proposal(case)

    with pytest.raises(Refusal) as refused:
        submit(case)

    assert refused.value.code == "proposal.no_evidence"


def test_submit_again_goes_on_from_the_last_version_and_says_what_changed(case):
    with ledger.recording():
        fill_proposal(case)
    first = submit(case)
    with ledger.recording():
        open_proposal_write(case=case, act=system_act())

    with pytest.raises(Refusal) as refused:
        submit(case)
    second = submit(case, note="Legal’s question is answered in the section Legal.")

    assert refused.value.code == "proposal.no_note"
    assert (second.number, second.content_hash) == (2, first.content_hash)
    assert Duty.objects.filter(kind="proposal.write").order_by("-pk")[0].round == 2
    assert current_version(case) == second


def test_version_cannot_be_changed(case):
    with ledger.recording():
        fill_proposal(case)
    version = submit(case)

    version.note = "Changed."
    with pytest.raises(TypeError):
        version.save()


@pytest.mark.parametrize(
    "track", [Track.COUNCIL_KEY, Track.MEMBER_NON_KEY, Track.OFFICER_EXECUTIVE, Track.VARIATION]
)
def test_every_track_can_be_completed(track):
    case = drafting(track.value)
    with ledger.recording():
        fill_proposal(case, icb=0)

    version = submit(case)

    assert set(version.content["sections"]) >= {page.code for page in pages_for(track)} & {
        "SUMMARY",
        "FINANCE",
    }


def test_partners_follow_the_newest_version(case):
    assert (partners_of(case), goes_to_ssmt(case)) == ([], False)

    with ledger.recording():
        fill_proposal(case)
    version = submit(case)

    assert (partners_of(case), goes_to_ssmt(case)) == (["ICB"], True)
    assert [agency.key for agency in contributing_agencies(version)] == ["council", "icb"]
