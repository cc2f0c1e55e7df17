"""Recording the steps of a procurement: what has happened is kept with its true day, and as a breach if it was too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty, Office
from commissioning.rules.dates import instant, local_date, local_time, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import live
from commissioning.selectors.offices import first_of
from commissioning.services.duties import open_duties
from decisions.models import ProcurementStep
from decisions.rules import overlays as stops
from decisions.rules import procurement as rules
from decisions.rules.implementation import verdict
from decisions.rules.procurement import Kind, Step
from decisions.selectors.overlays import as_rules, over
from decisions.selectors.procurement import agreed_on, is_challenged, not_in_effect, standstill_of
from decisions.selectors.records import position_then
from decisions.services.agenda_items import LAST_MINUTE
from decisions.services.findings import note_finding
from decisions.services.overlays import require_not_stopped

NOTE = "procurement.note"
TOLD = ("MONITORING_OFFICER", "SCRUTINY_OFFICER")


def record_step(*, case: Case, step: Step, actor: Actor, at: datetime) -> ProcurementStep:
    """Keep one step of the procurement with its true day, and its moment where that is known; an award notice begins its
    standstill. A contract that is signed now has the moment of this very act.

    Also in a case that has ended, where it comes to light only then. A step that came too early is kept as a breach, and the Monitoring Officer and the scrutiny officer are asked to look
    at it. Effects in order: the step; their duties, if it is a breach; one event. Raises PermissionDenied; Refusal
    procurement.to_come, procurement.standstill, procurement.challenged, procurement.not_in_effect, overlay.*.
    """
    standing = access.require(actor, "procurement.record", case, at)
    today = local_date(at)
    if step.on > today:
        message = f"{long_date(step.on)} is still to come. Record what has happened, on its day or later."
        raise Refusal("procurement.to_come", message, rules.GATEWAY_LAW)
    signs_now = step.kind is Kind.SIGNED and step.on == today and not step.already
    step = replace(step, at_time=local_time(at)) if signs_now else step
    too_soon = _too_soon(case, step, at)
    if signs_now:
        why = rules.require_may_sign(standstill_of(case), today, challenged=is_challenged(case))
        rules.require_in_effect(too_soon)
        _require_not_stopped(case, at)
        ledger.passed(Evaluation("procurement.may_sign", why, rules.LAW, {"sign_on": today}))
    deadline = _standstill(step)
    breach = _breach(case, step, deadline, too_soon, at)
    act = Act(actor, standing, at, reason=breach, rule=rules.LAW if deadline else rules.GATEWAY_LAW)
    row = ProcurementStep.create_as(
        act, case=case, n=case.procurement_steps.count() + 1, kind=step.kind.value, happened_on=step.on,
        happened_at=step.moment, resolutions=list(step.resolutions), reference=step.reference.strip(), deadline=deadline.as_dict() if deadline else None,
        stated_until=step.stated_until if deadline else None, why_no_standstill=step.why_none.strip(), breach=breach,
        recorded_by=actor.user, recorded_as=standing.words, recorded_at=at,
    )  # fmt: skip
    if breach:
        _tell(row, act)
    binding = row.standstill
    ledger.append(
        "procurement.record", act, f"{case.reference}/procurement/{row.n}", case=case,
        fields={
            "step": row.get_kind_display(), "happened_on": row.happened_on.isoformat(),
            **({"happened_at": row.happened_at.isoformat()} if row.happened_at else {}),
            **({"resolutions": row.resolutions} if row.resolutions else {}), "notice": row.reference,
            "standstill_until": binding.ends_on.isoformat() if binding else "", "breach": breach,
        },
        tier={"breach": "member"},
    )  # fmt: skip
    return row


def note_breach(*, duty: Duty, note: str, actor: Actor, at: datetime) -> None:
    """The Monitoring Officer, or the scrutiny officer, has looked at the breach: what follows from it.

    Effects in order: the duty closes; one event. Raises PermissionDenied; Refusal procurement.no_note, duty.gone.
    """
    row = ProcurementStep.objects.get(pk=duty.subject_id)
    told = {"step": row.get_kind_display(), "breach": row.breach}
    note_finding(
        kind=NOTE, duty=duty, note=note, law=rules.GATEWAY_LAW, subject=f"procurement/{row.n}", code="procurement.no_note",
        actor=actor, at=at, **told,
    )  # fmt: skip


def _standstill(step: Step) -> Deadline | None:
    """The standstill of an award notice, counted on the calendar that its law names, whatever the notice says."""
    if step.why_none.strip():
        return None
    if step.kind is Kind.AWARD:
        return rules.standstill(step.on, live("uk"))
    if step.kind is Kind.INTENTION:
        return rules.health_standstill(step.on, live("england"))
    return None


def _too_soon(case: Case, step: Step, at: datetime) -> str:
    """That what the step carries out was not in effect then, with everything that was in the way; or ""."""
    decided, (why, is_first) = agreed_on(case), not_in_effect(case, step)
    found = [why]
    if is_first and decided is not None and decided <= step.on:
        moment = _latest(step, at)
        found += [block.why for block in verdict(position_then(case, moment, step.resolutions), at=moment).blocks]
    return " ".join(filter(None, found))


def _latest(step: Step, at: datetime) -> datetime:
    """When it happened; where nobody knows the time, as late on that day as it can have been."""
    return step.moment or min(at, instant(step.on, LAST_MINUTE))


def _require_not_stopped(case: Case, at: datetime) -> None:
    """No stop forbids the contract, although the decision had taken effect before it began. Raises Refusal overlay.*."""
    try:
        require_not_stopped(case, stops.Step.IMPLEMENT, at)
    except Refusal as refusal:
        raise refusal.with_ways(*refusal.alternatives, *rules.SIGNED_ALREADY) from None


def _breach(case: Case, step: Step, deadline: Deadline | None, too_soon: str, at: datetime) -> str:
    """Everything about the step that was not lawful yet, in words, or ""."""
    moment = _latest(step, at)
    standing = stops.stopping(as_rules(over(case, moment)), stops.Step.IMPLEMENT, moment)
    found = [too_soon, rules.while_stopped(step, standing)]
    if deadline is not None:
        found.append(rules.short_standstill(deadline, step.stated_until, live("england")))
    if step.kind is Kind.SIGNED:
        found.append(rules.signed_early(standstill_of(case), step.on, challenged=is_challenged(case)))
    return " ".join(filter(None, found))


def _tell(row: ProcurementStep, act: Act) -> None:
    """One duty for the Monitoring Officer and one for the scrutiny officer."""
    offices: list[Office] = []
    for role in TOLD:
        offices += first_of(role)
    open_duties(row.case, NOTE, act, offices=offices, subject_id=row.pk)
