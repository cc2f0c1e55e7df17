"""What each act of a case file does: the same services as the pages, through the same desk.

Each function gets the walk (the case so far) and the step; it returns the outcome of the desk's act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from commissioning import ledger
from commissioning.models import Body, EvidencePackVersion, Office, Organisation
from commissioning.rules.case_file import Step
from commissioning.rules.sections import pages_for
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from commissioning.services import cases, challenges, evidence_packs, proposals
from decisions import tasks
from decisions.models import AgendaItem, Meeting
from decisions.rules.motions import Manner, Words
from decisions.selectors.decisions import DOCUMENTS
from decisions.selectors.votes import sitting_members
from decisions.services import (
    attendances,
    clearances,
    decisions,
    individual_decisions,
    interests,
    key_decision_notices,
    meetings,
    reconsiderations,
    records,
    sign_offs,
    ssmt,
    votes,
)
from decisions.services import cases as endings
from decisions.services.agenda_items import NewMeeting
from scrutiny.models import CallIn
from scrutiny.services import call_ins, reports
from workflows import desk, sittings
from workflows.flows.call_in import CallInFlow

if TYPE_CHECKING:
    from workflows.services.walk import Walk

PLACES = {"CABINET": "Council Chamber, Town Hall", "SSMT": "Committee Room 2, Town Hall"}


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
        is_demo_figures=True,
    )
    if outcome.is_done:
        walk.case = outcome.result
    return outcome


def withdraw(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, cases.withdraw_case, reason=step.values["reason"])


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


def publish_notice(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    by_member = walk.file.case.get("maker") == "CABINET_MEMBER"
    wording = key_decision_notices.Wording(
        matter=told["matter"],
        why_key=told["why_key"],
        decide_from=told["decide_from"],
        decide_to=told["decide_to"],
        documents=tuple(told.get("documents", ["Report of the commissioning service", "Equality analysis"])),
        address="Democratic services, Town Hall, Lammas Vale; and the register of decisions",
        procedure="Write to democratic services; new documents appear on the page of this case.",
        wards=tuple(told.get("wards", [])),
        body=None if by_member else Body.objects.get(kind="CABINET"),
        member=walk.case.lead_member if by_member else None,
    )
    copy = key_decision_notices.Copy(
        told.get("copy_at", "Town Hall reception"), walk.actor(step).user.name, step.at - timedelta(minutes=5)
    )
    return walk.act(
        step, key_decision_notices.publish_notice, duty=walk.duty("notice.publish", step), wording=wording, copy=copy
    )


def meeting_at(walk: Walk, step: Step, kind: str) -> dict:
    """The meeting named by its moment, called if it is not yet."""
    starts = step.values["meets"]
    meeting = Meeting.objects.filter(body__kind=kind, starts_at=starts).first()
    if meeting is not None:
        return {"meeting": meeting}
    return {"new": NewMeeting(Body.objects.get(kind=kind), starts, PLACES[kind])}


def schedule_ssmt(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step, meetings.schedule_ssmt, duty=walk.duty("ssmt.schedule", step), **meeting_at(walk, step, "SSMT")
    )


def recommend(walk: Walk, step: Step) -> desk.Outcome:
    words = {key: step.values[key] for key in ("conditions", "dissent", "interest", "nature") if key in step.values}
    return walk.act(
        step, ssmt.recommend, duty=walk.duty("ssmt.recommend", step), position=step.values["position"], **words
    )


def state_team(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        ssmt.state_ssmt_outcome,
        duty=walk.duty("ssmt.outcome", step),
        outcome=step.values["outcome"],
        text=step.values.get("text", "The team recommends that the Cabinet agrees to the proposal."),
        reasons=step.values.get("reasons", ""),
        actions=step.values.get("actions"),
    )


def sign(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        sign_offs.sign,
        duty=walk.duty("signoff.sign", step),
        read=current_version(walk.case).commitments_hash,
        result=step.values.get("result", "SIGNED"),
        authority=step.values["authority"],
        authority_on=step.values["authority_on"],
        authority_limit=step.values.get("limit"),
        conditions=step.values.get("conditions", ""),
    )


def publish_agenda(walk: Walk, step: Step) -> desk.Outcome:
    duty = walk.duty("agenda.publish", step)
    if "member" in step.values:
        member = Office.objects.get(key=step.values["member"])
        return walk.act(
            step, meetings.publish_agenda, duty=duty, member=member, decide_from=step.values["decide_from"]
        )
    return walk.act(step, meetings.publish_agenda, duty=duty, **meeting_at(walk, step, "CABINET"))


def sit(walk: Walk, step: Step) -> desk.Outcome:
    """Open the meeting of the case's item (once), record who is there, take every present member's statements."""
    meeting, by = walk.meeting(), walk.actor(step)
    outcome = desk.Outcome()
    if meeting.opened_at is None:
        outcome = sittings.act(meeting, attendances.open_meeting, by=by, at=step.at)
    if outcome.is_done:
        outcome = sittings.act(
            meeting, attendances.record_attendance, by=walk.actor(step), at=step.at, presences=_presences(step, meeting)
        )
    declared = step.values.get("interests", {})
    for key in step.values["present"]:
        if outcome.is_done:
            outcome = _state_interests(walk, step, meeting, key, declared.get(key, {}))
    return outcome


def _presences(step: Step, meeting: Meeting) -> dict[tuple[int, int], str]:
    present, apologies = step.values["present"], step.values.get("apologies", [])
    seats = {seat.office.key: (seat.person_id, seat.office_id) for seat in sitting_members(meeting)}
    unknown = sorted({*present, *apologies} - set(seats))
    if unknown:
        raise LookupError(f"no member of the body sits in {', '.join(unknown)}")
    return {seats[key]: "PRESENT" for key in present} | {seats[key]: "APOLOGIES" for key in apologies}


def _state_interests(walk: Walk, step: Step, meeting: Meeting, key: str, told: dict) -> desk.Outcome:
    """One member's statements: what the file says on this case's item, none on the others."""
    items = interests.items_to_declare(meeting)
    own = {item.pk for item in items if item.case_id == walk.case.pk}
    statements = [
        interests.Statement(
            item.pk,
            told.get("kind", "NONE") if item.pk in own else "NONE",
            told.get("nature", "") if item.pk in own else "",
        )
        for item in items
    ]
    return sittings.act(
        meeting,
        interests.declare_interests,
        by=walk.actor_in(key),
        at=step.at,
        statements=statements,
        equality=[item.pk for item in items],
    )


def close_sitting(walk: Walk, step: Step) -> desk.Outcome:
    """Close the meeting that dealt with the case last."""
    item = AgendaItem.objects.filter(case=walk.case, meeting__body__kind="CABINET").order_by("-pk").first()
    if item is None:
        raise LookupError("the case was before no meeting")
    return sittings.act(item.meeting_id, attendances.close_meeting, by=walk.actor(step), at=step.at)


def open_vote(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, votes.open_vote, duty=walk.deciding_duty(), motion=step.values["motion"])


def cast_vote(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, votes.cast_vote, duty=walk.duty("vote.cast", step), choice=step.values["choice"])


def close_vote(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, votes.close_vote, duty=walk.deciding_duty())


def _words(step: Step, outcome: str) -> Words:
    told = step.values
    return Words(
        outcome,
        text=told["text"],
        resolutions=tuple(told.get("resolutions", ())),
        reasons=told["reasons"],
        alternatives=told["alternatives"],
    )


def _manner(step: Step) -> Manner:
    told = step.values
    return Manner(
        told.get("mode", "AGREED"),
        votes_for=told.get("for", 0),
        votes_against=told.get("against", 0),
        abstentions=told.get("abstain", 0),
        anybody_dissents=bool(told.get("dissent")),
        dissent=told.get("dissent", ""),
    )


def state_outcome(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        decisions.state_outcome,
        duty=walk.duty("item.outcome", step),
        words=_words(step, step.values["outcome"]),
        manner=_manner(step),
    )


def decide_alone(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        individual_decisions.decide_individually,
        duty=walk.duty("decision.make", step),
        words=_words(step, step.values["outcome"]),
        documents=[code for code, _ in DOCUMENTS],
        equality_read=True,
    )


def certify(walk: Walk, step: Step) -> desk.Outcome:
    """Certify and publish; where the walk renders, the PDF follows two minutes later as from the worker."""
    done = walk.act(step, records.certify_record, duty=walk.duty("record.certify", step), conflicts_settled=True)
    if done.is_done and walk.renders:
        tasks.store_pdf_of(done.result.pk, at=step.at + timedelta(minutes=2))
    return done


def _call_in_chart(result: CallIn) -> type | None:
    return CallInFlow if call_ins.starts_chart(result) else None


def request_call_in(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    known = constitution_of(walk.case).call_in.grounds
    return walk.act(
        step,
        call_ins.request_call_in,
        start=_call_in_chart,
        resolutions=told.get("resolutions", [1]),
        grounds=[{"code": _ground(one["ground"], known), "particulars": one["particulars"]} for one in told["grounds"]],
        alternative=told["alternative"],
    )


def _ground(begins: str, known: Iterable[str]) -> str:
    """The constitution's ground that begins with these words."""
    for ground in known:
        if ground.lower().startswith(begins.lower()):
            return ground
    raise LookupError(f"the constitution has no ground that begins with {begins!r}; it has: {'; '.join(known)}")


