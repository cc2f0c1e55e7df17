"""Residents ask for a call-in: a request to scrutiny, which holds a decision only where the constitution says so.

Local Government Act 2000 s9F(2) gives the power to scrutiny, not to residents: what their petition does beyond a request is
each council's own rule.
"""

from __future__ import annotations

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from decisions.models import Hold
from decisions.selectors.records import first_record
from decisions.services.holds import lift_hold, place_hold
from scrutiny.models import OnlinePetition, Petition, PetitionAnswer
from scrutiny.rules.call_in_rulings import residents_in_time, residents_signal
from scrutiny.selectors.call_ins import window_of
from scrutiny.services.petition_mail import tell_and_forget

KIND = "petition.answer"
LAW = "LGA 2000 s9F(2); the constitution’s rules for residents"
REPLY = "scrutiny.resident_request_reply"
READ = (Alternative("Read the case", "case"),)


def receive_petition(
    *, case: Case, signatures: int, asks: str, received_on: date, kept_at: str, actor: Actor, at: datetime
) -> Petition:
    """Log a petition that asks for a call-in, and pass it to scrutiny.

    Effects in order: a hold, only where the constitution lets residents hold a decision, enough have signed and the
    window is open; the petition; a duty to answer it in time; one event. Raises PermissionDenied; Refusal
    petition.no_decision, petition.to_come, petition.no_text.
    """
    standing = access.require(actor, "petition.receive", case, at)
    if first_record(case) is None:
        message = "No decision has been published in this case, so there is nothing yet that could be called in."
        raise Refusal("petition.no_decision", message, LAW, alternatives=READ)
    if received_on > local_date(at):
        raise Refusal("petition.to_come", f"{long_date(received_on)} is still to come. Log the petition when it is here.", LAW)
    if not asks.strip() or not kept_at.strip() or signatures < 1:
        raise Refusal("petition.no_text", "Say what is asked, how many signed, and where the signed sheets are kept.", LAW)
    act = Act(actor, standing, at, rule=LAW)
    petition = take(case, act, signatures=signatures, asks=asks.strip(), received_on=received_on, kept_at=kept_at.strip())
    log_receipt(petition, act)
    return petition


def take(
    case: Case, act: Act, *, signatures: int, asks: str, received_on: date, kept_at: str, online: OnlinePetition | None = None
) -> Petition:
    """A hold, only where the constitution gives one; the petition; a duty to answer it. A step inside receiving one on
    paper or handing in one that was signed online."""
    effect = _effect(case, signatures, received_on, act.at)
    petition = Petition.create_as(
        act, case=case, number=Petition.objects.filter(case=case).count() + 1, signatures=signatures, asks=asks, received_on=received_on,
        kept_at=kept_at, effect=effect, hold=_hold(case, act) if effect == "HOLD" else None, online=online,
        logged_by=act.actor.user, logged_at=act.at,
    )  # fmt: skip
    _ask(petition, act)
    return petition


def log_receipt(petition: Petition, act: Act) -> None:
    """The one event of receiving a petition."""
    ledger.append(
        "petition.receive", act, _reference(petition), case=petition.case,
        fields={
            "signatures": petition.signatures, "asks": petition.asks, "received_on": petition.received_on.isoformat(),
            "follows": petition.get_effect_display(), "kept_at": petition.kept_at,
        },
        tier={"kept_at": "member"},
    )  # fmt: skip


def answer_petition(*, duty: Duty, result: str, reasons: str, actor: Actor, at: datetime) -> PetitionAnswer:
    """Tell the residents what scrutiny does; a hold that their petition placed ends with it.

    Effects in order: the answer; the
    hold is lifted; those who signed online are told and forgotten; the duty closes; one event. Raises PermissionDenied; Refusal
    petition.no_reasons, duty.gone.
    """
    standing = access.require(actor, KIND, duty, at)
    if not duty.is_open:
        raise Refusal("duty.gone", "This has been answered already. Go back to your inbox.", LAW)
    if not reasons.strip():
        raise Refusal("petition.no_reasons", "Give the reasons; the residents read them.", LAW)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=LAW)
    petition = Petition.objects.select_related("hold", "online").get(pk=duty.subject_id)
    answer = PetitionAnswer.create_as(
        act, petition=petition, duty=duty, result=result, reasons=reasons.strip(), answered_by=actor.user,
        answered_as=standing.words, answered_at=at,
    )  # fmt: skip
    if petition.hold is not None and petition.hold.lifted_at is None:
        lift_hold(petition.hold, act, because=f"Scrutiny has considered the residents’ petition. {answer.get_result_display()}.")
    tell_and_forget(petition, at)
    close_duty(duty, act, result)
    ledger.append(
        KIND, act, _reference(petition), case=duty.case,
        fields={"result": answer.get_result_display()}, tier={"reason": "public"},
    )  # fmt: skip
    return answer


def _effect(case: Case, signatures: int, received_on: date, at: datetime) -> str:
    trigger = constitution_of(case).call_in.resident_trigger
    in_time = residents_in_time(window_of(case), received_on, at=at, in_effect=case.effective_on is not None)
    effect = residents_signal(signatures, trigger, window_open=in_time)
    asked = {"signatures": signatures, "enabled": trigger.enabled, "threshold": trigger.threshold, "in_time": in_time}
    ledger.passed(Evaluation("petition.effect", dict(Petition.EFFECTS)[effect], LAW, asked))
    return effect


def _hold(case: Case, act: Act) -> Hold:
    return place_hold(
        case, act, kind="RESIDENTS", reference=f"{case.reference}/petition",
        reason="Residents asked for a call-in; the decision cannot be carried out until scrutiny has considered it.",
    )  # fmt: skip


def _ask(petition: Petition, act: Act) -> None:
    """Whoever answers: the committee's chair where the constitution gives the petition weight, else the scrutiny officer."""
    case, rules = petition.case, constitution_of(petition.case)
    due = rules.deadline(
        REPLY, (reply := rules.scrutiny.resident_request_reply), petition.received_on, calendar_for(rules, reply.calendar),
        start_event="petition received", target_event="overdue from",
    )  # fmt: skip
    role = "SCRUTINY_OFFICER" if petition.effect == "SCRUTINY_REQUEST" else "SCRUTINY_CHAIR"
    offices = first_of(role)
    open_duties(case, KIND, act, offices=offices, due=due, subject_id=petition.pk)


def _reference(petition: Petition) -> str:
    return f"{petition.case.reference}/petition/{petition.number}"
