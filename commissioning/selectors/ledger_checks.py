"""Checks of stored events against what was committed: of one event, of a sample before signing, of the whole log.

Each check yields findings; none repairs anything. A database owner can rewrite rows so that all of this agrees with
itself, so the verdict of value is the comparison with a checkpoint that somebody else holds.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from commissioning.ledger_writer import ALWAYS, STANDARD, not_public
from commissioning.models import LOG1, Log
from commissioning.rules import merkle
from commissioning.rules.commitments import BadLeaf, is_committed, read_leaf
from commissioning.selectors import ledger_tree

SAMPLE = 100

Opened = tuple[int, str, bytes | None, str | None, int | None, str]  # seq, name, salt, value as JSON, erased_by, tier


@dataclass(frozen=True)
class Finding:
    """Something that does not fit, and where."""

    position: int | None
    what: str

    def __str__(self) -> str:
        return self.what if self.position is None else f"Event {self.position}: {self.what}"


def event_findings(
    seq: int, leaf: bytes, leaf_hash: bytes, log: Log = LOG1
) -> tuple[list[Finding], frozenset[bytes]]:
    """What is wrong with one entry by itself, and the commitments it holds."""
    if merkle.leaf_hash(leaf) != leaf_hash:
        return [Finding(seq, "the stored hash is not that of the entry.")], frozenset()
    try:
        origin, position, commitments = read_leaf(leaf)
    except BadLeaf as problem:
        return [Finding(seq, str(problem))], frozenset()
    found = []
    if origin != log.origin:
        found.append(Finding(seq, f"the entry belongs to another log, {origin}."))
    if position != seq:
        found.append(Finding(seq, f"the entry says it stands at {position}."))
    return found, commitments


def opening_findings(
    seq: int, openings: Sequence[Opened], commitments: frozenset[bytes]
) -> Iterator[Finding]:
    """Openings that are not what was committed, that are missing without an erasure, or shown to others than was said."""
    names: dict[str, str] = {}
    committed = None
    for _, name, salt, value, erased_by, tier in openings:
        names[name] = tier
        if salt is None:
            if erased_by is None or value is not None:
                yield Finding(seq, f"the field {name!r} is empty, but no erasure is named.")
        elif not is_committed(bytes(salt), name, "null" if value is None else value, commitments):
            yield Finding(seq, f"the field {name!r} is not what was committed.")
        elif erased_by is not None:
            yield Finding(seq, f"the field {name!r} names an erasure, but is still there.")
        elif name == "tiers":
            committed = value
    missing = sorted(ALWAYS - names.keys())
    if missing:
        yield Finding(seq, f"the field {missing[0]!r} is missing.")
    elif committed is not None and value_of(committed) != not_public(names.items()):
        yield Finding(seq, "who may see its fields is not what was committed.")


def sample(size: int, count: int = SAMPLE, log: Log = LOG1) -> list[Finding]:
    """A random sample of openings, and the block hashes above them, before a checkpoint is signed."""
    if size == 0:
        return []
    wanted = max(1, count // len(STANDARD) + 1)
    chosen = list(range(size)) if size <= wanted else sorted({secrets.randbelow(size) for _ in range(wanted)})
    events = {e.seq: e for e in log.events.objects.filter(seq__in=chosen)}
    openings, lost = opened(chosen, log), lost_spans(log)
    found: list[Finding] = []
    for seq in chosen:
        if seq not in events:
            found.append(Finding(seq, "the event is missing."))
            continue
        if seq not in openings and is_lost(seq, lost):
            continue
        wrong, commitments = event_findings(seq, bytes(events[seq].leaf), bytes(events[seq].leaf_hash), log)
        found.extend(wrong or opening_findings(seq, openings.get(seq, []), commitments))
    return found + _block_findings(chosen, size, log)


def lost_spans(log: Log) -> list[tuple[int, int]]:
    """First and last position of the entries that a `log.restore` event says were put back without their openings."""
    restored = LOG1.index.objects.filter(kind="log.restore").values("seq")
    openings: Any = LOG1.openings  # of a concrete table, whose event the base does not know
    values = openings.objects.filter(event_id__in=restored, name="lost").values_list("value", flat=True)
    return [(v["first"], v["last"]) for v in values if isinstance(v, dict) and v.get("log") == log.name]


def is_lost(seq: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= seq <= last for first, last in spans)


def opened(seqs: Sequence[int], log: Log = LOG1) -> dict[int, list[Opened]]:
    """All openings of some events, their values as the database spells them."""
    return _by_event("seq IN ({})".format(", ".join(["%s"] * len(seqs))), seqs, log) if seqs else {}


def opened_between(first: int, last: int, log: Log = LOG1) -> dict[int, list[Opened]]:
    """The same for all events from `first` to `last`."""
    return _by_event("seq BETWEEN %s AND %s", (first, last), log)


def value_of(spelling: str | None) -> Any:
    """The value that a spelling stands for; None for one that is no JSON."""
    if spelling is None:
        return None
    if spelling[:1] == '"' and "\\" not in spelling:
        return spelling[1:-1]
    try:
        return json.loads(spelling)
    except (ValueError, RecursionError):
        return None


def _by_event(condition: str, parameters: Sequence[int], log: Log) -> dict[int, list[Opened]]:
    """One statement. Values stay text: most are never parsed (see `is_committed`)."""
    table = log.openings._meta.db_table
    rows: dict[int, list[Opened]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT seq, name, salt, CAST(value AS text), erased_by, tier FROM {table} WHERE {condition} ORDER BY seq, name",  # noqa: S608
            parameters,
        )
        for row in cursor.fetchall():
            rows[row[0]].append(row)
    return rows


def _block_findings(chosen: Sequence[int], size: int, log: Log) -> list[Finding]:
    """The stored hash of each complete block that holds a chosen event, against its 256 leaves."""
    found = []
    for block in sorted(
        {seq // merkle.WIDTH for seq in chosen if (seq // merkle.WIDTH + 1) * merkle.WIDTH <= size}
    ):
        stored = ledger_tree.fetch([(1, block)], log).get((1, block))
        first = block * merkle.WIDTH
        if stored is None:
            found.append(Finding(first, "the hash of this block of 256 is missing."))
        elif merkle.fold(ledger_tree.hashes(0, first, first + merkle.WIDTH, log)) != stored:
            found.append(Finding(first, "the hash of this block of 256 is not that of its entries."))
    return found
