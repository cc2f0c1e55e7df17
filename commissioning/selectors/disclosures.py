"""What may still be erased or opened of an event, and what would go with it.

One answer for the page that shows it beforehand and for the service that does it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from commissioning.models import AuditIndex, AuditOpening, Case, Document, DocumentErasure
from commissioning.rules.commitments import commitment, read_leaf

Field = tuple[int, str]  # position of the event, name of the field
STRUCTURE = frozenset({"kind", "at", "subject.ref", "subject.n", "subject.prev", "subject.version", "cases", "tiers", "hist"})
ORDERS = frozenset({"erase", "redact"})
WHOLE = ORDERS | {"exempt.lift"}  # events of these kinds stay whole: who ordered it, on which ground, what went or opened
DIGEST = re.compile(r"[0-9a-f]{64}")
NOTHING: tuple[object, ...] = (None, "", [], {})


def erasable(event: AuditIndex) -> list[AuditOpening]:
    """Fields of an event that hold something and can be erased, by name; none of an event that orders such a thing."""
    if event.kind in WHOLE:
        return []
    rows = AuditOpening.objects.filter(event_id=event.seq, salt__isnull=False).exclude(name__in=STRUCTURE)
    return [row for row in rows.order_by("name") if row.value not in NOTHING]


def liftable(event: AuditIndex) -> list[AuditOpening]:
    """Exempt fields of an event whose exemption stands, by name."""
    rows = AuditOpening.objects.filter(event_id=event.seq, salt__isnull=False, tier="exempt").order_by("name")
    open_now = lifted() if rows else set()
    return [row for row in rows if (row.event_id, row.name) not in open_now]


@dataclass(frozen=True)
class Lift:
    """One lifting of exemptions: the event that did it, why, and what it opened."""

    seq: int
    at: datetime
    ground: str
    fields: frozenset[Field]


def lifts(case: Case | None = None) -> list[Lift]:
    """Every lifting, or those of one case, in order; two statements, one where there is none.

    Only what an event has committed to opens anything: rows that somebody put beside the log say nothing here.
    """
    rows = AuditIndex.objects.filter(kind="exempt.lift", **({"case": case} if case else {}))
    index = {row.seq: row for row in rows}
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    names = ("kind", "released", "ground")
    for one in AuditOpening.objects.filter(event__in=index, name__in=names).select_related("event") if index else ():
        if one.salt and commitment(bytes(one.salt), one.name, one.value) in read_leaf(bytes(one.event.leaf))[2]:
            told[one.event_id][one.name] = one.value
    return [
        Lift(seq, index[seq].at, str(told[seq].get("ground") or ""), frozenset((n, name) for n, name in told[seq].get("released") or ()))
        for seq in sorted(index)
        if told[seq].get("kind") == "exempt.lift"
    ]


def lifted() -> set[Field]:
    """Fields whose exemption has been lifted."""
    return {one for lift in lifts() for one in lift.fields}


def openings(named: Sequence[Sequence[int | str]]) -> list[AuditOpening]:
    """The rows of these fields, erased ones too."""
    wanted = {(seq, name) for seq, name in named}
    rows = AuditOpening.objects.filter(
        event_id__in={seq for seq, _ in wanted}, name__in={name for _, name in wanted}
    )
    return [row for row in rows if (row.event_id, row.name) in wanted]


def documents_with(named: Sequence[Sequence[int | str]]) -> list[Document]:
    """Documents that go with these fields: those that a field names, and copies of the trail made for members."""
    told = {sha256 for opening in openings(named) for sha256 in _digests(opening.value)}
    cases = AuditIndex.objects.filter(seq__in={seq for seq, _ in named}, case__isnull=False).values("case")
    copies = Document.objects.filter(case__in=cases, stored_by=None).exclude(access="PUBLIC")
    gone = DocumentErasure.objects.values("sha256")
    found = (Document.objects.filter(sha256__in=told) | copies).exclude(sha256__in=gone)
    return list(found.order_by("pk"))


def erased_documents(digests: set[str]) -> set[str]:
    """Those of the digests whose bytes an erasure has destroyed."""
    return set(DocumentErasure.objects.filter(sha256__in=digests).values_list("sha256", flat=True))


def rows_with(named: Sequence[Sequence[int | str]]) -> list[Model]:
    """Records and history that the events of these fields wrote and that hold the same words. An erasure leaves them:
    rows that are written once stay as the law keeps them (UK GDPR art 17(3)(b) and (d)); whoever erases is told which.
    One statement for each kind of record."""
    said: dict[int, set[str]] = {}
    for one in openings(named):
        said.setdefault(one.event_id, set()).update(text for text in _texts(one.value) if text)
    wanted: dict[str, dict[object, int]] = defaultdict(dict)
    for seq, value in AuditOpening.objects.filter(event_id__in=said, name="hist").values_list("event_id", "value"):
        for label, key, _ in value or []:
            wanted[label][key] = seq
    found = []
    for label, events in wanted.items():
        rows = apps.get_model(label)._base_manager.in_bulk(list(events))
        found += [rows[key] for key, seq in events.items() if key in rows and _says(rows[key], said[seq])]
    return found


def _says(row: Model, said: set[str]) -> bool:
    """Whether a column of the row holds one of these words, or the text of which one is the digest."""
    told = {text for field in row._meta.concrete_fields for text in _texts(getattr(row, field.attname)) if not DIGEST.fullmatch(text)}
    return not said.isdisjoint(told | {hashlib.sha256(text.encode()).hexdigest() for text in told})


def _digests(value: object) -> Iterator[str]:
    """Everything in a value that looks like the digest of a document."""
    return (text for text in _texts(value) if DIGEST.fullmatch(text))


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            left.extend(item.values())
        elif isinstance(item, list):
            left.extend(item)
