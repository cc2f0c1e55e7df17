"""Drafting and submitting the proposal. Many hands may draft; a submitted version never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, DraftSave, Duty, Organisation, Proposal, ProposalVersion
from commissioning.rules.consultations import require_over, require_results
from commissioning.rules.content import commitments_hash, content_hash
from commissioning.rules.dates import local_date
from commissioning.rules.proposals import require_complete
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.rules.section_values import settle_section
from commissioning.rules.sections import pages_for, value_paid_by, value_total
from commissioning.rules.tracks import SPECIFICATIONS, Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.consultations import consulted, frozen, results_in, unfinished
from commissioning.selectors.evidence_packs import current_pack_version, pack_is_approved
from commissioning.selectors.proposals import (
    council_keys,
    current_version,
    draft_content,
    find_proposal,
    gaps_of,
)
from commissioning.selectors.tracks import choice_for, question_of
from commissioning.services.drafts import save_draft
from commissioning.services.duties import close_duty, involve, open_duties
from commissioning.services.proposal_parts import freeze_parts


def open_proposal_write(*, case: Case, act: Act) -> None:
    """Ask the officer who leads the case; a returned proposal goes on from where it was."""
    if find_proposal(case) is None:
        Proposal.create_as(act, case=case, begun_at=act.at)
    open_duties(case, "proposal.write", act, offices=[case.officer])


def save_section(
    *, duty: Duty, section: str, value: Mapping, actor: Actor, at: datetime, revision: int = 0
) -> DraftSave:
    """Keep one section of the draft; `revision` is the one the person started from (0: none yet).

    New finances may change the track, with reasons. Raises Refusal for a section that the track does not have, a value
    that cannot be read, or a save by somebody else in between ("draft.changed").
    """
    standing = access.require(actor, "proposal.write", duty, at)
    act = Act(actor, standing, at)
    case = duty.case
    if section not in {page.code for page in pages_for(Track(case.track))}:
        raise Refusal("proposal.no_section", "This kind of case has no such section.")
    settled = settle_section(section, value)
    if section == "FINANCE":
        _require_known_agencies(settled)
    save = save_draft(case, f"proposal/{section}", settled, revision, act)
    involve(case, act, "author")
    if section == "FINANCE":
        _choose_track_again(case, settled, act)
    ledger.append(
        "proposal.write",
        act,
        f"{case.reference}/proposal",
        case=case,
        fields={"section": section, "revision": save.revision, "saved": save.content, "track": case.track},
    )
    return save


def _require_known_agencies(value: Mapping) -> None:
    named = {line["agency"] for line in (*value["contributions"], *value["shares"])}
    known = set(Organisation.objects.filter(key__in=named).values_list("key", flat=True))
    if named - known:
        raise Refusal("proposal.no_agency", f"There is no agency “{', '.join(sorted(named - known))}”.")


def _choose_track_again(case: Case, finance: Mapping, act: Act) -> None:
    """The proposal's own money takes the place of the first estimate; a decision put as key stays key."""
    question = question_of(case)
    if question is None or case.track == Track.URGENT or not finance["costs"]:
        return
    council = council_keys()
    content = {"finance": finance["costs"], "contributions": finance["contributions"]}
    partners = Organisation.objects.filter(
        key__in={line["agency"] for line in finance["contributions"] if line["pence"]} - set(council)
    ).order_by("name")
    test, choice = choice_for(
        constitution=constitution_of(case),
        value=value_paid_by(content, council) if finance["contributions"] else value_total(content),
        several_wards=question.several_wards,
        executive=question.executive,
        maker=question.maker,
        varies_a_decision=question.varies_a_decision,
        partners=[partner.short for partner in partners],
        was_key=question.is_key,
    )
    if choice.track.value != case.track:
        case.track = choice.track.value
        case.track_reasons = [*choice.reasons, *test.reasons]
        case.save_as(act, update_fields=["track", "track_reasons"])
    if test.is_key and not question.is_key:
        question.is_key, question.key_reasons = True, list(test.reasons)
        question.save_as(act, update_fields=["is_key", "key_reasons"])


def submit_proposal(*, duty: Duty, actor: Actor, at: datetime, note: str = "") -> ProposalVersion:
    """Freeze the draft as the next version under its content hash and commitments hash, and hand it to the clearers.

    A further version needs a note that says what changed. Raises Refusal listing every gap at once, when the
    evidence is not approved, or while a consultation on the case runs or what people said in it is not recorded.
    """
    standing = access.require(actor, "proposal.write", duty, at)
    act = Act(actor, standing, at)
    case = duty.case
    _require_evidence(case)
    asked = consulted(case)
    running, unrecorded = unfinished(asked, local_date(at))
    require_over(running, "The proposal")
    require_results(unrecorded, "The proposal")
    content = draft_content(case)
    if asked:
        content["consultations"] = frozen(results_in(asked))
    require_complete(gaps_of(content))
    last = current_version(case)
    if last is not None and not note.strip():
        raise Refusal(
            "proposal.no_note",
            f"Say what changed since version {last.number} and how the questions about it are answered.",
        )
    version = ProposalVersion.create_as(
        act,
        proposal=Proposal.objects.get(case=case),
        case=case,
        number=last.number + 1 if last else 1,
        content=content,
        content_hash=content_hash(content),
        commitments_hash=commitments_hash(content),
        value_total=value_total(content),
        value_council=value_paid_by(content, council_keys()),
        note=note.strip(),
        submitted_at=at,
        submitted_by=actor.user,
        submitted_in=standing.title,
    )
    freeze_parts(version, content, act)
    involve(case, act, "author")
    close_duty(duty, act, "SUBMITTED")
    ledger.append(
        "proposal.submit",
        act,
        f"{case.reference}/proposal",
        case=case,
        fields={
            "number": version.number,
            "content_hash": version.content_hash,
            "commitments_hash": version.commitments_hash,
            "track": case.track,
            "value_total": version.value_total,
            "value_council": version.value_council,
            "note": version.note,
        },
        tier={"value_total": "member", "value_council": "member", "note": "member"},
        version=str(version.number),
    )
    return version


def _require_evidence(case: Case) -> None:
    if not SPECIFICATIONS[Track(case.track)].pack:
        return
    if not pack_is_approved(case) or current_pack_version(case) is None:
        raise Refusal(
            "proposal.no_evidence",
            "This kind of case needs an approved evidence pack before a proposal can go to clearance. "
            "Withdraw the case and put the question again, so that the evidence is asked for.",
            "Local Government and Public Involvement in Health Act 2007 s116B",
            alternatives=(
                Alternative("Withdraw this case", "case_withdraw"),
            ),
        )
