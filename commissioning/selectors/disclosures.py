"""What may still be erased or opened of an event, and what would go with it.

One answer for the page that shows it beforehand and for the service that does it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissioning.models import AuditIndex, AuditOpening, Case, Document, DocumentErasure
from commissioning.rules.commitments import commitment, read_leaf
from commissioning.rules.erased_words import DIGEST, texts

Field = tuple[int, str]  # position of the event, name of the field
STRUCTURE = frozenset({"kind", "at", "subject.ref", "subject.n", "subject.prev", "subject.version", "cases", "tiers", "hist"})
ORDERS = frozenset({"erase", "redact"})
WHOLE = ORDERS | {"exempt.lift"}  # events of these kinds stay whole: who ordered it, on which ground, what went or opened
EXEMPT_REVIEW = "exempt.review"  # the duty to look at an exemption again; its subject is the event that made it
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
    return [row for row in rows if (row.event_id, row.name) not in open_now and row.value not in NOTHING]


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


def documents_with(named: Sequence[Sequence[int | str]], gone: Sequence[Sequence[int | str]] = ()) -> list[Document]:
    """Documents that go with these fields: those that a field names, and copies of the trail made for members, of the
    cases of all fields that go."""
    told = {sha256 for opening in openings(named) for sha256 in _digests(opening.value)}
    cases = AuditIndex.objects.filter(seq__in={seq for seq, _ in (*named, *gone)}, case__isnull=False).values("case")
    copies = Document.objects.filter(case__in=cases, stored_by=None).exclude(access="PUBLIC")
    destroyed = DocumentErasure.objects.values("sha256")
    found = (Document.objects.filter(sha256__in=told) | copies).exclude(sha256__in=destroyed)
    return list(found.order_by("pk"))


def erased_documents(digests: set[str]) -> set[str]:
    """Those of the digests whose bytes an erasure has destroyed."""
    return set(DocumentErasure.objects.filter(sha256__in=digests).values_list("sha256", flat=True))


def _digests(value: object) -> Iterator[str]:
    """Everything in a value that looks like the digest of a document."""
    return (text for text in texts(value) if DIGEST.fullmatch(text))
