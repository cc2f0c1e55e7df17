"""The audit trail of one case for scrutiny: every event with who, in which office, when, why and what changed.

The body of an event is read from its openings (personal details of sign-in stay out). What changed is read from the
history rows that the event pinned, field by field against the row before.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import CharField, ForeignKey, QuerySet, Value
from django.db.models.functions import Cast

from commissioning.models import AuditIndex, AuditOpening, Body, Case, Office, Organisation, User
from commissioning.rules.dates import LONDON
from commissioning.rules.event_kinds import KINDS
from scrutiny.rules.audit_words import Told, told, words

HIDDEN = {"hist", "auth", "request", "actor.id", "subject.prev", "kind", "at"}
HEAD = {"actor.name", "actor.role", "actor.body", "actor.capacity", "reason", "rule", "subject.ref", "subject.n",
        "subject.version"}  # fmt: skip
BOOKKEEPING = {"id", "history_id", "history_date", "history_type", "history_user", "history_change_reason",
               "history_office", "history_body", "history_capacity", "history_request"}  # fmt: skip
NAMES = {User: "name", Office: "title", Body: "name", Organisation: "name", Case: "reference"}


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
    fields: tuple[Told, ...]
    withheld: int
    records: int  # how many records changed with it
    changes: tuple[Change, ...] = field(default=())


def events_of(
    case: Case,
    *,
    kind: str = "",
    person: str = "",
    office: str = "",
    since: date | None = None,
    until: date | None = None,
    event: int | None = None,
) -> QuerySet[AuditIndex]:
    """Positions of the case's events in order; filtered by kind, person, office (as written then) and local days."""
    found = AuditIndex.objects.filter(case=case).order_by("seq", "pk")
    if event is not None:
        found = found.filter(seq=event)
    if kind:
        found = found.filter(kind=kind)
    if person:
        found = found.filter(actor_id=person)
    if office:
        found = found.filter(seq__in=AuditOpening.objects.filter(name="actor.role", value=office).values("event_id"))
    if since:
        found = found.filter(at__gte=datetime.combine(since, time.min, LONDON))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, LONDON))
    return found


def offices_of(case: Case) -> list[str]:
    """Every office that acted in the case, as it was called then."""
    mine = AuditIndex.objects.filter(case=case).values("seq")
    found = AuditOpening.objects.filter(event_id__in=mine, name="actor.role", salt__isnull=False)
    return sorted({str(value) for value in found.values_list("value", flat=True) if value})


def audit_entries(
    case: Case, rows: list[AuditIndex], *, sees_members: bool, with_changes: bool = True
) -> list[AuditEntry]:
    """The entries of one page; what changed field by field costs a statement for every kind of record. Before the record is published scrutiny sees that a step happened, when and by whom;
    with the record (`sees_members`) the rest of the member tier opens."""
    tiers = {"public", "member"} if sees_members else {"public"}
    openings: dict[int, dict[str, AuditOpening]] = {}
    for opening in AuditOpening.objects.filter(event_id__in=[row.seq for row in rows]).order_by("event_id", "name"):
        openings.setdefault(opening.event_id, {})[opening.name] = opening
    pins = {seq: _pins(found.get("hist")) for seq, found in openings.items()}
    history = _history([pin for found in pins.values() for pin in found]) if sees_members and with_changes else {}
    names = _names(history.values())
    return [_entry(row, openings.get(row.seq, {}), tiers, pins.get(row.seq, []), history, names) for row in rows]


def _pins(opening: AuditOpening | None) -> list[tuple[str, int]]:
    return [(model, pk) for model, pk, _ in (opening.value or [])] if opening else []


def _entry(
    row: AuditIndex,
    found: dict[str, AuditOpening],
    tiers: set[str],
    pins: list[tuple[str, int]],
    history: dict,
    names: dict[tuple[type, int], str],
) -> AuditEntry:
    who = {name: found[name].value for name in HEAD if name in found}
    shown = [
        told(name, opening.value)
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
        rule=str(who.get("rule") or "").replace(".;", "."),
        subject=str(who.get("subject.ref") or ""),
        fields=tuple(shown),
        withheld=len(hidden),
        records=len(pins) if "member" in tiers else 0,
        changes=tuple(change for pin in pins for change in _changes(history.get(pin), names)),
    )


def _history(pins: list[tuple[str, int]]) -> dict[tuple[str, int], tuple]:
    """Each pinned history row with the row before it; one statement per model, whatever the number of rows."""
    by_model: dict[str, list[int]] = {}
    for model, pk in pins:
        by_model.setdefault(model, []).append(pk)
    found: dict[tuple[str, int], tuple] = {}
    for label, keys in by_model.items():
        model = apps.get_model(label)
        if not hasattr(model, "tracked_fields"):
            continue
        pinned, before = set(keys), {}
        for row in model.objects.filter(id__in=model.objects.filter(history_id__in=keys).values("id")).order_by("history_id"):
            if row.history_id in pinned:
                found[(label, row.history_id)] = (row, before.get(row.id))
            before[row.id] = row
    return found


def _points_to(column: object) -> type | None:
    """The model that a column of a history row points to."""
    return column.related_model if isinstance(column, ForeignKey) else None


def _names(pairs: object) -> dict[tuple[type, int], str]:
    """What the rows that others point to are called: one statement; only models that people know by name."""
    wanted: dict[type, set[int]] = {}
    for row, before in pairs:
        for column in row._meta.concrete_fields:
            model = _points_to(column)
            if model in NAMES and column.name not in BOOKKEEPING:
                keys = {getattr(one, column.attname) for one in (row, before) if one is not None}
                wanted.setdefault(model, set()).update(keys - {None})
    parts = [
        model._base_manager.filter(pk__in=keys)
        .order_by()
        .values_list(Value(model._meta.label, output_field=CharField()), "pk", Cast(NAMES[model], CharField()))
        for model, keys in wanted.items()
        if keys
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    return {(apps.get_model(label), pk): name for label, pk, name in rows}


def _changes(pair: tuple | None, names: dict[tuple[type, int], str]) -> list[Change]:
    if pair is None:
        return []
    row, before = pair
    record = row.instance_type._meta.verbose_name.capitalize()
    changes = []
    for column in row._meta.concrete_fields:
        if column.name in BOOKKEEPING or (_points_to(column) and _points_to(column) not in NAMES):
            continue
        old, new = (_shown(one, column, names) for one in (before, row))
        if new != old:
            changes.append(Change(record, column.verbose_name.capitalize(), old, new))
    return changes


def _shown(row: object | None, column: object, names: dict[tuple[type, int], str]) -> str:
    """One field of one history row in words; empty where there was none."""
    if row is None:
        return ""
    value = getattr(row, column.attname)
    model = _points_to(column)
    return names.get((model, value), "") if model else words(value, column.name)
