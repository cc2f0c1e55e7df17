"""Holding part of a meeting in private: two notices, every representation answered between them, or agreed urgency.

SI 2012/2089 reg 5: 28 clear days, then five clear days with the representations received and the answers to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case
from commissioning.rules.canonical import canonical
from commissioning.rules.counting import require_reached
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation, reached
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from decisions.models import PrivateMeetingNotice
from decisions.rules import private_meetings as rules
from decisions.rules.overlays import Step
from decisions.rules.urgency import REG_5_6, Kind
from decisions.selectors.private_meetings import (
    described,
    live_first,
    notices_for,
    reckon_private,
    representations_on,
    second_for,
)
from decisions.selectors.urgency import agreement
from decisions.services.notice_content import Copy
from decisions.services.overlays import require_not_stopped
from decisions.services.representations import tell_senders

REG_5 = rules.REG_5


@dataclass(frozen=True)
class PrivatePart:
    """What the first notice states: whose meeting, when, which matter, which paragraphs, and why in private."""

    body: Body
    meets_on: date
    matter: str
    paragraphs: tuple[int, ...]
    reasons: str


@dataclass(frozen=True)
class Closed:
    """That an item may be taken in private: the paragraphs relied on, how the public interest was weighed, and what
    allows it, by public reference."""

    paragraphs: tuple[int, ...]
    weighing: str
    by: str
    why: str

    def as_dict(self) -> dict:
        return {"paragraphs": list(self.paragraphs), "weighing": self.weighing, "by": self.by, "why": self.why}


def publish_private_notice(
    *, case: Case, part: PrivatePart, copy: Copy, actor: Actor, at: datetime
) -> PrivateMeetingNotice:
    """Publish the first notice. Effects: the notice is frozen under its hash; 28 clear days are counted; one event.

    Raises PermissionDenied; Refusal private.no_reasons, exempt.no_paragraph, notice.copy, private.too_short.
    """
    standing = access.require(actor, "private_notice.publish", case, at)
    require_not_stopped(case, Step.PUBLISH, at)
    if not part.matter.strip() or not part.reasons.strip():
        raise Refusal("private.no_reasons", "Say what will be considered, and why in private.", REG_5)
    rules.require_paragraphs(part.paragraphs)
    deadline = reckon_private(case, "FIRST", at)
    act = Act(actor, standing, at, reason=part.reasons.strip(), rule=REG_5)
    content = {
        "stage": "FIRST",
        "case": case.reference,
        "title": case.title,
        "matter": part.matter.strip(),
        "body": part.body.name,
        "meets_on": part.meets_on.isoformat(),
        "paragraphs": described(list(part.paragraphs)),
        "reasons": part.reasons.strip(),
    }
    return _freeze(case, act, "FIRST", None, part.body, part.meets_on, list(part.paragraphs), content, copy, deadline)


def publish_second_notice(
    *, case: Case, reasons: str, copy: Copy, meets_on: date | None = None, actor: Actor, at: datetime
) -> PrivateMeetingNotice:
    """Publish the second notice with every representation and its answer; `meets_on` where the meeting is to be on another
    day than the first notice says, or than a second one that is published said.

    Effects: the notice is frozen under its hash; five clear days are counted; one event; whoever left an address with a
    representation is told, and the address is forgotten. Raises PermissionDenied; Refusal private.no_notice, private.twice, private.unanswered, private.no_reasons, notice.copy, private.too_short.
    """
    standing = access.require(actor, "private_notice.publish", case, at)
    require_not_stopped(case, Step.PUBLISH, at)
    first = live_first(case)
    if first is None:
        raise Refusal("private.no_notice", "Publish the first notice first, 28 clear days before.", REG_5)
    day = meets_on or first.meets_on
    if second_for(first, day) is not None:
        raise Refusal("private.twice", f"The second notice for {long_date(day)} has been published already.", REG_5)
    _require_first(first, day)
    said = list(representations_on(first))
    answered = [row for row in said if hasattr(row, "answer")]
    waiting = [row.number for row in said if row not in answered]
    rules.require_representations_answered(len(said), len(answered), waiting=waiting)
    if not reasons.strip():
        raise Refusal("private.no_reasons", "Say why the meeting is still to be private.", REG_5)
    deadline = reckon_private(case, "SECOND", at)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=REG_5)
    content = {
        **first.content,
        "stage": "SECOND",
        "first": first.reference,
        "meets_on": day.isoformat(),
        "reasons": reasons.strip(),
        "representations": [{"text": row.text, "answer": row.answer.text} for row in answered],
    }
    notice = _freeze(case, act, "SECOND", first, first.body, day, first.paragraphs, content, copy, deadline)
    tell_senders(first, notice, at)
    return notice


def _require_first(first: PrivateMeetingNotice, day: date) -> None:
    """The 28 clear days of the first notice are over on that day. Raises Refusal("private.too_short")."""
    calendar = calendar_for(constitution_of(first.case))
    require_reached(Deadline.from_dict(first.deadline), day, calendar, code="private.too_short", what="A private meeting")


def _freeze(
    case: Case,
    act: Act,
    stage: str,
    first: PrivateMeetingNotice | None,
    body: Body,
    meets_on: date,
    paragraphs: list[int],
    content: dict,
    copy: Copy,
    deadline: Deadline,
) -> PrivateMeetingNotice:
    if copy.placed_at > act.at or not copy.place.strip() or not copy.placed_by.strip():
        message = "The copy must be in its place before the notice is published. Say where it lies and who placed it."
        raise Refusal("notice.copy", message, REG_5)
    calendar = calendar_for(constitution_of(case))
    try:
        require_reached(deadline, meets_on, calendar, code="private.too_short", what="A private meeting")
    except Refusal as refusal:
        ways = _quicker_ways(body.name, meets_on)
        raise refusal.with_ways(*ways) from None
    ledger.passed(reached(deadline, meets_on))
    number = case.private_notices.count() + 1
    notice = PrivateMeetingNotice.create_as(
        act, case=case, number=number, reference=f"{case.reference.replace('/', '-')}-p{number}",
        stage=stage, first=first, body=body, meets_on=meets_on, paragraphs=paragraphs,
        content=content, content_hash=hashlib.sha256(canonical(content)).hexdigest(),
        published_at=act.at, published_by=act.actor.user,
        copy_place=copy.place.strip(), copy_placed_by=copy.placed_by.strip(), copy_placed_at=copy.placed_at,
        deadline=deadline.as_dict(), matures_on=deadline.earliest,
    )  # fmt: skip
    ledger.append(
        "private_notice.publish", act, f"private:{notice.reference}", case=case,
        fields={"content": content, "content_hash": notice.content_hash, "reckoning": deadline.sentence,
                "meets_on": meets_on.isoformat()},
        tier={"reason": "public"}, version=notice.content_hash,
    )  # fmt: skip
    return notice


def require_private(
    case: Case, paragraphs: Collection[int], *, weighing: str, body: str, on: date, at: datetime
) -> Closed:
    """What allows an item to be taken in private on a day: both notices, or agreement under regulation 5(6).

    `weighing` is why the public interest in keeping it back outweighs that in publishing it.
    Raises Refusal exempt.no_paragraph, exempt.no_weighing, private.no_notice, private.no_second_notice, private.too_short, each with the
    ways on: take it in public, or ask for agreement.
    """
    rules.require_paragraphs(paragraphs)
    rules.require_weighing(weighing)
    consent = agreement(case, Kind.PRIVATE_MEETING)
    agreed = consent is not None and consent.answered_at < at and consent.request.maker == body
    if consent and agreed and on <= consent.request.decide_by:
        why = rules.require_closable(None, None, on, calendar_for(constitution_of(case)), reg_5_6_agreed=True)
        ledger.passed(Evaluation("private.agreed", why, REG_5_6, {"agreement": consent.request.reference, "day": on}))
        return Closed(tuple(paragraphs), weighing.strip(), consent.request.reference, why)
    first, second = notices_for(case, on)
    if first is not None and (first.body.name != body or not set(paragraphs) <= set(first.paragraphs)):
        first = second = None  # another body, or other grounds, than people could object to
    try:
        why = rules.require_closable(
            Deadline.from_dict(first.deadline) if first else None,
            Deadline.from_dict(second.deadline) if second else None,
            on,
            calendar_for(constitution_of(case)),
        )
    except Refusal as refusal:
        raise _with_ways(refusal, case, body, on, at) from None
    assert first is not None and second is not None  # require_closable refuses anything less
    ledger.passed(Evaluation("private.notices", why, REG_5, {"first": first.reference, "second": second.reference}))
    return Closed(tuple(paragraphs), weighing.strip(), second.reference, why)


def _with_ways(refusal: Refusal, case: Case, body: str, on: date, at: datetime) -> Refusal:
    """The refusal with its ways on as links: publish the notice, ask for agreement, or take the item in public.

    Where a notice is missing, the first day is the one that a notice published now would allow.
    """
    in_public, ask = _quicker_ways(body, on)
    notices = _notices_way(case, on, at)
    return refusal.with_ways(in_public, notices, ask, earliest=refusal.earliest or date.fromisoformat(notices.query["meets_on"]))


def _quicker_ways(body: str, on: date) -> tuple[Alternative, Alternative]:
    """What can still be done for that very day."""
    day = on.isoformat()
    return (
        rules.in_public(on),
        Alternative(
            "Ask for agreement under regulation 5(6)",
            "case_urgency_ask",
            query={"kind": Kind.PRIVATE_MEETING.value, "maker": body, "decide_by": day},
        ),
    )


def _notices_way(case: Case, on: date, at: datetime) -> Alternative:
    """Publish what is still missing: the first notice for the day that it allows, or the second one."""
    first = live_first(case)
    if first is not None and first.meets_on <= on:
        earliest = max(on, reckon_private(case, "SECOND", at).next_working)
        words = f"Publish the second notice of the private meeting for {long_date(earliest)}"
        return Alternative(words, "case_private", query={"meets_on": earliest.isoformat()})
    earliest = max(on, reckon_private(case, "FIRST", at).next_working)
    return Alternative(
        f"Publish the notices of a private meeting for {long_date(earliest)}",
        "case_private",
        query={"meets_on": earliest.isoformat()},
    )
