"""Walks the whole log once and reports everything that does not fit, in order of position.

Checked: positions without gap, each entry and its hash, block hashes, every opening, numbering and links per subject,
the digests of the history and insert-only rows that events pin, the derived index, every stored checkpoint with the
witnesses' lines under it, every key against the event that names it, and a checkpoint from elsewhere if one is given. Without that last one a rewritten database may agree with itself.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps

from commissioning.ledger_writer import case_of, first_pseudonym
from commissioning.models import LOG1, Case, Log, User
from commissioning.rules import merkle, notes
from commissioning.rules.canonical import moment
from commissioning.rules.notes import BadNote, Checkpoint, VerifierKey
from commissioning.selectors import ledger_tree
from commissioning.selectors.disclosures import ORDERS
from commissioning.selectors.erasures import Rows, emptied_rows, row_is_as_written
from commissioning.selectors.ledger_checks import (
    Finding,
    Opened,
    event_findings,
    is_lost,
    lost_spans,
    opened_between,
    opening_findings,
    value_of,
)
from commissioning.selectors.ledger_signatures import cosignature_findings, key_findings

CHUNK = 1000  # events read at a time
READ = frozenset(
    {"kind", "at", "cases", "tiers", "erased", "subject.ref", "subject.n", "subject.prev", "actor.id", "request"}
)  # what the walk compares


@dataclass(frozen=True)
class _Shown:
    """Where the index shows an event."""

    told: tuple[str, int, str]
    at: datetime
    actor: int | None
    request: str
    cases: set[str | None]


@dataclass
class _Walk:
    """What has been seen so far of one log."""

    log: Log = LOG1
    expected: int = 0
    subjects: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    erasing: dict[int, object] = field(default_factory=dict)  # erasures and the fields that each of them names
    erased: list[tuple[int, str, int]] = field(default_factory=list)
    says_tiers: bool = False  # whether an event so far has committed to who may see its fields
    blocks: dict[tuple[int, int], bytes] = field(default_factory=dict)
    peaks: list[tuple[int, bytes]] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    references: frozenset[str] = frozenset()
    people: dict[int, str] = field(default_factory=dict)
    known: dict[int, tuple[str | None, ...]] = field(default_factory=dict)

    def names(self, person: int | None) -> tuple[str | None, ...]:
        """The pseudonyms that a person's events may carry: before and after the account got its public number."""
        if person is None:
            return (None,)
        if person not in self.known:
            self.known[person] = (first_pseudonym(person), self.people.get(person, first_pseudonym(person)))
        return self.known[person]

    def grow(self, leaf_hash: bytes, wanted: set[int]) -> None:
        """Add one leaf to the tree; keep the root where a checkpoint asks for it, and complete blocks."""
        self.expected += 1
        height, value = 0, leaf_hash
        while self.peaks and self.peaks[-1][0] == height:
            value = merkle.node_hash(self.peaks.pop()[1], value)
            height += 1
            if height % 8 == 0:
                self.blocks[height // 8, (self.expected >> height) - 1] = value
        self.peaks.append((height, value))
        if self.expected in wanted:
            self.roots[self.expected] = self.root()

    def root(self) -> bytes:
        if not self.peaks:
            return merkle.EMPTY_ROOT
        found = self.peaks[-1][1]
        for _, value in reversed(self.peaks[:-1]):
            found = merkle.node_hash(value, found)
        return found


@dataclass(frozen=True)
class Report:
    """What the walk came to."""

    size: int
    root: bytes
    findings: tuple[Finding, ...]

    @property
    def is_good(self) -> bool:
        return not self.findings


def verify_log(
    note: str | None = None,
    keys: Sequence[VerifierKey] = (),
    most: int = 100,
    log: Log = LOG1,
    witnesses: Sequence[VerifierKey] = (),
) -> Report:
    """Check everything; stop after `most` findings.

    `note` is a checkpoint that somebody else kept, `keys` the verifier keys to trust for it (default: those that this
    database names, which proves less), `witnesses` keys of witnesses that the settings no longer name. A walk over the whole log; one read of each row.
    """
    outside, findings = _outside(note, keys, log)
    wanted = set(log.checkpoints.objects.values_list("size", flat=True)) | (
        {outside.size} if outside else set()
    )
    people = User.objects.exclude(public_id=None).values_list("pk", "public_id")
    walk = _Walk(
        log,
        references=frozenset(Case.objects.values_list("reference", flat=True)),
        people={key: str(public) for key, public in people},
    )
    for finding in _findings(walk, wanted, outside, witnesses):
        findings.append(finding)
        if len(findings) >= most:
            break
    return Report(walk.expected, walk.root(), tuple(findings))


def _findings(
    walk: _Walk, wanted: set[int], outside: Checkpoint | None, witnesses: Sequence[VerifierKey]
) -> Iterator[Finding]:
    yield from _events(walk, wanted)
    yield from _erasures(walk)
    yield from _tiles(walk)
    yield from _checkpoints(walk)
    yield from cosignature_findings(walk.log, witnesses)
    yield from key_findings(walk.log)
    if outside is not None:
        yield from _compare(walk, outside)


def _events(walk: _Walk, wanted: set[int]) -> Iterator[Finding]:
    lost, emptied = lost_spans(walk.log), emptied_rows(walk.log)
    while rows := list(
        walk.log.events.objects.filter(seq__gte=walk.expected)
        .order_by("seq")
        .values_list("seq", "leaf", "leaf_hash")[:CHUNK]
    ):
        seqs = [row[0] for row in rows]
        openings = opened_between(seqs[0], seqs[-1], walk.log)
        index = _index(seqs[0], seqs[-1], walk.log)
        pins: dict[str, dict[object, tuple[int, str]]] = defaultdict(dict)
        for seq, leaf, leaf_hash in rows:
            if seq != walk.expected:
                yield Finding(walk.expected, "the event is missing.")
                return
            shown = openings.get(seq, [])
            wrong, commitments = event_findings(seq, bytes(leaf), bytes(leaf_hash), walk.log)
            if wrong or shown or not is_lost(seq, lost):
                yield from wrong or opening_findings(seq, shown, commitments)
            yield from _chain(walk, seq, shown, bytes(leaf_hash), index.get(seq))
            _collect_pins(seq, shown, pins)
            walk.grow(bytes(leaf_hash), wanted)
        yield from _pinned(pins, emptied)


def _chain(
    walk: _Walk, seq: int, shown: Sequence[Opened], leaf_hash: bytes, index: _Shown | None
) -> Iterator[Finding]:
    """Numbering and link of the event's subject; erasures noted for later; the index compared."""
    values = {name: value_of(value) for _, name, salt, value, *_ in shown if salt is not None and name in READ}
    walk.erased.extend((seq, name, by) for _, name, salt, _, by, _ in shown if salt is None and by is not None)
    if values.get("kind") in ORDERS:
        walk.erasing[seq] = values.get("erased")
    if shown and walk.says_tiers and "tiers" not in values:
        yield Finding(seq, "the field 'tiers' is missing.")
    walk.says_tiers = walk.says_tiers or "tiers" in values
    subject = values.get("subject.ref")
    if not isinstance(subject, str):
        return
    n, before = walk.subjects.get(subject, (0, b""))
    if "subject.n" in values and values["subject.n"] != n + 1:
        yield Finding(seq, f"it is number {values['subject.n']} of {subject}, after number {n}.")
    if "subject.prev" in values and values["subject.prev"] != base64.b64encode(before).decode():
        yield Finding(seq, f"it does not name the event before it of {subject}.")
    if index is None or index.told != (subject, values.get("subject.n"), values.get("kind")):
        yield Finding(seq, "the index shows it under another subject, number or kind.")
        return
    yield from _shown_cases(walk, seq, subject, values, index.cases)
    if "at" in values and values["at"] != moment(index.at):
        yield Finding(seq, "the index shows it at another time.")
    if "actor.id" in values and values["actor.id"] not in walk.names(index.actor):
        yield Finding(seq, "the index shows it as another person's.")
    if "request" in values and values["request"] != index.request:
        yield Finding(seq, "the index shows it under another request.")
    walk.subjects[subject] = (n + 1, leaf_hash)


def _shown_cases(
    walk: _Walk, seq: int, subject: str, values: Mapping[str, object], shown: set[str | None]
) -> Iterator[Finding]:
    """The cases under which the index shows an event, against those that the event commits to.

    Events of before the commitment to `tiers` may belong to several cases without committing to them: of these only
    the index tells, and it is no evidence.
    """
    own, named = case_of(subject), values.get("cases")
    if named is None and "tiers" not in values:
        shown = shown & {own}
    wanted = {str(case) for case in named} if isinstance(named, list) else {str(own)} & walk.references
    there = {case for case in shown if case}
    for missing in sorted(wanted - there):
        yield Finding(seq, f"the index does not show it under its case {missing}.")
    for strange in sorted(there - wanted):
        yield Finding(seq, f"the index shows it under the case {strange}, which it does not name.")


def _collect_pins(seq: int, shown: Sequence[Opened], pins: dict[str, dict[object, tuple[int, str]]]) -> None:
    for _, name, _, spelling, *_ in shown:
        if name == "hist" and isinstance(value := value_of(spelling), list):
            for model, key, digest in value:
                pins[model][key] = (seq, digest)


def _pinned(pins: dict[str, dict[object, tuple[int, str]]], emptied: Rows) -> Iterator[Finding]:
    """Rows that events pin, against what is stored now. Words may be missing where a later erasure says so."""
    for label, wanted in pins.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            yield Finding(
                min(seq for seq, _ in wanted.values()), f"it pins rows of an unknown table, {label}."
            )
            continue
        stored = model._base_manager.in_bulk(list(wanted))
        for key, (seq, digest) in wanted.items():
            name = f"{model._meta.verbose_name} {key}"
            if key not in stored:
                yield Finding(seq, f"the row it wrote is gone: {name}.")
            elif not row_is_as_written(stored[key], seq, digest, emptied):
                yield Finding(seq, f"the row it wrote has been changed since: {name}.")


def _erasures(walk: _Walk) -> Iterator[Finding]:
    for seq, name, by in walk.erased:
        named = walk.erasing.get(by)
        if not isinstance(named, list) or by <= seq:
            yield Finding(seq, f"a field is empty, but event {by} is not a later erasure.")
        elif [seq, name] not in named:
            yield Finding(seq, f"the field {name!r} is empty, but the erasure {by} does not name it.")


def _tiles(walk: _Walk) -> Iterator[Finding]:
    stored = {
        (level, idx): bytes(h) for level, idx, h in walk.log.tiles.objects.values_list("level", "idx", "hash")
    }
    for level, idx in sorted(stored.keys() | walk.blocks.keys()):
        if stored.get((level, idx)) != walk.blocks.get((level, idx)):
            first = idx << (8 * level)
            yield Finding(first, f"the stored hash of block {idx} of level {level} is missing or wrong.")


def _checkpoints(walk: _Walk) -> Iterator[Finding]:
    keys = ledger_tree.verifier_keys(walk.log)
    for row in walk.log.checkpoints.objects.order_by("size"):
        try:
            note = notes.parse_note(row.note)
            notes.verify(note, keys)
            point = notes.parse_checkpoint(note.text)
        except BadNote as problem:
            yield Finding(row.size, f"the checkpoint of this size is not valid: {problem}")
            continue
        if (point.size, point.root) != (row.size, bytes(row.root)):
            yield Finding(row.size, "the checkpoint's note and its row differ.")
        else:
            yield from _compare(walk, point)


def _compare(walk: _Walk, point: Checkpoint) -> Iterator[Finding]:
    if point.size > walk.expected:
        yield Finding(walk.expected, f"the log ends here, but a checkpoint signed {point.size} events.")
    elif (walk.roots.get(point.size) if point.size else merkle.EMPTY_ROOT) != point.root:
        yield Finding(None, f"The first {point.size} events are not those that were signed.")


def _index(first: int, last: int, log: Log) -> dict[int, _Shown]:
    rows = log.index.objects.filter(seq__range=(first, last)).order_by("seq", "pk")
    found: dict[int, _Shown] = {}
    columns = ("seq", "subject", "n", "kind", "at", "actor_id", "request", "case__reference")
    for seq, subject, n, kind, at, actor, request, case in rows.values_list(*columns):
        if n is not None:
            found[seq] = _Shown((subject, n, kind), at, actor, request, {case})
        elif seq in found:
            found[seq].cases.add(case)
    return found


def _outside(note: str | None, keys: Sequence[VerifierKey], log: Log) -> tuple[Checkpoint | None, list[Finding]]:
    if note is None:
        return None, []
    try:
        parsed = notes.parse_note(note)
        notes.verify(parsed, keys or ledger_tree.verifier_keys(log))
        return notes.parse_checkpoint(parsed.text), []
    except BadNote as problem:
        return None, [Finding(None, f"The checkpoint given is not valid: {problem}")]