def sign_call_in(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, call_ins.sign_call_in, start=_call_in_chart)


def rule(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        call_ins.rule_on_call_in,
        duty=walk.duty("call_in.rule", step),
        valid=step.values["valid"],
        reasons=step.values["reasons"],
    )


def hear(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(
        step,
        call_ins.record_hearing,
        duty=walk.duty("call_in.hear", step),
        present=told["present"],
        interests=told.get("interests", "None declared."),
        whip=told.get("whip", "No"),
        outcome=told["outcome"],
        reasons=told["reasons"],
        concerns=told.get("concerns", []),
    )


def bring_back(walk: Walk, step: Step) -> desk.Outcome:
    """Call the meeting first if need be, then put the reconsideration on its agenda."""
    named = meeting_at(walk, step, "CABINET")
    meeting = named.get("meeting")
    if meeting is None:
        with ledger.recording():
            meeting = meetings.create_meeting(new=named["new"], actor=walk.actor(step), at=step.at)
    return walk.act(
        step,
        reconsiderations.schedule_reconsideration,
        duty=walk.duty("reconsider.schedule", step),
        meeting=meeting,
    )


def reconsider(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(
        step,
        reconsiderations.reconsider,
        duty=walk.duty("reconsider.decide", step),
        result=told["result"],
        answers=told["answers"],
        words=_words(step, "AGREED"),
        manner=_manner(step),
    )


def report(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return walk.act(
        step,
        reports.make_report,
        duty=walk.duty("scrutiny.report", step),
        summary=told["summary"],
        considered_on=told["considered_on"],
        recommendations=told.get("recommendations", []),
    )


def respond(walk: Walk, step: Step) -> desk.Outcome:
    answers = dict(enumerate(step.values["answers"], 1))
    return walk.act(step, reports.respond, duty=walk.duty("scrutiny.respond", step), answers=answers)


def publish_scrutiny(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, reports.publish_scrutiny_record, duty=walk.duty("scrutiny.publish", step))


def close(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, endings.close_case, duty=walk.duty("case.close", step), **step.values)


DO: dict[str, Callable[[Walk, Step], desk.Outcome]] = {
    "case.open": open_case,
    "case.withdraw": withdraw,
    "pack.write": write_pack,
    "pack.challenge": challenge,
    "pack.answer": answer,
    "pack.review": review_pack,
    "pack.approve": approve_pack,
    "proposal.draft": draft_proposal,
    "proposal.submit": submit_proposal,
    "clearance.give": give_clearance,
    "notice.publish": publish_notice,
    "ssmt.schedule": schedule_ssmt,
    "ssmt.recommend": recommend,
    "ssmt.outcome": state_team,
    "signoff.sign": sign,
    "agenda.publish": publish_agenda,
    "meeting.sit": sit,
    "vote.open": open_vote,
    "vote.cast": cast_vote,
    "vote.close": close_vote,
    "meeting.close": close_sitting,
    "item.outcome": state_outcome,
    "decision.make": decide_alone,
    "record.certify": certify,
    "call_in.request": request_call_in,
    "call_in.sign": sign_call_in,
    "call_in.rule": rule,
    "call_in.hear": hear,
    "reconsider.schedule": bring_back,
    "reconsider.decide": reconsider,
    "scrutiny.report": report,
    "scrutiny.respond": respond,
    "scrutiny.publish": publish_scrutiny,
    "case.close": close,
}


