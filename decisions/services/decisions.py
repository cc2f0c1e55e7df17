"""The decision of the Cabinet: stated by the person presiding at an open meeting, in one of three modes.

Collective decisions exist only at a meeting (Local Government Act 2000 s9E; SI 2012/2089 reg 12).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from commissioning import ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty, User
from commissioning.rules.dates import instant, local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import open_duties
from decisions.models import AgendaItem, Decision, EarlyEffect
from decisions.rules.implementation import require_may_implement
from decisions.rules.motions import Manner, Words
from decisions.rules.outcomes import FRAMEWORK_LAW, require_referral
from decisions.rules.overlays import Step
from decisions.selectors.decisions import was_amended, was_rescinded
from decisions.selectors.early_effects import early_effect_of
from decisions.selectors.key_decision_notices import is_assessed_outside
from decisions.selectors.meetings import live_item
from decisions.selectors.partial_effects import partial_effect_of
from decisions.selectors.records import position_of
from decisions.services.agenda_items import LAST_MINUTE
from decisions.services.consultations import require_consulted
from decisions.services.decision_steps import (
    CARRIES,
    RECORD_LAW,
    append_decision,
    finish,
    record_decision,
    require_in_scope,
    require_match,
    require_not_afterwards,
    require_noticed,
    require_words,
    weigh_objections,
)
from decisions.services.motions import conflicts, involve_deciders, presiding_over, put, require_presiding
from decisions.services.overlays import require_not_stopped
from decisions.services.report_gaps import require_available
from decisions.services.votes import item_before_meeting


def open_decision(*, case: Case, act: Act) -> None:
    """Ask whoever decides: the member or officer with delegated power, else the person who chairs the meeting."""
    item = live_item(case, "DECISION")
    if item is None:
        raise LookupError(f"Nothing is before a decision-maker in case {case.reference}")
    if item.maker is not None:
        due = instant(item.decide_from, LAST_MINUTE) if item.decide_from else None
        open_duties(case, "decision.make", act, offices=[item.maker], due_at=due, subject_id=item.pk)
    else:
        due = instant(item.meeting.meets_on, LAST_MINUTE)
        open_duties(case, "item.outcome", act, offices=[item.meeting.chair], due_at=due, subject_id=item.pk)


def state_outcome(*, duty: Duty, words: Words, manner: Manner, actor: Actor, at: datetime) -> Decision:
    """State what the Cabinet decided. This moment is the decision.

    The person presiding states it; the clerk may enter it for them, says who presided where it was not the chair, and is
    then recorded as clerk. Effects in order:
    the decision and its numbered resolutions are kept; everybody who took part becomes a decider; the item ends; the
    duty closes; one event. Raises PermissionDenied; Refusal as `put`, and item.ended, decision.mismatch,
    decision.no_reasons, decision.no_alternatives, decision.no_text, decision.objection, decision.outside_framework,
    decision.not_outside_framework, decision.no_advice, notice.*, overlay.*.
    """
    standing, presiding = presiding_over(duty, manner, actor, at)
    item = item_before_meeting(duty)
    if words.outcome == "DEFERRED":
        return _defer(duty, item, words, standing, actor, presiding, at)
    if words.outcome == "REFERRED":
        return _refer(duty, item, words, manner, Act(actor, standing, at, reason=words.reasons, rule=FRAMEWORK_LAW), presiding)
    require_not_stopped(item.case, Step.DECIDE, at)
    require_available(item, local_date(at))
    require_consulted(item.case, "The decision", local_date(at))
    require_not_afterwards(words, at)
    footing = require_noticed(item, words, at)
    require_words(words)
    objections = weigh_objections(item, words)
    require_in_scope(item, words, at)
    require_presiding(item, presiding, at)
    carried = put(item, manner, presiding, at)
    require_match(words.outcome in CARRIES, carried)
    act = Act(actor, standing, at, reason=words.reasons, rule=RECORD_LAW)
    decision = record_decision(
        item,
        act,
        words,
        kind="DECISION",
        mode=manner.mode,
        tally=carried.tally,
        conflicts=conflicts(carried.room),
        made_by=presiding,
        footing=footing,
        objections=objections,
    )
    involve_deciders(carried.room, act)
    finish(duty, item, act, words.outcome)
    append_decision("decision.made", decision, act)
    return decision


def _defer(
    duty: Duty,
    item: AgendaItem,
    words: Words,
    standing: Standing,
    actor: Actor,
    presiding: User,
    at: datetime,
) -> Decision:
    """Put the item off. That needs neither quorum nor vote, only the meeting's day and a reason."""
    if at < item.meeting.starts_at:
        message = "The meeting has not begun. An item is deferred at the meeting."
        raise Refusal("decision.too_early", message, RECORD_LAW, earliest=item.meeting.meets_on)
    if not words.reasons.strip():
        raise Refusal("decision.no_reasons", "Say why the item is deferred, and until when.", RECORD_LAW)
    act = Act(actor, standing, at, reason=words.reasons, rule=RECORD_LAW)
    decision = record_decision(
        item,
        act,
        words,
        kind="DECISION",
        mode="",
        tally={"presiding": presiding.name},
        conflicts=[],
        made_by=presiding,
    )
    finish(duty, item, act, "DEFERRED")
    append_decision("decision.defer", decision, act)
    return decision


