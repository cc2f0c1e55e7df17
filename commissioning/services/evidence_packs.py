"""Writing, reviewing and approving the evidence, each by somebody else and none of them from the service that asks.

Opening steps are called by the chart; every act checks access, then legality, changes the record, appends one event.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import (
    Case,
    DraftSave,
    Duty,
    EvidencePack,
    EvidencePackVersion,
    Office,
    PackReview,
    User,
)
from commissioning.rules.counting import forward
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evidence import Independence, require_independent
from commissioning.rules.evidence_packs import pack_hash, require_pack_complete
from commissioning.rules.pack_values import settle_part
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.evidence_packs import (
    eligible_peers,
    find_pack,
    needs_pack,
    next_part,
    open_challenges,
    pack_content,
)
from commissioning.services.drafts import save_draft
from commissioning.services.duties import close_all, close_duty, involve, open_duties
from commissioning.services.evidence_parts import freeze_parts

PACK_DAYS = 20
CHECK_DAYS = 5


def open_pack_write(*, case: Case, act: Act) -> None:
    """Ask the analysts of the shared research function; a returned pack goes back to the office that sent it in."""
    if not needs_pack(case):
        return
    pack = find_pack(case)
    offices = Office.objects.filter(role="ANALYST").exclude(body=case.sponsor).order_by("order", "pk")
    if pack is not None and pack.author_office_id:
        offices = offices.filter(pk=pack.author_office_id)
    open_duties(case, "pack.write", act, offices=list(offices), due=_target(case, act, PACK_DAYS))


def open_pack_review(*, case: Case, act: Act) -> None:
    """Ask the peer whom the analyst named."""
    if not needs_pack(case):
        return
    pack = EvidencePack.objects.select_related("peer", "peer_office").get(case=case)
    due = _target(case, act, CHECK_DAYS)
    open_duties(case, "pack.review", act, offices=[pack.peer_office], person=pack.peer, due=due)


def open_pack_approve(*, case: Case, act: Act) -> None:
    """Ask the research lead."""
    if not needs_pack(case):
        return
    offices = Office.objects.filter(role="RESEARCH_LEAD").exclude(body=case.sponsor).order_by("order", "pk")
    open_duties(case, "pack.approve", act, offices=list(offices), due=_target(case, act, CHECK_DAYS))


def _target(case: Case, act: Act, days: int) -> Deadline:
    """When the shared research function means to be ready: a promise to the asking service, no period of law."""
    return forward(
        "WORK_AFTER", days, act.at, calendar_for(constitution_of(case)), rule="pack.target",
        citation="Working target of the shared research function", start_event="asked", target_event="overdue from",
    )  # fmt: skip


def save_pack_part(
    *, duty: Duty, part: str, value: Mapping, actor: Actor, at: datetime, revision: int = 0
) -> DraftSave:
    """Keep one part of the pack: "about", "S1", "I1", "C1", or "S", "I", "C" for the next free number.

    Raises Refusal for a value that cannot be read, or when somebody saved the part in between.
    """
    standing = _require_independent(actor, "pack.write", duty, at)
    act = Act(actor, standing, at)
    case = duty.case
    _begin(case, act)
    name = next_part(case, part) if part in ("S", "I", "C") else part
    save = save_draft(case, f"pack/{name}", settle_part(name, value), revision, act)
    involve(case, act, "analyst")
    ledger.append(
        "pack.write",
        act,
        f"{case.reference}/evidence",
        case=case,
        fields={"part": name, "revision": save.revision, "saved": save.content},
    )
    return save


def remove_pack_part(*, duty: Duty, part: str, actor: Actor, at: datetime, revision: int = 0) -> DraftSave:
    """Take a source, indicator or claim out of the draft. Its number is not used again."""
    standing = _require_independent(actor, "pack.write", duty, at)
    act = Act(actor, standing, at)
    case = duty.case
    save = save_draft(case, f"pack/{part}", {"removed": True}, revision, act)
    involve(case, act, "analyst")
    ledger.append(
        "pack.write",
        act,
        f"{case.reference}/evidence",
        case=case,
        fields={"part": part, "revision": save.revision, "removed": True},
    )
    return save


def _require_independent(actor: Actor, what: str, duty: Duty, at: datetime) -> Standing:
    """Evidence is found by people without any office in the service that asks for it."""
    standing = access.require(actor, what, duty, at)
    person = actor.user
    if person and access.live_appointments(person, at).filter(office__body=duty.case.sponsor_id).exists():
        raise PermissionDenied(
            "You hold an office in the service that asks, so you cannot work on its evidence. "
            "Ask the research lead to give it to somebody else."
        )
    return standing


def _begin(case: Case, act: Act) -> EvidencePack:
    pack = find_pack(case)
    return pack if pack is not None else EvidencePack.create_as(act, case=case, begun_at=act.at)


def submit_pack(*, duty: Duty, peer: User, actor: Actor, at: datetime) -> EvidencePack:
    """Hand the pack to a named peer. Raises Refusal listing every gap, or when the peer may not review this pack."""
    standing = _require_independent(actor, "pack.write", duty, at)
    act = Act(actor, standing, at)
    case = duty.case
    content = pack_content(case)
    require_pack_complete(content)
    require_independent(
        Independence(
            author=actor.user.pk,
            reviewer=peer.pk,
            approver=None,
            author_body=standing.body.pk,
            sponsoring_body=case.sponsor_id,
            declared_independent=content["is_independent"],
        )
    )
    involve(case, act, "analyst")
    office = eligible_peers(case, at).get(peer)
    if office is None:
        raise Refusal(
            "pack.peer",
            f"{peer.name} cannot review this pack. Name an analyst who did not write it and is not in the service "
            "that asks.",
        )
    pack = _begin(case, act)
    pack.author, pack.author_office = actor.user, standing.office
    pack.peer, pack.peer_office, pack.submitted_at = peer, office, at
    pack.save_as(act, update_fields=["author", "author_office", "peer", "peer_office", "submitted_at"])
    close_all(case, act, "SUBMITTED", kind="pack.write")
    ledger.append(
        "pack.submit",
        act,
        f"{case.reference}/evidence",
        case=case,
        fields={"content_hash": pack_hash(content), "peer": peer.name},
        tier={"peer": "member"},
    )
    return pack


def review_pack(*, duty: Duty, result: str, reasons: str, actor: Actor, at: datetime) -> PackReview:
    """The named peer passes the pack (PASSED) or returns it with reasons (RETURNED)."""
    standing = _require_independent(actor, "pack.review", duty, at)
    review = _review(
        duty, "PEER", result, reasons, Act(actor, standing, at, reason=reasons), ("PASSED", "RETURNED")
    )
    involve(duty.case, Act(actor, standing, at), "reviewer")
    _append_review("pack.review", duty, review, Act(actor, standing, at), {})
    return review


def approve_pack(*, duty: Duty, result: str, reasons: str, actor: Actor, at: datetime) -> PackReview:
    """The research lead approves (APPROVED), which freezes a version under its hash, or returns the pack (RETURNED).

    Raises Refusal while a challenge of the officer is unanswered.
    """
    standing = _require_independent(actor, "pack.approve", duty, at)
    act = Act(actor, standing, at, reason=reasons)
    fields: dict[str, object] = {}
    if result == "APPROVED":
        _require_answered(duty.case)
    review = _review(duty, "LEAD", result, reasons, act, ("APPROVED", "RETURNED"))
    if result == "APPROVED":
        version = _freeze(duty.case, act)
        fields = {"number": version.number, "content_hash": version.content_hash}
    involve(duty.case, act, "pack_approver")
    _append_review("pack.approve" if result == "APPROVED" else "pack.return", duty, review, act, fields)
    return review


def _require_answered(case: Case) -> None:
    waiting = open_challenges(case)
    if waiting:
        numbers = ", ".join(str(number) for number in waiting)
        raise Refusal(
            "pack.challenge_open",
            f"Challenge {numbers} has no answer yet. Answer it first, or return the pack.",
            alternatives=(
                Alternative("Read the challenge and its answers", "case_evidence"),
                Alternative("Return the pack", "duty", query={"result": "RETURNED"}, kinds=("pack.approve",)),
            ),
        )


def _review(
    duty: Duty, stage: str, result: str, reasons: str, act: Act, allowed: tuple[str, ...]
) -> PackReview:
    if result not in allowed:
        raise Refusal("pack.result", "Choose one of the answers offered.")
    if result == "RETURNED" and not reasons.strip():
        raise Refusal("pack.no_reasons", "Say what has to be done before the pack can pass.")
    pack = EvidencePack.objects.get(case=duty.case)
    last = pack.reviews.order_by("-number").values_list("number", flat=True).first()
    review = PackReview.create_as(
        act,
        pack=pack,
        number=(last or 0) + 1,
        stage=stage,
        result=result,
        reasons=reasons.strip(),
        given_by=act.actor.user,
        given_in=act.standing.title,
        given_at=act.at,
    )
    close_duty(duty, act, result)
    return review


def _append_review(kind: str, duty: Duty, review: PackReview, act: Act, fields: Mapping[str, object]) -> None:
    ledger.append(
        kind,
        act,
        f"{duty.case.reference}/evidence",
        case=duty.case,
        fields={"stage": review.stage, "result": review.result, "reasons": review.reasons, **fields},
        tier={"reasons": "member"},
        version=str(fields.get("number", "")),
    )


def _freeze(case: Case, act: Act) -> EvidencePackVersion:
    pack = EvidencePack.objects.select_related("author").get(case=case)
    content = pack_content(case)
    require_pack_complete(content)
    last = pack.versions.order_by("-number").values_list("number", flat=True).first()
    version = EvidencePackVersion.create_as(
        act,
        pack=pack,
        number=(last or 0) + 1,
        content=content,
        content_hash=pack_hash(content),
        author=pack.author,
        research_by=act.standing.body.organisation,
        approved_at=act.at,
        approved_by=act.actor.user,
    )
    freeze_parts(version, content, act)
    return version
