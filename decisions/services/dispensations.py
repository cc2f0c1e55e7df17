"""Dispensations from the ban on taking part: the member asks in writing, the council or its delegate grants or refuses.

Localism Act 2011 s33. The note of the head of paid service on a decision record (SI 2012/2089 regs 12 and 13) is another
thing and is kept with the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, User
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from decisions.models import Dispensation, DispensationAnswer, DispensationRequest
from decisions.rules import interests as rules


@dataclass(frozen=True)
class Wish:
    """What a member asks for: in which case, about which matter, to do what, from when to when, on which ground and why."""

    case: Case
    subject: str
    ground: str
    reasons: str
    may_speak: bool
    may_vote: bool
    starts_on: date
    ends_on: date


def request_dispensation(*, wish: Wish, actor: Actor, at: datetime) -> DispensationRequest:
    """Ask in writing for a dispensation, before taking part. Effects: the request is kept; one event.

    Raises PermissionDenied; Refusal interest.dispensation, interest.dispensation_past, interest.no_reasons.
    """
    standing = access.require(actor, "interest.request", None, at)
    if not wish.subject.strip() or not wish.reasons.strip():
        raise Refusal("interest.no_reasons", "Say which matter it is about, and why it should be granted.", rules.SECTION_33)
    _require_lawful(at, wish.starts_on, wish.ends_on, wish.may_speak, wish.may_vote)
    if wish.ends_on < local_date(at):
        message = "A dispensation must be there before you take part. It cannot be granted for days that have passed."
        raise Refusal("interest.dispensation_past", message, rules.SECTION_33, earliest=local_date(at))
    act = Act(actor, standing, at, reason=wish.reasons.strip(), rule=rules.SECTION_33)
    row = DispensationRequest.create_as(
        act, person=actor.user, case=wish.case, subject=wish.subject.strip(), ground=wish.ground, reasons=wish.reasons.strip(),
        may_speak=wish.may_speak, may_vote=wish.may_vote, starts_on=wish.starts_on, ends_on=wish.ends_on,
        requested_at=at, requested_on=local_date(at),
    )  # fmt: skip
    ledger.append(
        "interest.request", act, f"dispensation-request/{row.pk}",
        fields={"member": actor.user.name, "matter": wish.case.reference, "subject": row.subject, "ground": row.get_ground_display()},
    )  # fmt: skip
    return row


def answer_dispensation(
    *, request: int, granted: bool, reasons: str, granted_by: str, actor: Actor, at: datetime
) -> DispensationAnswer:
    """Grant or refuse what a member asked for, as the council or its committee decided, or by delegated power.

    Effects in order: a granted one enters the register and holds for what is done from now on; the answer is kept; one
    event. Raises PermissionDenied; Refusal interest.answered, interest.no_reasons, interest.own_request.
    """
    standing = access.require(actor, "interest.dispense", None, at)
    row = DispensationRequest.objects.select_for_update(of=("self",)).get(pk=request)
    if DispensationAnswer.objects.filter(request=row).exists():
        raise Refusal("interest.answered", "This request has been answered already.", rules.SECTION_33)
    if actor.user is not None and row.person_id == actor.user.pk:
        raise Refusal("interest.own_request", "Nobody answers their own request. Ask your deputy.", rules.SECTION_33)
    if not reasons.strip() or not granted_by.strip():
        raise Refusal("interest.no_reasons", "Say who decided, and why.", rules.SECTION_33)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=rules.SECTION_33)
    entry = _enter(row, reasons, granted_by, act) if granted else None
    answer = DispensationAnswer.create_as(
        act, request=row, granted=granted, reasons=reasons.strip(), decided_by=granted_by.strip(), dispensation=entry,
        answered_by=actor.user, answered_as=standing.words, answered_at=at,
    )  # fmt: skip
    ledger.append(
        "interest.dispense" if granted else "interest.refuse", act, f"dispensation-request/{row.pk}",
        fields={"member": row.person.name, "subject": row.subject, "grounds": answer.reasons, "granted_by": answer.decided_by},
    )  # fmt: skip
    return answer


def _enter(row: DispensationRequest, reasons: str, granted_by: str, act: Act) -> Dispensation:
    return Dispensation.create_as(
        act, person=row.person, case=row.case, subject=row.subject, grounds=f"{row.get_ground_display()}. {reasons.strip()}",
        may_speak=row.may_speak, may_vote=row.may_vote, requested_on=row.requested_on, granted_at=act.at,
        granted_by=granted_by.strip(), starts_on=row.starts_on, ends_on=row.ends_on,
    )  # fmt: skip


def _require_lawful(at: datetime, starts_on: date, ends_on: date, may_speak: bool, may_vote: bool) -> None:
    scope = {rules.Act.SPEAK: may_speak, rules.Act.VOTE: may_vote}
    rules.require_dispensation(
        rules.Dispensation(at, starts_on, ends_on, frozenset(act for act, granted in scope.items() if granted))
    )


def grant_dispensation(
    *,
    person: User,
    case: Case,
    subject: str,
    grounds: str,
    may_speak: bool,
    may_vote: bool,
    requested_on: date,
    starts_on: date,
    ends_on: date,
    granted_by: str,
    actor: Actor,
    at: datetime,
) -> Dispensation:
    """Record a dispensation asked for in writing and granted for at most four years in one case (Localism Act 2011 s33).

    Raises PermissionDenied; Refusal interest.dispensation.
    """
    standing = access.require(actor, "interest.dispense", None, at)
    _require_lawful(at, starts_on, ends_on, may_speak, may_vote)
    act = Act(actor, standing, at, reason=grounds, rule=rules.SECTION_33)
    granted = Dispensation.create_as(
        act,
        person=person,
        case=case,
        subject=subject,
        grounds=grounds,
        may_speak=may_speak,
        may_vote=may_vote,
        requested_on=requested_on,
        granted_at=at,
        granted_by=granted_by,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    ledger.append(
        "interest.dispense",
        act,
        f"dispensation/{granted.pk}",
        fields={
            "member": person.name,
            "matter": case.reference,
            "subject": subject,
            "grounds": grounds,
            "may_speak": may_speak,
            "may_vote": may_vote,
            "from": starts_on.isoformat(),
            "until": ends_on.isoformat(),
            "granted_by": granted_by,
        },
    )
    return granted
