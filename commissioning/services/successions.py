"""An agency is merged or abolished: its successor is entered, with the day and the instrument.

What follows in each case (the duties, the signature that has to be given again) is handed over case by case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import slugify

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Office, Organisation, Succession
from commissioning.rules.refusals import Refusal
from commissioning.services.appointments import put_office

LAW = "The order or agreement that merges or abolishes the agency"
SPEAKS = ("AGENCY_LEAD", "AGENCY_ADVISER")


@dataclass(frozen=True)
class NewSuccession:
    """Who takes over from whom: an agency that is known (`successor`), or one that is new (`name` and `short`)."""

    predecessor: Organisation
    effective_on: date
    document: str
    reason: str
    successor: Organisation | None = None
    name: str = ""
    short: str = ""


def record_succession(*, new: NewSuccession, actor: Actor, at: datetime) -> Succession:
    """Enter the successor of an agency from a day on, past or to come.

    Effects in order: a successor that is not known yet gets its organisation and body; an office that speaks for it is
    made where there is none, as vacant; the mapping is kept; one event. Raises PermissionDenied; Refusal
    succession.council, succession.again, succession.itself, succession.gone, succession.unnamed.
    """
    standing = access.require(actor, "agency.succeed", None, at)
    _require_possible(new)
    act = Act(actor, standing, at, reason=new.reason.strip(), rule=LAW)
    successor = new.successor or _make_agency(new, act)
    _make_office(new.predecessor, successor, act)
    row = Succession.create_as(
        act, predecessor=new.predecessor, successor=successor, effective_on=new.effective_on, document=new.document.strip(),
        reason=new.reason.strip(), recorded_by=actor.user, recorded_at=at,
    )  # fmt: skip
    ledger.append(
        "agency.succeed", act, f"agency/{new.predecessor.key}",
        fields={
            "agency": new.predecessor.name, "successor": successor.name, "effective_on": new.effective_on.isoformat(),
            "document": row.document,
        },
        tier={"reason": "public"},
    )  # fmt: skip
    return row


def begin(*, succession: Succession, at: datetime) -> Succession:
    """From now on the successor is asked. Effects in order: the moment is kept; one event."""
    return _mark(succession, "in_effect_at", "agency.follow", at)


def finish(*, succession: Succession, at: datetime) -> Succession:
    """Every case has followed. Effects in order: the moment is kept; one event."""
    return _mark(succession, "handed_over_at", "agency.done", at)


def _mark(succession: Succession, field: str, kind: str, at: datetime) -> Succession:
    act = Act(Actor.system("succession"), access.SYSTEM, at, rule=LAW)
    setattr(succession, field, at)
    succession.save_as(act, update_fields=[field])
    fields = {"agency": succession.predecessor.name, "successor": succession.successor.name}
    ledger.append(kind, act, f"agency/{succession.predecessor.key}", fields=fields)
    return succession


def _require_possible(new: NewSuccession) -> None:
    if new.predecessor.kind == "COUNCIL":
        raise Refusal("succession.council", "The council itself is not succeeded here.", LAW)
    if Succession.objects.filter(predecessor=new.predecessor).exists():
        raise Refusal("succession.again", f"The successor of {new.predecessor.name} is entered already.", LAW)
    if new.successor is None and not (new.name.strip() and new.short.strip()):
        raise Refusal("succession.unnamed", "Choose the successor, or give the name and the short name of a new body.", LAW)
    if new.successor == new.predecessor:
        raise Refusal("succession.itself", "An agency does not succeed itself.", LAW)
    if new.successor is not None and Succession.objects.filter(predecessor=new.successor).exists():
        raise Refusal("succession.gone", f"{new.successor.name} has been succeeded itself. Choose the body that stands.", LAW)


def _make_agency(new: NewSuccession, act: Act) -> Organisation:
    key = slugify(new.short)[:40] or "agency"
    taken = set(Organisation.objects.filter(key__startswith=key).values_list("key", flat=True))
    free = next(name for name in (key, *(f"{key}-{n}" for n in range(2, 1000))) if name not in taken)
    old = new.predecessor
    made = Organisation.create_as(
        act, key=free, name=new.name.strip(), short=new.short.strip(), kind=old.kind, is_voting=old.is_voting
    )
    Body.create_as(act, key=f"{free}-board"[:50], name=made.name, kind="AGENCY", organisation=made)
    return made


def _make_office(predecessor: Organisation, successor: Organisation, act: Act) -> None:
    """An office that speaks for the successor, as the predecessor has one; nothing where there is one."""
    if Office.objects.filter(body__organisation=successor, role__in=SPEAKS).exists():
        return
    old = Office.objects.filter(body__organisation=predecessor, role__in=SPEAKS).order_by("order", "pk").first()
    body = Body.objects.filter(organisation=successor, kind="AGENCY").order_by("pk").first()
    if old is not None and body is not None:
        put_office(act, title=f"Lead for {successor.short}"[:200], role=old.role, body=body)
