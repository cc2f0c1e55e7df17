"""The audit trail of one case for scrutiny: every event with who, in which office, when, why and what changed.

The body of an event is read from its openings (personal details of sign-in stay out). What changed is read from the
rows that the event pinned (see `audit_changes`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from commissioning.models import AuditIndex, AuditOpening, Case, Duty
from commissioning.rules.dates import LONDON, local_date, local_time, long_date, time_in_words
from commissioning.rules.event_kinds import KINDS
from commissioning.rules.time_sources import DoubtfulSpan, said
from commissioning.selectors import alarms
from commissioning.selectors.disclosures import ORDERS, WHOLE
from scrutiny.rules.audit_stages import kinds_of
from scrutiny.rules.audit_words import Told, label, told
from scrutiny.selectors.audit_changes import Change, Pin, changes_of

RULES = "rules"  # the rules that let the step pass, each with what it was asked
HIDDEN = {"hist", "cases", "tiers", "auth", "request", "actor.id", "subject.prev", "kind", "at", RULES}
HEAD = {"actor.name", "actor.role", "actor.body", "actor.capacity", "reason", "rule", "subject.ref", "subject.n",
        "subject.version"}  # fmt: skip


@dataclass(frozen=True)
class Allowed:
    """One rule that was asked before the step and let it pass."""

    result: str
    citation: str
    inputs: tuple[Told, ...]


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
    exempt: int  # how many of these are exempt
    records: int  # how many records changed with it
    allowed: tuple[Allowed, ...] = field(default=())
    changes: tuple[Change, ...] = field(default=())
    doubt: str = ""  # why its moment may be wrong
    holds_exempt: bool = False  # shown or not
    erased: tuple[tuple[str, int], ...] = field(default=())  # what was destroyed, and the event that ordered it

    @property
    def can_be_erased(self) -> bool:
        """Whether its details may be erased; those of an order to erase or to open stay."""
        return self.kind not in WHOLE

    @property
    def has_values(self) -> bool:
        """Whether any change is a short value rather than a text."""
        return any(not change.pieces for change in self.changes)


def events_of(
    case: Case,
    *,
    kind: str = "",
    person: str = "",
    office: str = "",
    body: str = "",
    stage: str = "",
    since: date | None = None,
    until: date | None = None,
    event: int | None = None,
) -> QuerySet[AuditIndex]:
    """Positions of the case's events in order; filtered by kind, stage, person, office and body (as written
    then) and local days."""
    found = AuditIndex.objects.filter(case=case).order_by("seq", "pk")
    if event is not None:
        found = found.filter(seq=event)
    if kind:
        found = found.filter(kind=kind)
    if person:
        found = found.filter(actor_id=person)
    if stage:
        found = found.filter(kind__in=kinds_of(stage))
    for name, value in (("actor.role", office), ("actor.body", body)):
        if value:
            found = found.filter(seq__in=_of(case, name).filter(value=value).values("event_id"))
    if since:
        found = found.filter(at__gte=datetime.combine(since, time.min, LONDON))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, LONDON))
    return found


def offices_and_bodies_of(case: Case) -> tuple[list[str], list[str]]:
    """Every office and every body that acted in the case, as they were called then; one statement."""
    found = set(_of(case, "actor.role", "actor.body").values_list("name", "value"))
    offices = sorted(str(value) for name, value in found if name == "actor.role" and value)
    bodies = sorted(str(value) for name, value in found if name == "actor.body" and value)
    return offices, bodies


def _of(case: Case, *names: str) -> QuerySet[AuditOpening]:
    """Standard fields of the case's events; the case narrows first, however long the log is."""
    mine = AuditIndex.objects.filter(case=case).values("seq")
    return AuditOpening.objects.filter(event_id__in=mine, name__in=names, salt__isnull=False)


