"""Each agency signs for itself, on exactly the commitments in front of it. The order of signing is free."""

from __future__ import annotations

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty, Office
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.consultations import not_over
from commissioning.selectors.proposals import current_version
from commissioning.services.duties import close_duty, involve, open_duties
from decisions.models import AdviceRequest, SignOff
from decisions.rules import sign_offs as rules
from decisions.rules.agencies import objection_route
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.decisions import decision_outcome
from decisions.selectors.meetings import live_item
from decisions.selectors.sign_offs import joint_effect, parts_of, pence_of
from decisions.services.advice import ask_monitoring_officer

ASKED = {
    "SUPPLEMENT": "The objection is put to the meeting as a supplement. May the item be decided in spite of it?",
    "MONITORING_OFFICER": "The decision is made and not in effect yet. May it go on in spite of the objection?",
}
STAYS_OPEN = ("OBJECTED", "IN_PRINCIPLE")  # the agency can still sign


def open_sign_offs(*, case: Case, act: Act) -> None:
    """Ask every contributing agency whose signature is missing or stale; the council signs by its decision."""
    effect = joint_effect(case)
    missing = [int(standing.agency) for standing in effect.standings if not standing.binds] if effect else []
    asked = Duty.objects.filter(case=case, kind="signoff.sign", closed_at__isnull=True).values_list(
        "office", flat=True
    )
    offices = (
        Office.objects.filter(role__in=("AGENCY_LEAD", "AGENCY_ADVISER"), body__organisation__in=missing)
        .exclude(pk__in=list(asked))
        .select_related("body__organisation")
        .order_by("order", "pk")
    )
    constitution = constitution_of(case)
    due = constitution.deadline(
        "sign_off.within",
        constitution.sign_off.within,
        act.at,
        calendar_for(constitution, constitution.sign_off.within.calendar),
        start_event="asked to sign",
        target_event="overdue from",
    )
    open_duties(case, "signoff.sign", act, offices=offices, due=due)


def sign(
    *,
    duty: Duty,
    read: str,
    result: str,
    authority: str,
    authority_on: date,
    authority_limit: int | None = None,
    conditions: str = "",
    actor: Actor,
    at: datetime,
) -> SignOff:
    """Sign for one agency the commitments whose hash is `read`, or object to them.

    `authority` names scheme and post, `authority_on` its date, `authority_limit` its limit in pence (None: no limit).
    Effects in order: the act is kept; the Monitoring Officer is asked about an objection that comes late, and no longer
    about one that is withdrawn; the person becomes a signatory; the duty closes, except on an objection or a
    signature in principle, which leave it open so that the agency can sign later; one event. Raises PermissionDenied;
    Refusal signoff.council, signoff.closed, signoff.stale, signoff.no_delegation, signoff.limit, signoff.in_principle,
    signoff.no_text, signoff.no_authority.
    """
    standing = access.require(actor, "signoff.sign", duty, at)
    agency = duty.office.body.organisation
    version = current_version(duty.case)
    parts = parts_of(version) if version is not None else {}
    if version is None or agency.kind == "COUNCIL" or agency not in parts:
        message = "The council’s part is signed by its decision-maker’s decision, and other agencies sign only what they give."
        raise Refusal("signoff.council", message, "LGA 2000 s9E")
    if not duty.is_open:
        raise Refusal("signoff.closed", "Your agency has signed already.", rules.SIGN_LAW)
    if not authority.strip():
        raise Refusal(
            "signoff.no_authority", "Name the scheme and the post that give you authority.", rules.SIGN_LAW
        )
    share = pence_of(version, parts[agency])
    rules.require_may_sign(
        rules.State(result),
        shown_hash=read,
        current_hash=version.commitments_hash,
        delegation_live=authority_on <= local_date(at),
        limit_pence=authority_limit,
        share_pence=share,
        consultation_open=bool(not_over(duty.case, local_date(at))),
        text=conditions,
    )
    asked = {
        "result": result,
        "read": read,
        "authority_on": authority_on,
        "authority_limit_pence": authority_limit,
        "share_pence": share,
    }
    passes = "Signed on the current commitments, under an authority in force that reaches the agency's share."
    ledger.passed(Evaluation("signoff.authority", passes, rules.SIGN_LAW, asked))
    act = Act(actor, standing, at, reason=conditions, rule=rules.SIGN_LAW)
    months = constitution_of(duty.case).sign_off.expires_after_months
    signed = SignOff.create_as(
        act,
        duty=duty,
        n=duty.sign_offs.count() + 1,
        case=duty.case,
        organisation=agency,
        office=duty.office,
        version=version,
        commitments_hash=version.commitments_hash,
        share=share,
        authority=authority.strip(),
        authority_limit=authority_limit,
        authority_on=authority_on,
        result=result,
        conditions=conditions.strip(),
        valid_until=rules.valid_until(local_date(at), months),
        signed_by=actor.user,
        signed_at=at,
    )
    involve(duty.case, act, "signatory")
    _ask_about(signed, act)
    if result not in STAYS_OPEN:
        close_duty(duty, act, result)
    ledger.append(
        "signoff.refuse" if result == "OBJECTED" else "signoff.sign",
        act,
        f"{duty.case.reference}/sign-off/{agency.key}",
        case=duty.case,
        fields={
            "agency": agency.name,
            "result": result,
            "commitments_hash": version.commitments_hash,
            "proposal_version": version.number,
            "share": share,
            "authority": signed.authority,
            "authority_limit": authority_limit,
            "authority_on": authority_on.isoformat(),
            "conditions": signed.conditions,
            "valid_until": signed.valid_until.isoformat(),
        },
        version=str(signed.n),
    )
    return signed


def _ask_about(signed: SignOff, act: Act) -> None:
    """An objection to a published report needs the Monitoring Officer's advice by the time of the meeting, one to a
    decision that was made the Monitoring Officer's review; a later act of the agency ends what was asked before."""
    earlier = AdviceRequest.objects.filter(
        case=signed.case, kind="OBJECTION", sign_off__organisation=signed.organisation, advice__isnull=True
    )
    asked = list(earlier.values_list("pk", flat=True)) if signed.n > 1 else []
    for duty in Duty.objects.filter(kind="advice.give", subject_id__in=asked, closed_at__isnull=True) if asked else ():
        close_duty(duty, act, "WITHDRAWN")
    if signed.result != "OBJECTED":
        return
    item = live_item(signed.case, "DECISION")
    outcome = decision_outcome(signed.case)
    route, _ = objection_route(
        agenda_published=bool(item and item.published_at and item.ended_at is None),
        decided=outcome not in ("", *PUT_OFF),
        in_effect=signed.case.effective_on is not None,
    )
    if route not in ASKED:
        return
    question = f"{signed.organisation.name} objects: {signed.conditions} {ASKED[route]}"
    due = item.meeting.starts_at if route == "SUPPLEMENT" and item and item.meeting else None
    ask_monitoring_officer(signed.case, act, "OBJECTION", question, due_at=due, sign_off=signed)
