"""What the acts of a case file do up to the notice: question, evidence, proposal, clearances, notice.

Each function gets the walk (the case so far) and the step; it returns the outcome of the desk's act.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from commissioning.models import Body, EvidencePackVersion, Office, Organisation
from commissioning.rules.case_file import Step
from commissioning.rules.consultations import NewConsultation, Result
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from commissioning.selectors.proposals import current_version
from commissioning.services import cases, challenges, evidence_packs, proposals
from decisions.selectors.key_decision_notices import wards_of
from decisions.services import (
    authority,
    clearances,
    consultations,
    education_matters,
    key_decision_notices,
)
from workflows import desk

if TYPE_CHECKING:
    from workflows.services.walk import Walk


def open_case(walk: Walk, step: Step) -> desk.Outcome:
    told = walk.file.case
    outcome = desk.open_case(
        cases.open_case,
        by=walk.actor(step),
        at=step.at,
        title=told["title"],
        question=told["question"],
        sponsor=Body.objects.get(key=told["sponsor"]),
        lead_member=Office.objects.get(key=told["lead_member"]),
        estimate=told["estimate"],
        estimate_basis=told.get("estimate_basis", ""),
        partners=list(Organisation.objects.filter(key__in=told.get("partners", [])).order_by("name", "pk")),
        several_wards=told.get("several_wards", False),
        wards=told.get("wards", ""),
        maker=told.get("maker", "CABINET"),
        executive=told.get("executive", True),
        is_demo_figures=True,
    )
    if outcome.is_done:
        walk.opened = outcome.result
    return outcome


def withdraw(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, cases.withdraw_case, reason=step.values["reason"])


def consult(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, consultations.open_consultation, new=NewConsultation(**step.values))


def record_answers(walk: Walk, step: Step) -> desk.Outcome:
    said = dict(step.values)
    return walk.act(step, consultations.record_result, n=said.pop("number", 1), result=Result(**said))


def write_pack(walk: Walk, step: Step) -> desk.Outcome:
    """Save every part of the pack, each as one act, then hand it to the peer."""
    told = walk.file.evidence
    parts = [("about", told["about"])]
    parts += [("S", value) for value in told.get("sources", [])]
    parts += [("I", value) for value in told.get("indicators", [])]
    parts += [("C", value) for value in told.get("claims", [])]
    duty = walk.duty("pack.write", step)
    if not EvidencePackVersion.objects.filter(pack__case=walk.case).exists() and duty.round == 1:
        for part, value in parts:
            saved = walk.act(step, evidence_packs.save_pack_part, duty=duty, part=part, value=value)
            if not saved.is_done:
                return saved
    peer = walk.person(step.values["peer"])
    return walk.act(step, evidence_packs.submit_pack, duty=duty, peer=peer)


def challenge(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, challenges.challenge_pack, text=step.values["text"])


def name_function(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(step, authority.name_function, function=told["function"], reasons=told["reasons"])


def mark_education(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, education_matters.mark_education_matter, **step.values)


def answer(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(step, challenges.answer_challenge, number=told.get("number", 1), text=told["text"])


def review_pack(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        evidence_packs.review_pack,
        duty=walk.duty("pack.review", step),
        result=step.values.get("result", "PASSED"),
        reasons=step.values.get("reasons", ""),
    )


def approve_pack(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        evidence_packs.approve_pack,
        duty=walk.duty("pack.approve", step),
        result=step.values.get("result", "APPROVED"),
        reasons=step.values.get("reasons", ""),
    )


def draft_proposal(walk: Walk, step: Step) -> desk.Outcome:
    """Save the sections named (all, if none is named), each as one act."""
    asked = [page.code for page in pages_for(Track(walk.case.track))]
    wanted = step.values.get("sections") or [code for code in asked if code in walk.file.proposal]
    duty = walk.duty("proposal.write", step)
    outcome = desk.Outcome()
    for section in wanted:
        value = walk.file.proposal.get(section)
        if value is None:
            raise LookupError(f"the file has no section {section}")
        outcome = walk.save_section(step, duty, section, value)
        if not outcome.is_done:
            return outcome
    return outcome


def submit_proposal(walk: Walk, step: Step) -> desk.Outcome:
    """The first time every section is saved before; later only the sections in `change`."""
    duty = walk.duty("proposal.write", step)
    if current_version(walk.case) is None:
        drafted = draft_proposal(walk, Step(step.do, step.by, step.at, {}, step.line))
        if not drafted.is_done:
            return drafted
    for section, value in step.values.get("change", {}).items():
        saved = walk.save_section(step, duty, section, {**walk.file.proposal.get(section, {}), **value})
        if not saved.is_done:
            return saved
    return walk.act(step, proposals.submit_proposal, duty=duty, note=step.values.get("note", ""))


def give_clearance(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        clearances.clear,
        duty=walk.duty("clearance.give", step),
        read=current_version(walk.case).content_hash,
        result=step.values.get("result", "CLEARED"),
        text=step.values.get("text", ""),
    )


def decider_of(walk: Walk) -> Office | None:
    """Who decides alone, as the file says: the lead member, or the officer whose office it names."""
    told = walk.file.case
    if told.get("maker") == "CABINET_MEMBER":
        return walk.case.lead_member
    return Office.objects.get(key=told["decider"]) if "decider" in told else None


def publish_notice(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    alone = decider_of(walk)
    wording = key_decision_notices.Wording(
        matter=told["matter"],
        why_key=told["why_key"],
        decide_from=told["decide_from"],
        decide_to=told["decide_to"],
        documents=tuple(told.get("documents", ["Report of the commissioning service", "Equality analysis"])),
        address="Democratic services, Town Hall, Lammas Vale; and the register of decisions",
        procedure="Write to democratic services; new documents appear on the page of this case.",
        wards=tuple(told.get("wards", ())) or wards_of(walk.case, current_version(walk.case)),
        body=None if alone else Body.objects.get(kind="CABINET"),
        member=alone,
    )
    copy = key_decision_notices.Copy(
        told.get("copy_at", "Town Hall reception"), walk.actor(step).user.name, step.at - timedelta(minutes=5)
    )
    return walk.act(
        step,
        key_decision_notices.publish_notice,
        duty=walk.duty("notice.publish", step),
        wording=wording,
        copy=copy,
    )
