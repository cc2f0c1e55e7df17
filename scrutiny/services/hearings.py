"""The committee hears a call-in, or does not hear it in time (Local Government Act 2000 s9F(2)(a), (4))."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty, Office
from commissioning.rules.appointments import COMMITTEE
from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, involve, open_duties
from decisions.rules.reconsiderations import Consequence
from decisions.selectors.holds import open_holds
from decisions.services.holds import raise_concerns
from scrutiny.models import CallIn, Hearing
from scrutiny.rules import hearings
from scrutiny.selectors.call_ins import (
    is_said_missed,
    open_call_in,
    voting_co_optees,
    window_of,
)
from scrutiny.services.agendas import heard


def open_call_in_hear(*, case: Case, act: Act) -> None:
    """Ask the committee to hear it, within the constitution's period from whatever it counts from."""
    call_in = open_call_in(case)
    constitution = constitution_of(case)
    within = constitution.call_in.hearing.within
    calendar = calendar_for(constitution, within.calendar if within else "england")
    due = hearings.deadline(_counted_from(call_in, constitution, act.at), constitution.call_in, calendar)
    offices = first_of("SCRUTINY_CHAIR")
    open_duties(case, "call_in.hear", act, offices=offices, due=due, subject_id=call_in.pk)


def _counted_from(call_in: CallIn, constitution: Constitution, validated_at: datetime) -> datetime:
    """The moment from which the time for the hearing runs under the constitution."""
    window = window_of(call_in.case)
    moments = {
        "REQUEST": call_in.received_at,
        "DECISION_NOTICE": call_in.record.published_at,
        "WINDOW_END": window.ends_at if window else None,
    }
    return moments.get(constitution.call_in.hearing.counted_from) or validated_at


def record_hearing(
    *,
    duty: Duty,
    heard_on: date,
    present: int,
    interests: str,
    whip: str,
    outcome: str,
    reasons: str,
    concerns: Sequence[str],
    recommendations: Sequence[str] = (),
    co_optees: Sequence[int] = (),
    outside_framework: bool = False,
    advice: str = "",
    actor: Actor,
    at: datetime,
) -> Hearing:
    """Record what the committee did when it met on `heard_on`, that day or later.

    `co_optees` are the education co-optees present, by person: they vote on an education matter and count there beside the
    councillors, who are `present`. Checks quorum, the whip declaration and the outcome; refers concerns to the hold, so that the decision-maker has
    to answer each of them; takes the item off the committee's agenda; closes the duty. No action closes the call-in; the chart lifts the hold. A referral to the full council
    needs the `advice` of both statutory officers, and, unless the constitution says otherwise, that the decision is contrary to
    the budget or policy framework; the hold stays until the council has met. `recommendations` without a referral close the
    call-in too, and wait for the committee's report to the executive. Raises PermissionDenied; Refusal hearing.*.
    """
    standing = access.require(actor, "call_in.hear", duty, at)
    case = duty.case
    constitution, call_in = constitution_of(case), open_call_in(case)
    hearings.require_day(heard_on, ruled_on=local_date(call_in.ruled_at), today=local_date(at))
    seats = voting_co_optees(case, at)
    hearings.require_votes(co_optees, [seat.person_id for seat in seats])
    voted = [{"person": seat.person.name, "office": seat.office.title} for seat in seats if seat.person_id in co_optees]
    _require_quorum(constitution, present + len(voted), len(seats), heard_on, due=duty.deadline)
    hearings.require_whip_declared(declared=bool(whip.strip()))
    named = [concern.strip() for concern in concerns if concern.strip()]
    follows = hearings.require_outcome(
        hearings.Outcome(outcome), constitution.call_in, concerns=named, recommendations=recommendations, reasons=reasons,
        outside_framework=outside_framework, advice=advice,
    )  # fmt: skip
    recommended = [text.strip() for text in recommendations if text.strip()] if outcome == hearings.RECOMMENDS else []
    is_referred = outcome == "REFER_TO_COUNCIL"
    referral = {"outside_framework": outside_framework, "advice": advice.strip()} if is_referred else {}
    ledger.passed(Evaluation("hearing.outcome", follows.why, hearings.LAW, {"outcome": outcome, **referral}))
    act = Act(actor, standing, at, reason=reasons)
    hearing = Hearing.create_as(
        act,
        call_in=call_in,
        heard_on=heard_on,
        present=present,
        co_optees=voted,
        whip=whip,
        interests=interests,
        outcome=outcome,
        reasons=reasons,
        concerns=named if outcome == "REFER_BACK" else [],
        recommendations=recommended,
        recorded_by=actor.user,
        recorded_at=at,
        **referral,
    )
    call_in.outcome = outcome
    call_in.save_as(act, update_fields=["outcome"])
    if outcome == "REFER_BACK":
        for hold in open_holds(case):
            if hold.reference == call_in.reference:
                raise_concerns(hold, act, named)
    late = heard(case, act)
    involve(case, act, "scrutineer")
    close_duty(duty, act, outcome)
    ledger.append(
        "call_in.hear",
        act,
        call_in.reference,
        case=case,
        fields={
            "outcome": outcome, "heard_on": heard_on.isoformat(), "present": present, "whip": whip, "concerns": hearing.concerns,
            **({"recommendations": recommended} if recommended else {}),
            **({"co_optees": voted} if voted else {}),
            **({"late_item": late} if late else {}),
            **referral,
        },
    )
    return hearing


