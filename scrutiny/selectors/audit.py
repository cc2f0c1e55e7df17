"""The audit trail of one case for scrutiny: every event with who, in which office, when, why and what changed.

The body of an event is read from its openings (personal details of sign-in stay out). What changed is read from the
history rows that the event pinned, field by field against the row before.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import QuerySet

from commissioning.models import AuditIndex, AuditOpening, Case
from commissioning.models.base import Tracked
from commissioning.rules.event_kinds import KINDS

HIDDEN = {"hist", "auth", "request", "actor.id", "subject.prev", "kind", "at"}
HEAD = {"actor.name", "actor.role", "actor.body", "actor.capacity", "reason", "rule", "subject.ref", "subject.n",
        "subject.version"}  # fmt: skip
BOOKKEEPING = {"id", "history_id", "history_date", "history_type", "history_user", "history_change_reason",
               "history_office", "history_body", "history_capacity", "history_request"}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field of one record: before and after, in words."""

    record: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditEntry:
    """One event, open as far as the reader may see."""

    seq: int
    at: datetime
    kind: str
    label: str
    name: str
    office: str
    body: str
    capacity: str
    reason: str
    rule: str
    subject: str
    fields: tuple[tuple[str, str], ...]
    withheld: int
    changes: tuple[Change, ...] = field(default=())


def events_of(case: Case, *, kind: str = "", person: str = "") -> QuerySet[AuditIndex]:
    """Positions of the case's events in order, filtered by kind."""
    found = AuditIndex.objects.filter(case=case).order_by("seq", "pk")
    if kind:
        found = found.filter(kind=kind)
    if person:
        found = found.filter(actor_id=person)
    return found


def audit_entries(case: Case, rows: list[AuditIndex], *, sees_members: bool) -> list[AuditEntry]:
    """The entries of one page. Before the record is published scrutiny sees that a step happened, when and by whom;
    with the record (`sees_members`) the rest of the member tier opens."""
    tiers = {"public", "member"} if sees_members else {"public"}
    openings: dict[int, dict[str, AuditOpening]] = {}
    for opening in AuditOpening.objects.filter(event_id__in=[row.seq for row in rows]).order_by("event_id", "name"):
        openings.setdefault(opening.event_id, {})[opening.name] = opening
    pins = {seq: _pins(found.get("hist")) for seq, found in openings.items()}
    history = _history([pin for found in pins.values() for pin in found]) if sees_members else {}
    return [_entry(row, openings.get(row.seq, {}), tiers, pins.get(row.seq, []), history) for row in rows]


def _pins(opening: AuditOpening | None) -> list[tuple[str, int]]:
    return [(model, pk) for model, pk, _ in (opening.value or [])] if opening else []


def _entry(
    row: AuditIndex,
    found: dict[str, AuditOpening],
    tiers: set[str],
    pins: list[tuple[str, int]],
    history: dict,
) -> AuditEntry:
    who = {name: found[name].value for name in HEAD if name in found}
    shown = [
        (name, words(opening.value))
        for name, opening in found.items()
        if name not in HIDDEN and name not in HEAD and opening.tier in tiers and opening.salt is not None
    ]
    hidden = [n for n, o in found.items() if n not in HIDDEN and n not in HEAD and (o.tier not in tiers or o.salt is None)]
    kind = KINDS.get(row.kind)
    return AuditEntry(
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        label=kind.label if kind else row.kind,
        name=str(who.get("actor.name") or "Erased"),
        office=str(who.get("actor.role") or ""),
        body=str(who.get("actor.body") or ""),
        capacity=str(who.get("actor.capacity") or ""),
        reason=str(who.get("reason") or "") if "member" in tiers else "",
        rule=str(who.get("rule") or ""),
        subject=str(who.get("subject.ref") or ""),
        fields=tuple(shown),
        withheld=len(hidden),
        changes=tuple(change for pin in pins for change in _changes(history.get(pin))),
    )


def _history(pins: list[tuple[str, int]]) -> dict[tuple[str, int], tuple]:
    """Each pinned history row with the row before it; two statements per model, whatever the number of rows."""
    by_model: dict[str, list[int]] = {}
    for model, pk in pins:
        by_model.setdefault(model, []).append(pk)
    found: dict[tuple[str, int], tuple] = {}
    for label, keys in by_model.items():
        model = apps.get_model(label)
        if not hasattr(model, "tracked_fields"):
            continue
        rows = list(model.objects.filter(history_id__in=keys))
        before = _before(model, rows)
        for row in rows:
            found[(label, row.history_id)] = (row, before.get(row.history_id))
    return found


def _before(model: type[Tracked], rows: list) -> dict[int, object]:
    """The row before each of the given history rows."""
    all_rows = model.objects.filter(id__in={row.id for row in rows}).order_by("id", "history_id")
    previous: dict[int, object] = {}
    last: dict[int, object] = {}
    for row in all_rows:
        previous[row.history_id] = last.get(row.id)
        last[row.id] = row
    return previous


def _changes(pair: tuple | None) -> list[Change]:
    if pair is None:
        return []
    row, before = pair
    record = row.instance_type._meta.verbose_name.capitalize()
    changes = []
    for column in row._meta.concrete_fields:
        if column.name in BOOKKEEPING:
            continue
        new = words(getattr(row, column.attname))
        old = words(getattr(before, column.attname)) if before is not None else ""
        if new != old:
            changes.append(Change(record, column.verbose_name.capitalize(), old, new))
    return changes


def words(value: object) -> str:
    """A stored value for reading."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(words(item) for item in value)
    if isinstance(value, dict):
        if set(value) == {"sha256", "bytes", "media"}:
            return f"Text of {value['bytes']} bytes, digest {value['sha256'][:16]}…"
        return "; ".join(f"{key}: {words(item)}" for key, item in value.items())
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value)
