"""Asking the Monitoring Officer, and the answer: late items, decisions added together, downgrades, outages, amendments."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.money import pounds
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from decisions.models import Advice, AdviceRequest, KeyDecisionNotice, Meeting, NoticeOutage
from decisions.rules.agencies import OBJECTION_LAW
from decisions.rules.agendas import REG_6
from decisions.rules.key_decision import REG_8
from decisions.rules.notice_scope import REG_9
from decisions.selectors.advice import amendment_asked, late_item_asked
from decisions.selectors.meetings import live_item

LAW = {"AGGREGATION": REG_8, "DOWNGRADE": REG_8, "LATE_ITEM": REG_6, "OUTAGE": REG_9, "APPENDIX": REG_6, "OBJECTION": OBJECTION_LAW, "AMENDMENT": REG_9}


def ask_monitoring_officer(
    case: Case, act: Act, kind: str, question: str, *, due_at: datetime | None = None, **subject: object
) -> AdviceRequest:
    """Keep the question and give the Monitoring Officer a duty; a step inside other acts, without an event of its own."""
    request = AdviceRequest.create_as(
        act, case=case, kind=kind, question=question, asked_at=act.at, asked_by=act.actor.user, **subject
    )
    offices = first_of("MONITORING_OFFICER")
    open_duties(case, "advice.give", act, offices=offices, due_at=due_at, subject_id=request.pk)
    return request


def give_advice(*, duty: Duty, may_go_on: bool, text: str, actor: Actor, at: datetime) -> Advice:
    """Answer with reasons. Effects: the answer is kept; the duty closes; one event.

    Raises PermissionDenied; Refusal advice.closed, advice.no_reasons.
    """
    standing = access.require(actor, "advice.give", duty, at)
    request = AdviceRequest.objects.get(pk=duty.subject_id)
    if not duty.is_open:
        raise Refusal("advice.closed", "This question has been answered already.", LAW[request.kind])
    if not text.strip():
        raise Refusal("advice.no_reasons", "Write your reasons; they stay with the case.", LAW[request.kind])
    act = Act(actor, standing, at, reason=text.strip(), rule=LAW[request.kind])
    advice = Advice.create_as(
        act, request=request, duty=duty, may_go_on=may_go_on, text=text.strip(),
        given_by=actor.user, given_as=standing.words, given_at=at,
    )  # fmt: skip
    close_duty(duty, act, "AGREED" if may_go_on else "NOT_AGREED")
    ledger.append(
        "advice.give", act, f"advice:{duty.case.reference}:{request.pk}", case=duty.case,
        fields={"question": request.question, "about": request.kind, "may_go_on": may_go_on},
    )  # fmt: skip
    return advice


def ask_late_item(*, case: Case, meeting: Meeting, why: str, actor: Actor, at: datetime) -> AdviceRequest:
    """Ask whether an item may be added to an executive agenda inside the five clear days (SI 2012/2089 reg 6(2)).

    Effects: the question with the reason for lateness; a duty for the Monitoring Officer; one event.
    Raises PermissionDenied; Refusal late_item.no_reasons, late_item.asked, meeting.begun.
    """
    standing = access.require(actor, "late_item.ask", case, at)
    if not why.strip():
        raise Refusal("late_item.no_reasons", "Say why the item comes late and cannot wait for the next meeting.", REG_6)
    if meeting.starts_at <= at:
        raise Refusal("meeting.begun", "That meeting has begun or is over.", REG_6)
    if late_item_asked(case, meeting):
        ways = (Alternative("See what was asked", "case_law"),)
        message = "This has been asked already and waits for the Monitoring Officer."
        raise Refusal("late_item.asked", message, REG_6, alternatives=ways)
    act = Act(actor, standing, at, reason=why.strip(), rule=REG_6)
    request = ask_monitoring_officer(case, act, "LATE_ITEM", why.strip(), meeting=meeting)
    ledger.append(
        "late_item.ask", act, f"advice:{case.reference}:{request.pk}", case=case,
        fields={"meeting": meeting.title, "meets_on": meeting.meets_on.isoformat()},
    )  # fmt: skip
    return request


def ask_about_amendment(*, case: Case, pence: int, why: str, actor: Actor, at: datetime) -> AdviceRequest:
    """Ask whether what a meeting or a member would decide instead is still the matter of the notice (SI 2012/2089 reg 9).

    Effects: the question with the cost as amended; a duty for the Monitoring Officer; one event. Raises PermissionDenied;
    Refusal amendment.no_item, amendment.no_reasons, amendment.asked.
    """
    standing = access.require(actor, "amendment.ask", case, at)
    item = live_item(case, "DECISION") or live_item(case, "RECONSIDERATION")
    ways = (Alternative("See what was asked", "case_law"),)
    if item is None:
        raise Refusal("amendment.no_item", "Nothing in this case is before a decision-maker now.", REG_9, alternatives=ways)
    if not why.strip():
        raise Refusal("amendment.no_reasons", "Say what would be decided instead, and why it is still the matter of the notice.", REG_9)
    if amendment_asked(item):
        message = "This has been asked already and waits for the Monitoring Officer."
        raise Refusal("amendment.asked", message, REG_9, alternatives=ways)
    act = Act(actor, standing, at, reason=why.strip(), rule=REG_9)
    question = f"The whole cost would be {pounds(pence)}. {why.strip()}"
    request = ask_monitoring_officer(case, act, "AMENDMENT", question, item=item, pence=pence)
    ledger.append(
        "amendment.ask", act, f"advice:{case.reference}:{request.pk}", case=case, fields={"pence": pence, "item": item.pk}
    )
    return request


def log_outage(
    *, case: Case, notice: KeyDecisionNotice, began_at: datetime, ended_at: datetime, what: str, actor: Actor, at: datetime
) -> NoticeOutage:
    """Log that a notice was out of reach. It is not void by that: the Monitoring Officer is asked (reg 9(2)).

    Effects: the outage; the question; one event. Raises PermissionDenied; Refusal outage.times, outage.no_reasons.
    """
    standing = access.require(actor, "outage.log", case, at)
    if not notice.available_at <= began_at < ended_at <= at:
        message = "The outage begins after the notice was published, ends later than it begins, and is over by now."
        raise Refusal("outage.times", message, REG_9)
    if not what.strip():
        raise Refusal("outage.no_reasons", "Say what was out of reach, and why.", REG_9)
    act = Act(actor, standing, at, reason=what.strip(), rule=REG_9)
    outage = NoticeOutage.create_as(
        act, notice=notice, began_at=began_at, ended_at=ended_at, what=what.strip(), logged_at=at, logged_by=actor.user
    )
    hours = (ended_at - began_at).total_seconds() / 3600
    question = f"Notice {notice.reference} was out of reach for {hours:.1f} hours: {what.strip()} Does it still count?"
    ask_monitoring_officer(case, act, "OUTAGE", question, outage=outage)
    ledger.append(
        "outage.log", act, f"notice:{notice.reference}", case=case,
        fields={"began_at": began_at.isoformat(), "ended_at": ended_at.isoformat(), "state": "AMBER"},
        tier={"reason": "public"},
    )  # fmt: skip
    return outage
