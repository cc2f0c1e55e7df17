"""The notice of a key decision: published with fields (a) to (h), counted from when it was really available.

SI 2012/2089 reg 9(1) says what it must state, reg 9(2) that it must be published 28 clear days before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case, Duty, Office
from commissioning.rules.canonical import canonical
from commissioning.rules.counting import forward
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.proposals import current_version
from commissioning.services.duties import close_duty, open_duties
from decisions.models import KeyDecisionNotice
from decisions.rules import notices as rules
from decisions.rules.notice_scope import REG_9, WAYS, require_fit, require_live
from decisions.selectors.key_decision_notices import (
    covers,
    holder_name,
    live_notice,
    members_of,
    reckon_notice,
)

CHECK_DAYS = 2
IS_KEY = "A key decision is to be made on behalf of the council."
MORE_DOCUMENTS = "Other documents relevant to the matter may be submitted to the decision-maker."
LONGEST_WAIT = timedelta(days=7)


@dataclass(frozen=True)
class Wording:
    """What the proper officer states. Of `body` and `member` exactly one is given; money in pence."""

    matter: str
    why_key: str
    decide_from: date
    decide_to: date
    documents: tuple[str, ...]
    address: str
    procedure: str
    wards: tuple[str, ...] = ()
    value_pence: int | None = None
    body: Body | None = None
    member: Office | None = None
    why_again: str = ""


@dataclass(frozen=True)
class Copy:
    """Where, by whom and when the paper copy was placed for inspection."""

    place: str
    placed_by: str
    placed_at: datetime


def open_notice_publish(*, case: Case, act: Act) -> None:
    """Ask the proper officer to publish the notice; two working days for the check."""
    constitution = constitution_of(case)
    due = forward(
        "WORK_AFTER", CHECK_DAYS, act.at, calendar_for(constitution), rule="notice.check",
        citation=constitution.citation("publication"), start_event="notice asked for", target_event="overdue from",
    )  # fmt: skip
    open_duties(case, "notice.publish", act, offices=proper_officers(), due=due)


def proper_officers() -> list[Office]:
    """The office that publishes and convenes; the first by order when a council has several."""
    return list(Office.objects.filter(role="PROPER_OFFICER").select_related("body").order_by("order", "pk")[:1])


def publish_notice(
    *, duty: Duty, wording: Wording, copy: Copy, actor: Actor, at: datetime
) -> KeyDecisionNotice:
    """Publish the notice, or the next one of the case when there is one already.

    Effects in order: the notice is frozen under the hash of its canonical bytes, with the members of the body as they
    are now; 28 clear days are counted from the later of live and copy; the duty closes; one event.
    Raises PermissionDenied; Refusal notice.closed, notice.incomplete, notice.copy, notice.too_short, notice.why_again.
    """
    standing = access.require(actor, "notice.publish", duty, at)
    if not duty.is_open:
        raise Refusal("notice.closed", "This notice has been published already.", REG_9)
    case, earlier = duty.case, live_notice(duty.case)
    available_at = _available(copy, at)
    content, warnings = _content(case, wording, copy, at)
    deadline = reckon_notice(case, available_at)
    rules.require_matured(deadline, wording.decide_from, calendar_for(constitution_of(case)))
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


def _content(
    case: Case, wording: Wording, copy: Copy, at: datetime
) -> tuple[dict, tuple[str, ...]]:
    """The notice as it is shown and hashed, after the check that nothing is missing."""
    members = members_of(wording.body, at) if wording.body else []
    holder = holder_name(wording.member, at) if wording.member else ""
    maker = wording.body.name if wording.body else holder
    warnings = rules.require_publishable(
        rules.Notice(
            matter=wording.matter,
            maker=maker,
            maker_is_body=wording.body is not None,
            maker_title=wording.member.title if wording.member else "",
            members=tuple(seat["name"] for seat in members),
            decision_from=wording.decide_from,
            decision_to=wording.decide_to,
            documents=tuple(name for name in wording.documents if name.strip()),
            address=wording.address,
            procedure=wording.procedure,
            has_exempt_content=_has_exempt_content(case, wording),
        )
    )
    content = {
        "title": case.title,
        "case": case.reference,
        "is_key": IS_KEY,
        "matter": wording.matter.strip(),
        "maker": {
            "name": wording.body.name if wording.body else wording.member.title,
            "person": holder,
            "members": members,
        },
        "decide_from": wording.decide_from.isoformat(),
        "decide_to": wording.decide_to.isoformat(),
        "documents": [name.strip() for name in wording.documents if name.strip()],
        "address": wording.address.strip(),
        "more_documents": MORE_DOCUMENTS,
        "procedure": wording.procedure.strip(),
        "why_key": wording.why_key.strip(),
        "wards": [ward.strip() for ward in wording.wards if ward.strip()],
        "value_pence": wording.value_pence,
        "lead_member": case.lead_member.title,
        "lead_officer": case.officer.title,
        "first_published_on": _first_published(case, at),
        "copy": {"place": copy.place.strip(), "by": copy.placed_by.strip(), "at": copy.placed_at.isoformat()},
    }
    return content, warnings


def _first_published(case: Case, at: datetime) -> str:
    first = KeyDecisionNotice.objects.filter(case=case).order_by("number").first()
    return local_date(first.published_at if first else at).isoformat()


def _has_exempt_content(case: Case, wording: Wording) -> bool:
    """Whether the text of a part marked exempt in the proposal stands in the notice."""
    version = current_version(case)
    said = f"{wording.matter}\n{wording.why_key}\n" + "\n".join(wording.documents)
    withheld = (version.content.get("exempt_parts") or ()) if version else ()
    return any(len(text) > 20 and text in said for part in withheld if (text := str(part.get("text", "")).strip()))


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

    Raises Refusal notice.none, notice.does_not_cover, notice.lapsed, notice.too_short, each with its ways on.
    """
    notice = live_notice(case)
    if notice is None:
        message = "No notice of this key decision has been published. Publish the notice first; then 28 clear days run."
        raise Refusal("notice.none", message, REG_9, alternatives=WAYS)
    require_fit(covers(notice, current_version(case), maker=maker, on=on))
    require_live(notice.decide_to, on)
    calendar = calendar_for(constitution_of(case))
    rules.require_matured(Deadline.from_dict(notice.deadline), on, calendar)
    return notice


def ask_again(*, duty: Duty, actor: Actor, at: datetime) -> Duty | None:
    """Ask for a new notice because the published one does not cover what is to be decided (reg 9).

    Effects: one event. Returns the duty when the notice chart is to be started, None when it is asked for already.
    """
    standing = access.require(actor, "agenda.publish", duty, at)
    asked = Duty.objects.filter(case=duty.case, kind="notice.publish", closed_at__isnull=True).exists()
    act = Act(actor, standing, at, rule=REG_9)
    ledger.append("notice.ask", act, f"notice:{duty.case.reference}", case=duty.case, fields={"already_asked": asked})
    return None if asked else duty
