"""Builds receipts: the public fields of a case's events, with salts and proofs, under one signed checkpoint.

Publication of the decision releases the public tier; until then only what was itself published is shown. Events that
no checkpoint covers yet are left out: they follow within five minutes.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commissioning.models import AuditEvent, AuditIndex, AuditOpening, Case
from commissioning.models.ledger_rows import CheckpointRow
from commissioning.rules import merkle, receipts
from commissioning.rules.event_kinds import KINDS
from commissioning.selectors import ledger_tree
from commissioning.selectors.disclosures import Field, lifted


def case_receipt(case: Case) -> dict[str, object] | None:
    """The receipt of everything public in a case; None while nothing public is covered by a checkpoint."""
    rows = list(AuditIndex.objects.filter(case=case).order_by("seq").values_list("seq", "kind"))
    kinds = {kind for _, kind in rows}
    return receipt_of(
        seq for seq, kind in rows if kind in KINDS and receipts.is_released(kind, KINDS[kind].public, kinds)
    )


def receipt_of(seqs: Iterable[int]) -> dict[str, object] | None:
    """A receipt of these events' public fields under the newest checkpoint; the caller answers for the choice."""
    checkpoint = ledger_tree.latest_checkpoint()
    if checkpoint is None:
        return None
    covered = sorted({seq for seq in seqs if seq < checkpoint.size})
    if not covered:
        return None
    proofs = _proofs(covered, checkpoint)
    leaves = dict(AuditEvent.objects.filter(seq__in=covered).values_list("seq", "leaf"))
    openings, opened = _openings(covered), lifted()
    entries = [_entry(bytes(leaves[seq]), openings.get(seq, []), opened, proofs[seq]) for seq in covered]
    return receipts.receipt(entries, ledger_tree.cosigned(checkpoint))


@dataclass(frozen=True)
class PrintedProof:
    """Where one event stands and how to get from its entry to the root, spelt for print (base64)."""

    seq: int
    leaf_hash: str
    steps: tuple[str, ...]


def printed_proofs(seqs: Iterable[int]) -> list[PrintedProof]:
    """The proof of each event that the newest checkpoint covers; nothing of what an event says is in it."""
    checkpoint = ledger_tree.latest_checkpoint()
    covered = sorted({seq for seq in seqs if checkpoint is not None and seq < checkpoint.size})
    if checkpoint is None or not covered:
        return []
    hashes = ledger_tree.fetch((0, seq) for seq in covered)
    return [
        PrintedProof(seq, _printed(hashes[0, seq]), tuple(map(_printed, steps)))
        for seq, steps in _proofs(covered, checkpoint).items()
    ]


def _printed(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _proofs(seqs: Sequence[int], checkpoint: CheckpointRow) -> dict[int, list[bytes]]:
    """All inclusion proofs, with one read of the stored hashes per tile level."""
    spans = {seq: merkle.inclusion_spans(seq, checkpoint.size) for seq in seqs}
    flat = list(dict.fromkeys(span for some in spans.values() for span in some))
    roots = dict(zip(flat, merkle.span_roots(flat, ledger_tree.fetch), strict=True))
    return {seq: [roots[span] for span in some] for seq, some in spans.items()}


def _openings(seqs: Sequence[int]) -> dict[int, list[AuditOpening]]:
    found: dict[int, list[AuditOpening]] = {}
    for row in AuditOpening.objects.filter(event_id__in=seqs).order_by("event_id", "name"):
        found.setdefault(row.event_id, []).append(row)
    return found


def _entry(
    leaf: bytes, openings: Sequence[AuditOpening], opened: set[Field], proof: Sequence[bytes]
) -> dict[str, object]:
    shown, kept = [], set()
    for row in openings:
        if row.salt is None:
            kept.add("erased")
        elif row.tier == "public" or (row.event_id, row.name) in opened:
            shown.append((row.name, bytes(row.salt), row.value))
        else:
            kept.add(row.tier)
    grounds = [words for key, words in receipts.GROUNDS.items() if key in kept]
    return receipts.entry(leaf, shown, grounds, proof)
