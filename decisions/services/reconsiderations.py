"""A decision comes back after a call-in: the same decision-maker answers every concern of scrutiny.

Local Government Act 2000 s9F(2) and (4); who holds the office now decides, if it changed hands. Whoever decided alone and
has an interest by then takes no step in it (Localism Act 2011 s31(8), or the code of conduct): the Cabinet answers,
or whoever else may lawfully decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case, Duty, Office, User
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import instant, local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_all, close_duty, involve, open_duties
from decisions.models import AgendaItem, Decision, Interest, Meeting, Reconsideration
from decisions.rules import reconsiderations as rules
from decisions.rules.delegations import SECTION_101, Consulted, Declared, require_declared
from decisions.rules.motions import Manner, Words
from decisions.rules.overlays import Step
from decisions.rules.records import RECORD_LAW, law_for
from decisions.selectors.case_authority import out_of
from decisions.selectors.key_decision_notices import is_key
from decisions.selectors.makers import is_executive, maker_of
from decisions.selectors.meetings import live_item, reckon_agenda
from decisions.selectors.reconsiderations import (
    call_in_reference,
    called_in_decision,
    called_in_since,
    concerns,
    decides_alone,
    goes_back_to_one,
    is_answered_by_other,
    is_held_by_who_left,
    left_items,
)
from decisions.services.agenda_items import LAST_MINUTE, end_item
from decisions.services.agendas import require_allocation
from decisions.services.authority import KIND as ALLOCATE
from decisions.services.decision_steps import (
    AMENDMENT_WAYS,
    record_decision,
    require_in_scope,
    require_match,
    require_noticed,
    require_words,
)
from decisions.services.delegations import require_delegation, ways, with_consultation
from decisions.services.handing_back import conflicts_of_those_who_left, own_conflicts
from decisions.services.individual_decisions import (
    in_the_words_of,
    keep_statements,
    require_free,
    require_own,
    told_of,
)
from decisions.services.key_decision_routes import Footing
from decisions.services.motions import conflicts, involve_deciders, presiding_over, put, require_presiding
from decisions.services.overlays import require_not_stopped
from decisions.services.preparations import ask_for_statements
from decisions.services.votes import item_before_meeting

CALL_IN_LAW = "LGA 2000 s9F(2) and (4)"
INSTEAD = "Confirm the decision as it was made, or rescind it: what is wanted instead is then a new decision."
OUTCOMES = {"CONFIRMED": "AGREED", "AMENDED": "AGREED_AMENDED", "RESCINDED": "NOT_AGREED"}


def open_reconsider_schedule(*, case: Case, act: Act) -> None:
    """Ask the proper officer for a meeting, within the constitution's period from the referral. One person who decided
    alone needs none; where they left it, or notice of an interest keeps them out, another place has to be found."""
    if not goes_back_to_one(case, local_date(act.at)):
        offices = first_of("PROPER_OFFICER")
        open_duties(case, "reconsider.schedule", act, offices=offices, due=_due(case, act.at))


def _due(case: Case, at: datetime) -> Deadline | None:
    """The period runs from the referral, whoever is asked by now; a second call-in has a referral of its own."""
    asked = Duty.objects.filter(case=case, kind__in=("reconsider.schedule", "reconsider.decide"), deadline__isnull=False)
    first = asked.filter(opened_at__gte=called_in_since(case, at)).order_by("pk").first()
    return Deadline.from_dict(first.deadline) if first is not None else _by(case, at)


def _by(case: Case, referred_at: datetime) -> Deadline | None:
    constitution = constitution_of(case)
    within = constitution.call_in.reconsider.within
    calendar = calendar_for(constitution, within.calendar if within else "england")
    return rules.reconsider_by(referred_at, constitution.call_in, calendar)


def schedule_reconsideration(
    *, duty: Duty, meeting: Meeting | None = None, maker: Office | None = None, actor: Actor, at: datetime
) -> AgendaItem:
    """Put the decision on the agenda of a coming meeting of the body that made it, open to the public in time.

    Where one person decided and left it: of the Cabinet, or before another person (`maker`) who may decide it by today's
    scheme; what the Leader has allocated since goes there. Effects in order: the item; members are asked for their
    statements; the duty closes, and the Leader is no longer asked to allocate; one event. Raises PermissionDenied; Refusal
    reconsider.scheduled, reconsider.meeting, reconsider.own_meeting, agenda.too_late, agenda.not_executive, agenda.passed_on,
    delegation.*.
    """
    standing = access.require(actor, "reconsider.schedule", duty, at)
    original = called_in_decision(duty.case)
    if not duty.is_open or live_item(duty.case, "RECONSIDERATION") is not None:
        raise Refusal("reconsider.scheduled", "This is on an agenda already.", CALL_IN_LAW)
    if maker is not None:
        _require_maker(original, maker, at)
        meeting, reckoning, last = None, None, 0
    else:
        _require_meeting(original, meeting, at)
        reckoning = _require_agenda_in_time(duty.case, meeting, at)
        last = meeting.items.order_by("-number").values_list("number", flat=True).first() or 0
    act = Act(actor, standing, at, rule=CALL_IN_LAW)
    item = AgendaItem(
        meeting=meeting,
        maker=maker,
        case=duty.case,
        number=last + 1,
        kind="RECONSIDERATION",
        version=original.version,
        reckoning=reckoning,
        published_at=at,
    ).save_as(act)
    ask_for_statements(item, act)
    close_duty(duty, act, "SCHEDULED")
    close_all(duty.case, act, "NOT_NEEDED", kind=ALLOCATE)
    _move_decision(item, act)
    where = {"maker": maker.title} if meeting is None else {"meeting": meeting.title, "meets_on": meeting.meets_on.isoformat(), "item": item.number}
    ledger.append(
        "reconsider.schedule",
        act,
        f"{duty.case.reference}/reconsideration",
        case=duty.case,
        fields=where,
    )
    return item


def _require_meeting(original: Decision, meeting: Meeting | None, at: datetime) -> None:
    """A coming meeting of the body that decided; of the Cabinet, where one person decided and left it."""
    if original.mode != "INDIVIDUAL":
        if meeting is None or meeting.body_id != original.body_id or meeting.closed_at or meeting.starts_at <= at:
            message = "Choose a coming meeting of the body that made the decision."
            raise Refusal("reconsider.meeting", message, CALL_IN_LAW)
        return
    if not is_executive(original.case):
        message = "It is a function of the council, so the Cabinet cannot reconsider it. Choose an officer whom the scheme of delegation names for it."
        raise Refusal("agenda.not_executive", message, SECTION_101, alternatives=ways())
    if meeting is None or meeting.body.kind not in Body.EXECUTIVE or meeting.closed_at or meeting.starts_at <= at:
        raise Refusal("reconsider.meeting", "Choose a coming meeting of the Cabinet.", CALL_IN_LAW)
    require_allocation(original.case, None, meeting.body)


def _require_maker(original: Decision, maker: Office, at: datetime) -> None:
    """Another person than the one who left it, who may decide it by today's scheme or the Leader's allocation."""
    if original.mode != "INDIVIDUAL":
        message = "A meeting made the decision, so a meeting reconsiders it. Choose a coming meeting of that body."
        raise Refusal("reconsider.own_meeting", message, CALL_IN_LAW)
    case, on = original.case, local_date(at)
    if maker.pk not in out_of(case, on):  # who left it is refused below, in the words for it
        require_allocation(case, maker, None)
    require_delegation(case, maker, original.version, on)
    _require_not_left(case, maker, on)


def _require_not_left(case: Case, maker: Office, on: date, by: User | None = None) -> None:
    """Whoever left it does not get it back by another office; `by` is the holder who acts."""
    if is_held_by_who_left(case, maker, on) or (by is not None and Interest.objects.filter(item__in=left_items(case), person=by).exists()):
        message = f"Whoever holds the office of {maker.title} left this and takes no step in it. Choose somebody else."
        raise Refusal("delegation.interest", message, CALL_IN_LAW, alternatives=ways())


def _move_decision(item: AgendaItem, act: Act) -> None:
    """Whoever was asked to reconsider it at a meeting that was cancelled is asked for it at this one; where it goes to
    another chair or to one person, they are asked instead."""
    waiting = Duty.objects.filter(case=item.case, kind="reconsider.decide", closed_at__isnull=True).order_by("pk")
    for duty in waiting:
        if item.meeting is None or item.meeting.chair_id != duty.office_id:
            close_duty(duty, act, "MOVED")
            _ask_to_decide(item, act)
            continue
        duty.subject_id, duty.due_on = item.pk, item.meeting.meets_on
        duty.due_at = instant(item.meeting.meets_on, LAST_MINUTE)
        duty.save_as(act, update_fields=["subject_id", "due_on", "due_at"])


def _require_agenda_in_time(case: Case, meeting: Meeting, at: datetime) -> dict:
    constitution, deadline = constitution_of(case), reckon_agenda(case, at)
    calendar = calendar_for(constitution, constitution.publication.agenda.calendar)
    require_reached(deadline, meeting.meets_on, calendar, code="agenda.too_late", what="A reconsideration")
    ledger.passed(reached(deadline, meeting.meets_on))
    return deadline.as_dict()


def open_reconsider_decide(*, case: Case, act: Act) -> None:
    """Ask the decision-maker: the person who decided alone, or took it over, else the person who chairs the meeting."""
    item = live_item(case, "RECONSIDERATION")
    if item is None:  # nobody had to find a place for it
        item = _own_item(case, called_in_decision(case), act)
    item.case = case
    _ask_to_decide(item, act)


def _ask_to_decide(item: AgendaItem, act: Act) -> None:
    if item.meeting is None:
        due = _due(item.case, act.at)
        open_duties(item.case, "reconsider.decide", act, offices=[item.maker], due=due, subject_id=item.pk)
        return
    due_at = instant(item.meeting.meets_on, LAST_MINUTE)
    open_duties(item.case, "reconsider.decide", act, offices=[item.meeting.chair], due_at=due_at, subject_id=item.pk)


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

    One person alone consults again whom the scheme asks to consult (`consulted`), and amends only within a live delegation;
    whoever answers in place of the one who decided needs one of today for every answer, and to amend a key decision a notice
    that names them, an exception or an agreement.
    At a meeting everything holds that holds for a decision (open meeting, who presides, quorum, interests, count), and the
    clerk may enter it for the person presiding. Effects in order:
    the decision of kind reconsideration and its resolutions; the answers; deciders; the item ends; the duty closes;
    one event. Raises PermissionDenied; Refusal reconsider.unanswered, delegation.*,
    decision.outside_framework, notice.* and urgency.too_short (an amendment that needs a new notice), and those of `put` or of a single member.
    """
    words = Words(OUTCOMES[result], words.text, words.resolutions, words.reasons, words.alternatives, words.pence, words.outside_framework)
    manner = manner or Manner("AGREED")
    if decides_alone(duty):
        standing, presiding = require_own(duty, actor, at), None
    else:
        standing, presiding = presiding_over(duty, manner, actor, at)
    item = item_before_meeting(duty) if presiding is not None else item_alone(duty)
    kind = maker_of(duty.case, duty.office)
    if result != "RESCINDED":  # taking it back gives effect to nothing
        require_not_stopped(duty.case, Step.DECIDE, at)
    paired = _require_answers(duty.case, answers)
    require_words(words, law_for(kind) if presiding is None else RECORD_LAW)
    original = called_in_decision(duty.case)
    with _ways_of(kind, is_alone=presiding is None):
        footing = _footing(original, item, result, words, at)
        require_in_scope(item, words, at, footing=footing)
    act = Act(actor, standing, at, reason=words.reasons, rule=CALL_IN_LAW)
    if presiding is None:
        require_free(kind, interest, nature, local_date(at))
        require_declared(declared, maker=kind)
        stated = keep_statements(item, act, duty.office, interest, nature)
        told = [*conflicts_of_those_who_left(duty.case), *own_conflicts(stated), *told_of(declared, kind)]
        decision = _alone(duty, item, words, act, told, consulted, footing)
    else:
        decision = _at_meeting(item, words, manner, act, presiding, footing)
    reconsidered = Reconsideration.create_as(
        act,
        decision=decision,
        original=original,
        call_in_ref=call_in_reference(duty.case),
        result=result,
        answers=paired,
    )
    again = constitution_of(duty.case).call_in.re_call_in_allowed
    follows = rules.after_reconsideration(rules.Reconsidered(result), again=again)
    ledger.passed(Evaluation("reconsider.effect", follows.why, rules.LAW, {"result": result}))
    end_item(item, act, result)
    close_all(duty.case, act, "ENDED", kind="vote.cast")
    close_duty(duty, act, result)
    _append(reconsidered, act)
    return reconsidered


