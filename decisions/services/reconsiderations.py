"""A decision comes back after a call-in: the same decision-maker answers every concern of scrutiny.

Local Government Act 2000 s9F(2) and (4); who holds the office now decides, if it changed hands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty, User
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import instant, local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_all, close_duty, involve, open_duties
from decisions.models import AgendaItem, Decision, Meeting, Reconsideration
from decisions.rules import reconsiderations as rules
from decisions.rules.delegations import Consulted, Declared, require_declared
from decisions.rules.motions import Manner, Words
from decisions.rules.overlays import Step
from decisions.selectors.meetings import live_item
from decisions.selectors.reconsiderations import (
    call_in_reference,
    called_in_decision,
    concerns,
    is_individual,
)
from decisions.services.agenda_items import LAST_MINUTE, end_item
from decisions.services.decision_steps import record_decision, require_in_scope, require_match, require_words
from decisions.services.delegations import require_delegation, with_consultation
from decisions.services.handing_back import own_conflicts
from decisions.services.individual_decisions import keep_statements, require_free, require_own, told_of
from decisions.services.motions import conflicts, involve_deciders, presiding_over, put, require_presiding
from decisions.services.overlays import require_not_stopped
from decisions.services.preparations import ask_for_statements
from decisions.services.votes import item_before_meeting

CALL_IN_LAW = "LGA 2000 s9F(2) and (4)"
OUTCOMES = {"CONFIRMED": "AGREED", "AMENDED": "AGREED_AMENDED", "RESCINDED": "NOT_AGREED"}


def open_reconsider_schedule(*, case: Case, act: Act) -> None:
    """Ask the proper officer for a meeting, within the constitution's period from the referral; one person who decided
    alone needs none."""
    if not is_individual(case):
        offices = first_of("PROPER_OFFICER")
        open_duties(case, "reconsider.schedule", act, offices=offices, due=_by(case, act.at))


def _by(case: Case, referred_at: datetime) -> Deadline | None:
    constitution = constitution_of(case)
    within = constitution.call_in.reconsider.within
    calendar = calendar_for(constitution, within.calendar if within else "england")
    return rules.reconsider_by(referred_at, constitution.call_in, calendar)


def schedule_reconsideration(*, duty: Duty, meeting: Meeting, actor: Actor, at: datetime) -> AgendaItem:
    """Put the decision on the agenda of a coming meeting of the body that made it, open to the public in time.

    Effects in order: the item; members are asked for their statements; the duty closes; one event.
    Raises PermissionDenied; Refusal reconsider.scheduled,
    reconsider.meeting, agenda.too_late.
    """
    standing = access.require(actor, "reconsider.schedule", duty, at)
    original = called_in_decision(duty.case)
    if not duty.is_open or live_item(duty.case, "RECONSIDERATION") is not None:
        raise Refusal("reconsider.scheduled", "This is on an agenda already.", CALL_IN_LAW)
    if meeting.body_id != original.body_id or meeting.closed_at or meeting.starts_at <= at:
        message = "Choose a coming meeting of the body that made the decision."
        raise Refusal("reconsider.meeting", message, CALL_IN_LAW)
    reckoning = _require_agenda_in_time(duty.case, meeting, at)
    act = Act(actor, standing, at, rule=CALL_IN_LAW)
    last = meeting.items.order_by("-number").values_list("number", flat=True).first() or 0
    item = AgendaItem(
        meeting=meeting,
        case=duty.case,
        number=last + 1,
        kind="RECONSIDERATION",
        version=original.version,
        reckoning=reckoning,
        published_at=at,
    ).save_as(act)
    ask_for_statements(item, act)
    close_duty(duty, act, "SCHEDULED")
    _move_decision(item, act)
    ledger.append(
        "reconsider.schedule",
        act,
        f"{duty.case.reference}/reconsideration",
        case=duty.case,
        fields={"meeting": meeting.title, "meets_on": meeting.meets_on.isoformat(), "item": item.number},
    )
    return item


def _move_decision(item: AgendaItem, act: Act) -> None:
    """Whoever was asked to reconsider it at a meeting that was cancelled is asked for it at this one."""
    for duty in Duty.objects.filter(case=item.case, kind="reconsider.decide", closed_at__isnull=True).order_by("pk"):
        duty.subject_id, duty.due_on = item.pk, item.meeting.meets_on
        duty.due_at = instant(item.meeting.meets_on, LAST_MINUTE)
        duty.save_as(act, update_fields=["subject_id", "due_on", "due_at"])


def _require_agenda_in_time(case: Case, meeting: Meeting, at: datetime) -> dict:
    constitution = constitution_of(case)
    calendar = calendar_for(constitution)
    deadline = constitution.deadline(
        "publication.agenda",
        constitution.publication.agenda,
        at,
        calendar,
        start_event="agenda published",
        target_event="meeting on or after",
    )
    require_reached(deadline, meeting.meets_on, calendar, code="agenda.too_late", what="A reconsideration")
    ledger.passed(reached(deadline, meeting.meets_on))
    return deadline.as_dict()


def open_reconsider_decide(*, case: Case, act: Act) -> None:
    """Ask the decision-maker: the person who decided alone, else the person who chairs the meeting."""
    original = called_in_decision(case)
    if is_individual(case):
        item = _own_item(case, original, act)
        by = _by(case, act.at)
        open_duties(case, "reconsider.decide", act, offices=[original.maker_office], due=by, subject_id=item.pk)
        return
    item = live_item(case, "RECONSIDERATION")
    due = instant(item.meeting.meets_on, LAST_MINUTE)
    open_duties(case, "reconsider.decide", act, offices=[item.meeting.chair], due_at=due, subject_id=item.pk)


def _own_item(case: Case, original: Decision, act: Act) -> AgendaItem:
    return AgendaItem(
        case=case,
        kind="RECONSIDERATION",
        version=original.version,
        maker=original.maker_office,
        published_at=act.at,
    ).save_as(act)


def reconsider(
    *,
    duty: Duty,
    result: str,
    answers: Sequence[str],
    words: Words,
    manner: Manner | None = None,
    interest: str = "NONE",
    nature: str = "",
    consulted: Consulted | None = None,
    declared: Sequence[Declared] = (),
    actor: Actor,
    at: datetime,
) -> Reconsideration:
    """Confirm, amend or rescind, with an answer to every concern.

    One person alone consults again whom the scheme asks to consult (`consulted`), and amends only within a live delegation.
    At a meeting everything holds that holds for a decision (open meeting, who presides, quorum, interests, count), and the
    clerk may enter it for the person presiding. Effects in order:
    the decision of kind reconsideration and its resolutions; the answers; deciders; the item ends; the duty closes;
    one event. Raises PermissionDenied; Refusal reconsider.unanswered, delegation.*,
    decision.outside_framework, notice.does_not_cover (an amendment that needs a new notice), and those of `put` or of a single member.
    """
    words = Words(OUTCOMES[result], words.text, words.resolutions, words.reasons, words.alternatives, words.pence, words.outside_framework)
    manner = manner or Manner("AGREED")
    if is_individual(duty.case):
        standing, presiding = require_own(duty, actor, at), None
    else:
        standing, presiding = presiding_over(duty, manner, actor, at)
    item = item_before_meeting(duty) if not is_individual(duty.case) else _item_alone(duty)
    if result != "RESCINDED":  # taking it back gives effect to nothing
        require_not_stopped(duty.case, Step.DECIDE, at)
    paired = _require_answers(duty.case, answers)
    require_words(words)
    require_in_scope(item, words, at)
    original = called_in_decision(duty.case)
    act = Act(actor, standing, at, reason=words.reasons, rule=CALL_IN_LAW)
    if presiding is None:
        require_free(original.maker_kind, interest, nature, local_date(at))
        require_declared(declared, maker=original.maker_kind)
        stated = keep_statements(item, act, duty.office, interest, nature)
        told = [*own_conflicts(stated), *told_of(declared, original.maker_kind)]
        decision = _alone(duty, item, words, act, told, consulted)
    else:
        decision = _at_meeting(item, words, manner, act, presiding)
    reconsidered = Reconsideration.create_as(
        act,
        decision=decision,
        original=original,
        call_in_ref=call_in_reference(duty.case),
        result=result,
        answers=paired,
    )
    follows = rules.after_reconsideration(rules.Reconsidered(result))
    ledger.passed(Evaluation("reconsider.effect", follows.why, rules.LAW, {"result": result}))
    end_item(item, act, result)
    close_all(duty.case, act, "ENDED", kind="vote.cast")
    close_duty(duty, act, result)
    _append(reconsidered, act)
    return reconsidered


def _item_alone(duty: Duty) -> AgendaItem:
    item = live_item(duty.case, "RECONSIDERATION")
    if item is None or item.pk != duty.subject_id:
        raise Refusal("item.gone", "This is no longer waiting for you. Go back to the case.")
    item.case = duty.case
    return item


def _require_answers(case: Case, answers: Sequence[str]) -> list[dict]:
    """Every concern of the committee with its answer; raises Refusal("reconsider.unanswered")."""
    asked = concerns(case)
    given = [answer.strip() for answer in answers] + [""] * (len(asked) - len(answers))
    rules.require_answered(dict(enumerate(asked, 1)), dict(enumerate(given, 1)))
    all_answered = "Every concern of the committee is answered."
    ledger.passed(Evaluation("reconsider.answered", all_answered, rules.LAW, {"concerns": len(asked)}))
    return [{"concern": concern, "answer": answer} for concern, answer in zip(asked, given, strict=False)]


def _alone(
    duty: Duty, item: AgendaItem, words: Words, act: Act, conflicts: list[dict], consulted: Consulted | None
) -> Decision:
    row = _authority(duty, item, words, act)
    row |= with_consultation({"conditions": "", **row}, consulted, local_date(act.at))
    decision = record_decision(
        item, act, words, kind="RECONSIDERATION", mode="INDIVIDUAL", tally={}, conflicts=conflicts,
        made_by=act.actor.user, maker=duty.office, delegation=row,
    )  # fmt: skip
    involve(duty.case, act, "decider")
    return decision


def _authority(duty: Duty, item: AgendaItem, words: Words, act: Act) -> dict:
    """Who made the decision reconsiders it, so the power of that day is enough; to decide something else takes one of today."""
    if words.outcome == OUTCOMES["AMENDED"]:
        return require_delegation(duty.case, duty.office, item.version, local_date(act.at))
    said = ("consulted", "consulted_on", "consulted_view")  # of the first decision; it is asked again
    return {key: value for key, value in called_in_decision(duty.case).delegation.items() if key not in said}


def _at_meeting(item: AgendaItem, words: Words, manner: Manner, act: Act, presiding: User) -> Decision:
    require_presiding(item, presiding, act.at)
    carried = put(item, manner, presiding, act.at)
    require_match(True, carried)
    decision = record_decision(
        item, act, words, kind="RECONSIDERATION", mode=manner.mode, tally=carried.tally,
        conflicts=conflicts(carried.room), made_by=presiding,
    )  # fmt: skip
    involve_deciders(carried.room, act)
    return decision


def _append(reconsidered: Reconsideration, act: Act) -> None:
    decision = reconsidered.decision
    ledger.append(
        "reconsider.decide",
        act,
        f"{decision.case.reference}/reconsideration",
        case=decision.case,
        fields={
            "result": reconsidered.result,
            "call_in": reconsidered.call_in_ref,
            "answers": reconsidered.answers,
            "mode": decision.mode,
            "text": decision.text,
            "resolutions": [row.text for row in decision.resolutions.all()],
            "reasons": decision.reasons,
            "tally": decision.tally,
            "conflicts": decision.conflicts,
        },
        version=str(decision.n),
    )