def audit_entries(
    case: Case, rows: list[AuditIndex], *, sees_members: bool, with_changes: bool = True, sees_exempt: bool = False
) -> list[AuditEntry]:
    """The entries of one page; what changed field by field costs a statement for every kind of record.

    Before the record is published scrutiny sees that a step happened, when and by whom; with the record (`sees_members`)
    the rest of the member tier opens. Exempt details open only to whoever asks for them by name (`sees_exempt`).
    """
    tiers = {"public", "member"} if sees_members else {"public"}
    if sees_exempt:
        tiers.add("exempt")
    openings: dict[int, dict[str, AuditOpening]] = {}
    mine = AuditOpening.objects.filter(event_id__in=[row.seq for row in rows]).order_by()
    found = sorted(mine.union(alarms.clock_openings(), all=True), key=lambda one: (one.event_id, one.name))
    for opening in found:
        openings.setdefault(opening.event_id, {})[opening.name] = opening
    pins = {seq: _pins(found.get("hist")) for seq, found in openings.items()}
    wanted = [pin for found in pins.values() for pin in found] if sees_members and with_changes else []
    changes = changes_of(wanted)
    told = {row.seq for row in rows}
    doubts = _doubts(case, rows, alarms.spans_of(one for one in found if one.event_id not in told))
    return [
        _entry(row, openings.get(row.seq, {}), tiers, pins.get(row.seq, []), changes, doubts.get(row.seq, ""))
        for row in rows
    ]


def _doubts(case: Case, rows: Sequence[AuditIndex], spans: Sequence[DoubtfulSpan]) -> dict[int, str]:
    """Of events recorded while the clock was in doubt: by how much, and whether a deadline of the case is that near.
    One statement where there is such an event."""
    inside = {row: span for row in rows for span in spans if span.holds(row.seq)}
    if not inside:
        return {}
    due = Duty.objects.filter(case=case, due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True)
    cut_offs = [moment for moment in dict.fromkeys(due) if moment]
    told = {}
    for row, span in inside.items():
        near = [_words(moment) for moment in cut_offs if span.touches(row.at, moment)]
        close = f" The deadline of {near[0]} is that near: the Monitoring Officer says whether this was in time." if near else ""
        told[row.seq] = f"The clock was in doubt by {said(span.by)} when this was recorded.{close}"
    return told


def _words(moment: datetime) -> str:
    return f"{time_in_words(local_time(moment))} on {long_date(local_date(moment))}"


def _pins(opening: AuditOpening | None) -> list[Pin]:
    return [(model, pk) for model, pk, _ in (opening.value or [])] if opening else []


def _entry(
    row: AuditIndex,
    found: dict[str, AuditOpening],
    tiers: set[str],
    pins: list[Pin],
    changes: Mapping[Pin, list[Change]],
    doubt: str,
) -> AuditEntry:
    who = {name: found[name].value for name in HEAD if name in found}
    shown = [
        told("ordered_by" if name == "authority" and row.kind in ORDERS else name, opening.value)
        for name, opening in found.items()
        if name not in HIDDEN and name not in HEAD and opening.tier in tiers and opening.salt is not None
    ]
    own = [one for name, one in found.items() if name not in HIDDEN - {RULES} and name not in HEAD]
    hidden = [one for one in own if one.tier not in tiers and one.salt is not None]
    erased = sorted((label(name), one.erased_by) for name, one in found.items() if one.erased_by is not None)
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
        exempt=sum(one.tier == "exempt" for one in hidden),
        records=len(pins) if "member" in tiers else 0,
        allowed=_allowed(found.get(RULES), tiers),
        changes=tuple(change for pin in pins for change in changes.get(pin, ())),
        doubt=doubt,
        holds_exempt=any(one.tier == "exempt" and one.salt is not None for one in own),
        erased=tuple(erased),
    )


def _allowed(opening: AuditOpening | None, tiers: set[str]) -> tuple[Allowed, ...]:
    if opening is None or opening.tier not in tiers or not isinstance(opening.value, list):
        return ()
    return tuple(
        Allowed(
            str(one.get("result", "")),
            str(one.get("citation", "")),
            tuple(told(name, value) for name, value in one.get("inputs", {}).items()),
        )
        for one in opening.value
    )
