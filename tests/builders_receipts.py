"""Receipts made from the rules alone, for the verifiers: a log of seven entries with known salts."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commissioning.rules import commitments, merkle, notes, receipts
from commissioning.rules.notes import Checkpoint, Note

ORIGIN = "decisions.example/audit/log1"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
VKEY = notes.verifier_key(ORIGIN, notes.public_bytes(KEY))
FIELDS = [
    ("kind", b"a" * 32, "decision.publish"),
    ("outcome", b"b" * 32, "Agreed"),
    ("cost", b"c" * 32, 120000),
]


def a_leaf(seq: int, origin: str = ORIGIN) -> bytes:
    hidden = [("reason", b"d" * 32, "Private."), *FIELDS]
    return commitments.leaf(
        origin,
        seq,
        [commitments.commitment(salt, name, value) for name, salt, value in hidden],
        lambda: DECOYS.pop(),
    )


DECOYS = [merkle.leaf_hash(bytes([n])) for n in range(200)]
LEAVES = [a_leaf(seq) for seq in range(7)]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]


def fetch(places):
    return {(level, index): HASHES[index] for level, index in places}


def a_receipt(*seqs: int, origin: str = ORIGIN, root: bytes | None = None) -> dict:
    text = str(Checkpoint(origin, len(LEAVES), root or merkle.root(HASHES)))
    note = Note(text, (notes.sign(text, ORIGIN, KEY),))
    entries = [
        receipts.entry(
            LEAVES[seq],
            FIELDS,
            ["Personal data and technical details"],
            merkle.span_roots(merkle.inclusion_spans(seq, len(LEAVES)), fetch),
        )
        for seq in seqs
    ]
    return receipts.receipt(entries, str(note))