@contextmanager
def _ways_of(kind: str, *, is_alone: bool) -> Iterator[None]:
    """A refusal offers to leave the answer to somebody else only where one person gives it, in the words for that person."""
    try:
        with in_the_words_of(kind if is_alone else ""):
            yield
    except Refusal as refusal:
        if is_alone:
            raise
        raise refusal.with_ways(*(way for way in refusal.alternatives if way.url_name != "duty_pass")) from None


def _footing(original: Decision, item: AgendaItem, result: str, words: Words, at: datetime) -> Footing | None:
    """On what an amendment rests that somebody else makes than whoever decided; None where the decision's own footing carries
    the answer. No notice and no quicker way follows a decision, so without one they confirm it or take it back."""
    by_other = is_answered_by_other(original, item)
    if not rules.needs_own_footing(rules.Reconsidered(result), is_key=is_key(item.case), by_other=by_other):
        return None
    try:
        return require_noticed(item, words, at)
    except Refusal as refusal:
        message = f"Somebody else made this key decision, so an amendment needs its own notice. {refusal.message} {INSTEAD}"
        raise Refusal(refusal.code, message, refusal.citation, alternatives=AMENDMENT_WAYS) from None


def item_alone(duty: Duty) -> AgendaItem:
    """What one person is asked to reconsider; raises Refusal("item.gone") when it no longer waits for them."""
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
    duty: Duty, item: AgendaItem, words: Words, act: Act, conflicts: list[dict], consulted: Consulted | None,
    footing: Footing | None,
) -> Decision:  # fmt: skip
    row = _authority(duty, item, words, act)
    row |= with_consultation({"conditions": "", **row}, consulted, local_date(act.at))
    decision = record_decision(
        item, act, words, kind="RECONSIDERATION", mode="INDIVIDUAL", tally={}, conflicts=conflicts,
        made_by=act.actor.user, maker=duty.office, delegation=row, footing=footing,
    )  # fmt: skip
    involve(duty.case, act, "decider")
    return decision


def _authority(duty: Duty, item: AgendaItem, words: Words, act: Act) -> dict:
    """Who made the decision reconsiders it, so the power of that day is enough; to decide something else, or in the place of
    the one who decided, takes one of today."""
    original = called_in_decision(duty.case)
    if words.outcome == OUTCOMES["AMENDED"] or original.maker_office_id != duty.office_id:
        _require_not_left(duty.case, duty.office, local_date(act.at), act.actor.user)
        return require_delegation(duty.case, duty.office, item.version, local_date(act.at), amended=words.amended_pence, by=act.actor.user)
    said = ("consulted", "consulted_on", "consulted_view")  # of the first decision; it is asked again
    return {key: value for key, value in original.delegation.items() if key not in said}


def _at_meeting(item: AgendaItem, words: Words, manner: Manner, act: Act, presiding: User, footing: Footing | None) -> Decision:
    require_presiding(item, presiding, act.at)
    carried = put(item, manner, presiding, act.at)
    require_match(True, carried)
    decision = record_decision(
        item, act, words, kind="RECONSIDERATION", mode=manner.mode, tally=carried.tally,
        conflicts=[*conflicts_of_those_who_left(item.case), *conflicts(carried.room)], made_by=presiding, footing=footing,
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