def _require_quorum(rules: Constitution, present: int, co_optees: int, met_on: date, *, due: dict | None) -> None:
    members = Office.objects.filter(role__in=COMMITTEE).count() + co_optees
    hearings.require_seats(present, members)
    needed = rules.quorum.scrutiny.needed(members)
    if present < needed:
        calendar = calendar_for(rules, rules.call_in.hearing.reconvene.calendar)
        again, follows = hearings.inquorate(met_on, rules.call_in, calendar, due=Deadline.from_dict(due) if due else None)
        message = (
            f"Only {present} member{' was' if present == 1 else 's were'} present; {needed} are needed. {follows.why} "
            f"Meet again by {long_date(again.ends_on)}."
        )
        raise Refusal("hearing.inquorate", message, rules.citation("quorum.scrutiny"), alternatives=(hearings.meet_again(again),))
    enough = f"{present} members were present; {needed} are needed."
    asked = {"present": present, "needed": needed}
    ledger.passed(Evaluation("hearing.quorum", enough, rules.citation("quorum.scrutiny"), asked))


def miss_hearing(*, case: Case, actor: Actor, at: datetime) -> Consequence | None:
    """The committee's time to hear the call-in is over: what the constitution says of that follows, once.

    Either the decision is released (the duty and the call-in close; the chart lifts the hold), or it stays on hold and the
    committee still has to hear it. One event, which says which. None when there is nothing to follow: heard meanwhile,
    still in time, or said before. A step of the clock; raises PermissionDenied for a person.
    """
    if not actor.is_system:
        raise PermissionDenied("Only the clock says that a hearing was missed.")
    duty = Duty.objects.filter(case=case, kind="call_in.hear", closed_at__isnull=True).order_by("-pk").first()
    call_in = open_call_in(case)
    if duty is None or call_in is None or not duty.deadline or is_said_missed(call_in):
        return None
    deadline = Deadline.from_dict(duty.deadline)
    if deadline.open_at(at):
        return None
    duty.case = case
    follows = hearings.missed(constitution_of(case).call_in)
    act = Act(actor, Standing(capacity="system"), at, rule=hearings.LAW)
    if follows.code == "RELEASE":
        call_in.outcome = "NOT_HEARD"
        call_in.save_as(act, update_fields=["outcome"])
        heard(case, act)
        close_duty(duty, act, "NOT_HEARD")
    ledger.append(
        "call_in.missed", act, call_in.reference, case=case,
        fields={"due": deadline.ends_on.isoformat(), "follows": follows.why, "reckoning": deadline.sentence},
    )  # fmt: skip
    return follows
