"""Reads a log as a tree: its size, roots at any size, proofs, and what has been signed so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from commissioning.models import LOG1, Log
from commissioning.models.ledger_rows import CheckpointRow
from commissioning.rules import merkle, notes
from commissioning.rules.merkle import Place
from commissioning.rules.notes import VerifierKey

RANGES = 200  # SQLite joins at most 500 selects


def size(log: Log = LOG1) -> int:
    """How many events the log has."""
    highest = log.events.objects.aggregate(highest=Max("seq"))["highest"]
    return 0 if highest is None else highest + 1


def root(at_size: int, log: Log = LOG1) -> bytes:
    """The root of the first `at_size` events, from stored tiles."""
    if at_size == 0:
        return merkle.EMPTY_ROOT
    return merkle.span_roots([(0, at_size)], fetching(log))[0]


def inclusion_proof(seq: int, at_size: int, log: Log = LOG1) -> list[bytes]:
    """Hashes that prove event `seq` in the tree of that size. Raises ValueError for a position outside."""
    return merkle.span_roots(merkle.inclusion_spans(seq, at_size), fetching(log))


def consistency_proof(old: int, new: int, log: Log = LOG1) -> list[bytes]:
    """Hashes that prove that the tree of `new` extends that of `old`. Raises ValueError unless 0 < old <= new."""
    return merkle.span_roots(merkle.consistency_spans(old, new), fetching(log))


def fetching(log: Log) -> Callable[[Iterable[Place]], dict[Place, bytes]]:
    """`fetch` for one log, as the rules of the tree ask for it."""
    return partial(fetch, log=log)


def fetch(places: Iterable[Place], log: Log = LOG1) -> dict[Place, bytes]:
    """Stored hashes of every level in one statement (one per 200 ranges of neighbours)."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for level, index in places:
        wanted[level].add(index)
    runs = [(level, *run) for level, indexes in wanted.items() for run in _runs(indexes)]
    found: dict[Place, bytes] = {}
    with connection.cursor() as cursor:
        for some in (runs[i : i + RANGES] for i in range(0, len(runs), RANGES)):
            query = " UNION ALL ".join(_range(log, level) for level, _, _ in some)
            cursor.execute(query, [number for level, *run in some for number in (run if level == 0 else (level, *run))])
            found.update(((level, index), bytes(value)) for level, index, value in cursor.fetchall())
    return found


def hashes(level: int, start: int, stop: int, log: Log = LOG1) -> list[bytes]:
    """The hashes of one level from `start` to before `stop`, in order."""
    found = fetch(((level, index) for index in range(start, stop)), log)
    return [found[level, index] for index in range(start, stop)]


def leaves(start: int, stop: int, log: Log = LOG1) -> list[bytes]:
    """The entries from `start` to before `stop`, in order."""
    rows = (
        log.events.objects.filter(seq__gte=start, seq__lt=stop).order_by("seq").values_list("leaf", flat=True)
    )
    return [bytes(row) for row in rows]


def latest_checkpoint(log: Log = LOG1) -> CheckpointRow | None:
    """The newest signed statement, or None before the first signature."""
    return log.checkpoints.objects.order_by("-size").first()


def cosigned(checkpoint: CheckpointRow) -> str:
    """The note with the witnesses' lines under the log's own."""
    row: Any = checkpoint  # of a concrete table; the base does not know its cosignatures
    lines = row.cosignatures.order_by("pk").values_list("line", flat=True)
    return checkpoint.note + "".join(f"{line}\n" for line in lines)


def older_checkpoints(before: int | None, count: int = 100, log: Log = LOG1) -> QuerySet[CheckpointRow]:
    """Earlier statements, newest first."""
    table: Any = log.checkpoints
    rows = table.objects.order_by("-size").prefetch_related("cosignatures")
    return (rows.filter(size__lt=before) if before is not None else rows)[:count]


def verifier_keys(log: Log = LOG1) -> list[VerifierKey]:
    """Every key that has ever signed this log, newest first."""
    return [
        notes.parse_vkey(text) for text in log.keys.objects.order_by("-pk").values_list("vkey", flat=True)
    ]


def _runs(indexes: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in sorted(indexes):
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _range(log: Log, level: int) -> str:
    """Names of our own tables, never a person's input."""
    if level == 0:
        return f"SELECT 0, seq, leaf_hash FROM {log.events._meta.db_table} WHERE seq BETWEEN %s AND %s"  # noqa: S608
    return f"SELECT level, idx, hash FROM {log.tiles._meta.db_table} WHERE level = %s AND idx BETWEEN %s AND %s"  # noqa: S608
