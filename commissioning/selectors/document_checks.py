"""The document store against what the records say: bytes that are missing, and bytes that are not what was stored.

Whether every file is there, and as long as it was, is asked each time. To read every byte takes long in a large store:
`ledger_verify` does it, and each run of the reconciliation reads one of 256 parts, the next one ten minutes later, so
that all are read in less than two days. Files are read in pieces, whatever their size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from commissioning import documents
from commissioning.models import Document, DocumentErasure
from commissioning.selectors.ledger_checks import Finding

PARTS = 256  # the first two figures of the digest, which are the folder in the store
EVERY = 600  # seconds from one run to the next

Fault = tuple[str, Finding]  # digest, and what is wrong


def part_at(at: datetime) -> str:
    """The folder whose bytes are read by a run at this moment."""
    return f"{int(at.timestamp()) // EVERY % PARTS:02x}"


def faults(part: str = "", again: Collection[str] = ()) -> Iterator[Fault]:
    """Documents whose bytes are not there or are others, each digest once, in the order in which they were stored.

    Bytes are read of digests that begin with `part` (all, when it is empty) and of those in `again`; of the rest only
    the length is asked. What an erasure has destroyed is left out.
    """
    erased = DocumentErasure.objects.values("sha256")
    rows = Document.objects.exclude(sha256__in=erased).order_by("pk").values_list("pk", "sha256", "size")
    seen: set[str] = set()
    for key, sha256, size in rows.iterator(chunk_size=2000):
        if sha256 in seen:
            continue
        seen.add(sha256)
        wrong = _wrong(sha256, size, is_read=sha256.startswith(part) or sha256 in again)
        if wrong:
            yield sha256, Finding(None, f"Document {key} (digest {sha256[:16]}…) {wrong}")


def count() -> int:
    """How many different documents the store should hold."""
    erased = DocumentErasure.objects.values("sha256")
    return Document.objects.exclude(sha256__in=erased).values("sha256").distinct().order_by().count()


def _wrong(sha256: str, size: int, *, is_read: bool) -> str:
    path = documents.path_of(sha256)
    try:
        length = path.stat().st_size
        if length != size:
            return f"has {length} bytes in the store, and had {size} when it was stored."
        if is_read and documents.digest_of(path) != sha256:
            return "has other bytes in the store than were stored."
    except OSError:
        return "is not in the store, or cannot be read there."
    return ""
