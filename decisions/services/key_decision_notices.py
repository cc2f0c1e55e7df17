"""The notice of a key decision: published with fields (a) to (h), counted from when it was really available.

SI 2012/2089 reg 9(1) says what it must state, reg 9(2) that it must be published 28 clear days before.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.canonical import canonical
from commissioning.rules.counting import forward
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.selectors.proposals import current_version
from commissioning.services.duties import close_duty, open_duties
from decisions.models import KeyDecisionNotice
from decisions.rules import notices as rules
from decisions.rules.key_decision import is_everywhere
from decisions.rules.notice_scope import REG_9, WAYS, Scope, Slippage, carries, require_fit, require_live
from decisions.rules.overlays import Step
from decisions.selectors.key_decision_notices import (
    covers,
    first_of_carried,
    live_notice,
    reckon_notice,
    scope_of,
    spoiled_by_outage,
)
from decisions.services.notice_content import Copy, Wording, compose
from decisions.services.overlays import require_not_stopped

CHECK_DAYS = 2
LONGEST_WAIT = timedelta(days=7)


def open_notice_publish(*, case: Case, act: Act) -> None:
    """Ask the proper officer to publish the notice; two working days for the check."""
    constitution = constitution_of(case)
    due = forward(
        "WORK_AFTER", CHECK_DAYS, act.at, calendar_for(constitution), rule="notice.check",
        citation=constitution.citation("publication"), start_event="notice asked for", target_event="overdue from",
    )  # fmt: skip
    open_duties(case, "notice.publish", act, offices=first_of("PROPER_OFFICER"), due=due)


def publish_notice(
    *, duty: Duty, wording: Wording, copy: Copy, actor: Actor, at: datetime
) -> KeyDecisionNotice:
    """Publish the notice, or the next one of the case when there is one already.

    Effects in order: the notice is frozen under the hash of its canonical bytes, with the members of the body as they
    are now; 28 clear days are counted from the later of live and copy, or carried over from the earlier notice when only
    the dates slip; the duty closes; one event.
    Raises PermissionDenied; Refusal notice.closed, notice.incomplete, notice.copy, notice.too_short, notice.why_again.
    """
    standing = access.require(actor, "notice.publish", duty, at)
    if not duty.is_open:
        raise Refusal("notice.closed", "This notice has been published already.", REG_9)
    require_not_stopped(duty.case, Step.PUBLISH, at)
    case, earlier = duty.case, live_notice(duty.case)
    available_at = _available(copy, at)
    content, warnings = compose(case, wording, copy, at)
    deadline = _period(case, earlier, wording, available_at)
    if earlier is not None and deadline.started_on < local_date(available_at):
        content |= {"carried_from": earlier.reference}
    rules.require_matured(deadline, wording.decide_from, calendar_for(constitution_of(case)))
    ledger.passed(
        Evaluation("notice.contents", "Everything that regulation 9(1) asks for is stated.", REG_9, {"warnings": warnings}),
        reached(deadline, wording.decide_from),
    )
    if earlier is not None and not wording.why_again.strip():
        raise Refusal("notice.why_again", "Say why a new notice is needed; it replaces the earlier one.", REG_9)
    act = Act(actor, standing, at, rule=REG_9)
    notice = _freeze(case, act, wording, copy, earlier, content, deadline, available_at)
    close_duty(duty, act, "PUBLISHED")
    ledger.append(
        "notice.revise" if earlier else "notice.publish",
        act,
        f"notice:{notice.reference}",
        case=case,
        fields={
            "notice": notice.reference,
            "content": content,
            "content_hash": notice.content_hash,
            "available_at": available_at.isoformat(),
            "matures_on": notice.matures_on.isoformat(),
            "reckoning": deadline.sentence,
            "supersedes": earlier.reference if earlier else "",
            "warnings": list(warnings),
        },
        version=notice.content_hash,
    )
    return notice


def _period(case: Case, earlier: KeyDecisionNotice | None, wording: Wording, available_at: datetime) -> Deadline:
    """The 28 clear days of this notice: its own, or those that ran for the earlier one where nothing changed but documents
    and addresses, or the decision only slips; measured from the notice that they first ran for (reg 9)."""
    fresh = reckon_notice(case, available_at)
    if earlier is None or spoiled_by_outage(earlier):
        return fresh
    rule = constitution_of(case).slippage
    first = first_of_carried(earlier)
    announced = replace(scope_of(first), matter=_plain(first.content["matter"]))
    now = Scope(
        maker=(wording.body.name if wording.body else wording.member.title if wording.member else ""),
        first=wording.decide_from,
        last=wording.decide_to,
        pence=announced.pence if first.content.get("value_pence") is None else wording.value_pence or 0,
        areas=announced.areas if not announced.areas or is_everywhere(announced.areas) else frozenset(wording.wards),
        matter=_plain(wording.matter),
    )
    kept = carries(
        announced, now, slippage=Slippage(rule.rule), restart_after_months=rule.restart_after_months
    )
    return Deadline.from_dict(earlier.deadline) if kept else fresh


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _available(copy: Copy, at: datetime) -> datetime:
    """The later of live (now) and the copy, which must have been placed before and not long ago."""
    if not copy.place.strip() or not copy.placed_by.strip():
        raise Refusal("notice.copy", "Say where the copy for inspection was placed and who placed it.", REG_9)
    if copy.placed_at > at:
        message = "The copy must be in its place before the notice is published. Place it, then publish."
        raise Refusal("notice.copy", message, REG_9)
    if at - copy.placed_at > LONGEST_WAIT:
        message = "The copy was placed more than a week ago. Check that it is still there and give today’s date."
        raise Refusal("notice.copy", message, REG_9)
    return max(at, copy.placed_at)


def _freeze(
    case: Case,
    act: Act,
    wording: Wording,
    copy: Copy,
    earlier: KeyDecisionNotice | None,
    content: dict,
    deadline: Deadline,
    available_at: datetime,
) -> KeyDecisionNotice:
    number = earlier.number + 1 if earlier else 1
    return KeyDecisionNotice.create_as(
        act,
        case=case,
        number=number,
        reference=f"{case.reference.replace('/', '-')}-{number}",
        supersedes=earlier,
        why_again=wording.why_again.strip() if earlier else "",
        content=content,
        content_hash=hashlib.sha256(canonical(content)).hexdigest(),
        maker_body=wording.body,
        maker_office=wording.member,
        decide_from=wording.decide_from,
        decide_to=wording.decide_to,
        published_at=act.at,
        published_by=act.actor.user,
        copy_place=copy.place.strip(),
        copy_placed_by=copy.placed_by.strip(),
        copy_placed_at=copy.placed_at,
        available_at=available_at,
        counts_from=deadline.counts_from,
        deadline=deadline.as_dict(),
        matures_on=deadline.earliest,
        matures_at=deadline.earliest_at,
    )


def require_notice(case: Case, *, maker: str, on: date) -> KeyDecisionNotice:
    """The notice that a key decision on that day by that maker relies on.

    Raises Refusal notice.none, notice.outage, notice.does_not_cover, notice.lapsed, notice.too_short, each with its ways on.
    """
    notice = live_notice(case)
    if notice is None:
        message = "No notice of this key decision has been published. Publish the notice first; then 28 clear days run."
        raise Refusal("notice.none", message, REG_9, alternatives=WAYS)
    if spoiled_by_outage(notice):
        message = "The notice was out of reach, and the Monitoring Officer decided that it no longer counts."
        raise Refusal("notice.outage", message, REG_9, alternatives=WAYS)
    asked = {"notice": notice.reference, "maker": maker, "day": on}
    fits = require_fit(covers(notice, current_version(case), maker=maker, on=on))
    grace = constitution_of(case).slippage.restart_after_months
    live = require_live(notice.decide_to, on, grace_months=grace)
    calendar = calendar_for(constitution_of(case))
    deadline = Deadline.from_dict(notice.deadline)
    rules.require_matured(deadline, on, calendar)
    ledger.passed(
        Evaluation("notice.covers", fits, REG_9, asked),
        Evaluation("notice.live", live, REG_9, {"decide_to": notice.decide_to, "day": on}),
        reached(deadline, on),
    )
    return notice


def require_not_noticed(case: Case, *, maker: str, on: date, law: str) -> None:
    """A quicker way is only for a decision that no published notice allows on that day (SI 2012/2089 regs 10(1) and 11(1)).

    Raises Refusal("urgency.not_needed").
    """
    try:
        notice = require_notice(case, maker=maker, on=on)
    except Refusal:
        return
    message = f"Notice {notice.reference} covers this decision, and it may be made on {long_date(on)}. Nothing quicker is needed."
    ways = (Alternative("Publish agenda and report", "duty", {"kind": "agenda.publish"}),)
    raise Refusal("urgency.not_needed", message, law, earliest=max(notice.matures_on, notice.decide_from), alternatives=ways)


def ask_again(*, duty: Duty, actor: Actor, at: datetime) -> Duty | None:
    """Ask for a new notice because the published one does not cover what is to be decided (reg 9).

    Effects: one event. Returns the duty when the notice chart is to be started, None when it is asked for already.
    """
    standing = access.require(actor, "agenda.publish", duty, at)
    asked = Duty.objects.filter(case=duty.case, kind="notice.publish", closed_at__isnull=True).exists()
    act = Act(actor, standing, at, rule=REG_9)
    ledger.append("notice.ask", act, f"notice:{duty.case.reference}", case=duty.case, fields={"already_asked": asked})
    return None if asked else duty
