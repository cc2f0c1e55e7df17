"""What may still be erased or opened of an event, and what would go with it.

One answer for the page that shows it beforehand and for the service that does it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commissioning.models import AuditIndex, AuditOpening, Document, DocumentErasure

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


def lifted() -> set[Field]:
    """Fields whose exemption has been lifted."""
    lifts = AuditIndex.objects.filter(kind="exempt.lift").values("seq")
    values = AuditOpening.objects.filter(name="released", event__in=lifts).values_list("value", flat=True)
    return {(seq, name) for value in values for seq, name in value or []}


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


def _digests(value: object) -> Iterator[str]:
    """Everything in a value that looks like the digest of a document."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, str) and DIGEST.fullmatch(item):
            yield item
        elif isinstance(item, dict):
            left.extend(item.values())
        elif isinstance(item, list):
            left.extend(item)
