"""What the acts of a case file do at meetings: the team, the agencies, the agenda, the Cabinet, the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from commissioning.models import Body, Office
from commissioning.rules.case_file import Step
from commissioning.selectors.consultations import results_of
from commissioning.selectors.proposals import current_version
from decisions import tasks
from decisions.models import AgendaItem, Meeting
from decisions.rules.delegations import Consulted
from decisions.rules.exclusions import Motion, wording
from decisions.rules.exempt_parts import KeptBack
from decisions.rules.motions import Manner, Words
from decisions.rules.records import NONE_GRANTED, unnoted
from decisions.selectors.decisions import decision_to_record, documents_to_read
from decisions.selectors.votes import sitting_members
from decisions.services import (
    agendas,
    attendances,
    decisions,
    exclusions,
    individual_decisions,
    interests,
    meetings,
    private_meetings,
    records,
    sign_offs,
    ssmt,
    votes,
)
from decisions.services.agenda_items import NewMeeting
from decisions.services.cancellations import cancel_meeting
from decisions.services.notice_content import Copy
from decisions.services.postponements import postpone_meeting
from workflows import desk, sittings
from workflows.flows.early_effect import early_chart

if TYPE_CHECKING:
    from workflows.services.walk import Walk

PLACES = {"CABINET": "Council Chamber, Town Hall", "SSMT": "Committee Room 2, Town Hall"}


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
    words = {
        key: step.values[key] for key in ("conditions", "dissent", "interest", "nature") if key in step.values
    }
    return walk.act(
        step,
        ssmt.recommend,
        duty=walk.duty("ssmt.recommend", step),
        position=step.values["position"],
        **words,
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
            step, agendas.publish_agenda, duty=duty, member=member, decide_from=step.values["decide_from"]
        )
    told = step.values
    words = {name: told[name] for name in ("closed_for", "weighing") if name in told}
    kept = KeptBack(told.get("kept_back", ""), told.get("review_on"))
    return walk.act(step, agendas.publish_agenda, duty=duty, kept_back=kept, **words, **meeting_at(walk, step, "CABINET"))


def publish_private(walk: Walk, step: Step) -> desk.Outcome:
    """The first notice names the meeting; without one it is the second."""
    told = step.values
    copy = Copy(told.get("copy_at", "Town Hall reception"), walk.actor(step).user.name, step.at - timedelta(minutes=5))
    if "meets_on" not in told:
        return walk.act(step, private_meetings.publish_second_notice, reasons=told["reasons"], copy=copy)
    part = private_meetings.PrivatePart(
        Body.objects.get(kind="CABINET"), told["meets_on"], told.get("matter", ""), tuple(told.get("paragraphs", ())), told["reasons"]
    )
    return walk.act(step, private_meetings.publish_private_notice, part=part, copy=copy)


def postpone(walk: Walk, step: Step) -> desk.Outcome:
    told = step.values
    return sittings.act(
        walk.meeting(), postpone_meeting, by=walk.actor(step), at=step.at, starts_at=told["meets"], why=told["reason"]
    )


def cancel(walk: Walk, step: Step) -> desk.Outcome:
    return sittings.act(
        walk.meeting(), cancel_meeting, by=walk.actor(step), at=step.at, moves_charts=True, why=step.values["reason"]
    )


def sit(walk: Walk, step: Step) -> desk.Outcome:
    """Open the meeting of the case's item (once), record who is there, take every present member's statements."""
    meeting, by = walk.meeting(), walk.actor(step)
    outcome = desk.Outcome()
    if meeting.opened_at is None:
        outcome = sittings.act(meeting, attendances.open_meeting, by=by, at=step.at)
    if outcome.is_done:
        outcome = sittings.act(
            meeting,
            attendances.record_attendance,
            by=walk.actor(step),
            at=step.at,
            presences=_presences(step, meeting),
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


def exclude(walk: Walk, step: Step) -> desk.Outcome:
    """The resolution on the case's private item, on every ground that was announced."""
    told, item = step.values, _private_item(walk)
    paragraphs = tuple(item.closed_for.get("paragraphs", ()))
    motion = Motion(
        part=told.get("part", f"Item {item.number}: {walk.case.title}"),
        paragraphs=paragraphs,
        text=told.get("text", wording(item.number, walk.case.title, paragraphs)),
        mover=walk.person(told["mover"]).pk,
        seconder=walk.person(told["seconder"]).pk,
        mode="SHOW_OF_HANDS" if "for" in told else "AGREED",
        votes_for=told.get("for", 0),
        votes_against=told.get("against", 0),
        abstentions=told.get("abstain", 0),
    )
    return walk.act(step, exclusions.exclude_public, item=item, motion=motion)


def readmit(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, exclusions.readmit_public, item=_private_item(walk), back_at=step.at)


def _private_item(walk: Walk) -> AgendaItem:
    """The case's newest item before a meeting, also once it is decided: the public may come back after that."""
    items = AgendaItem.objects.filter(case=walk.case, kind="DECISION", meeting__isnull=False)
    item = items.select_related("meeting").order_by("-pk").first()
    if item is None:
        raise LookupError("the case is on no agenda")
    return item


def open_vote(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, votes.open_vote, duty=walk.deciding_duty(), motion=step.values["motion"])


def cast_vote(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, votes.cast_vote, duty=walk.duty("vote.cast", step), choice=step.values["choice"])


def close_vote(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(step, votes.close_vote, duty=walk.deciding_duty())


def words_of(step: Step, outcome: str) -> Words:
    told = step.values
    return Words(
        outcome,
        text=told["text"],
        resolutions=tuple(told.get("resolutions", ())),
        reasons=told["reasons"],
        alternatives=told["alternatives"],
        since=told.get("since"),
        because=told.get("because", ""),
        outside_framework=outcome == "REFERRED",
        advice=told.get("advice", ""),
    )


def manner_of(step: Step) -> Manner:
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
        words=words_of(step, step.values["outcome"]),
        manner=manner_of(step),
    )


def decide_alone(walk: Walk, step: Step) -> desk.Outcome:
    return walk.act(
        step,
        individual_decisions.decide_individually,
        duty=walk.duty("decision.make", step),
        words=words_of(step, step.values["outcome"]),
        documents=[code for code, _ in documents_to_read(has_results=bool(results_of(walk.case)))],
        equality_read=True,
        consulted=_consulted(step),
    )


def _consulted(step: Step) -> Consulted | None:
    told = step.values
    if "consulted" not in told:
        return None
    return Consulted(told["consulted"], told.get("consulted_on"), told.get("consulted_view", ""))


def certify(walk: Walk, step: Step) -> desk.Outcome:
    """Certify and publish; where the walk renders, the PDF follows two minutes later as from the worker."""
    decision = decision_to_record(walk.case)
    notes = dict.fromkeys(unnoted(decision.conflicts, decision.maker_kind), NONE_GRANTED) if decision else {}
    done = walk.act(
        step, records.certify_record, start=early_chart, duty=walk.duty("record.certify", step), conflicts_settled=True, hops_notes=notes
    )
    if done.is_done and walk.renders:
        tasks.store_pdf_of(done.result.pk, at=step.at + timedelta(minutes=2))
    return done