def _refer(duty: Duty, item: AgendaItem, words: Words, manner: Manner, act: Act, presiding: User) -> Decision:
    """What is contrary to the budget or policy framework goes to the council, which decides on it or changes the framework.

    A quorate meeting carries that; it is a recommendation, so nothing takes effect and nothing can be called in. The item
    ends and the case waits for the next agenda.
    """
    if not words.reasons.strip():
        raise Refusal("decision.no_reasons", "Give the reasons, and say what the council is asked to do.", RECORD_LAW)
    outside = words.outside_framework or is_assessed_outside(item.case)
    why = require_referral(outside_budget_or_framework=outside, advice=words.advice)
    require_presiding(item, presiding, act.at)
    carried = put(item, manner, presiding, act.at)
    require_match(True, carried)
    ledger.passed(Evaluation("decision.referral", why, FRAMEWORK_LAW, {"advice": words.advice.strip()}))
    told = f"{words.reasons.strip()}\n\nAdvice of the Monitoring Officer and the chief finance officer: {words.advice.strip()}"
    decision = record_decision(
        item, act, replace(words, reasons=told), kind="DECISION", mode=manner.mode, tally=carried.tally,
        conflicts=conflicts(carried.room), made_by=presiding,
    )  # fmt: skip
    involve_deciders(carried.room, act)
    finish(duty, item, act, "REFERRED")
    append_decision("decision.refer", decision, act)
    return decision


def take_effect(*, case: Case, act: Act) -> None:
    """From today the decision may be carried out: the window is over, no hold is open, every agency has signed.

    Where a part took effect before and the rest was taken back, the day is that of the part; where the whole took effect
    inside its window and stands unchanged, it is the day of that. The chart asks for the
    signatures; everything else is tested here again. Raises Refusal overlay.*,
    implementation.blocked; the chart waits while one stands.
    """
    require_not_stopped(case, Step.IMPLEMENT, act.at)
    why = require_may_implement(position_of(case), at=act.at)
    ledger.passed(Evaluation("decision.may_be_carried_out", why, "LGA 2000 s9F(4)", {"at": act.at.isoformat()}))
    early = early_effect_of(case)
    case.effective_on = _effective_from(case, early, act)
    case.save_as(act, update_fields=["effective_on"])
    stays = early is not None and case.effective_on == early.effective_on
    ledger.append(
        "decision.effect_stays" if stays else "decision.effect",
        act,
        f"{case.reference}/decision",
        case=case,
        fields={"effective_on": case.effective_on.isoformat()},
    )


def _effective_from(case: Case, early: EarlyEffect | None, act: Act) -> date:
    part = partial_effect_of(case)
    if part and was_rescinded(case):
        return part.effective_on
    return early.effective_on if early and not was_amended(case) else local_date(act.at)
