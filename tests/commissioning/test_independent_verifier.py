"""The verifier in `tests.independent` knows the published formats only; product and it agree, at the awkward sizes too.

It reads what the running product serves: checkpoint, tiles, entries, proofs, growth.
"""

import base64
import struct

import pytest
from django.test import Client

from commissioning import ledger_writer
from commissioning.models import LOG1, AuditCheckpoint, AuditEvent
from commissioning.rules import merkle, notes
from commissioning.rules.commitments import leaf
from commissioning.rules.notes import Checkpoint, Note
from commissioning.selectors import ledger_tree
from tests import independent
from tests.builders_ledger import SIGNED_AT, signer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commissioning.urls_ledger")]
SIZES = (1, 255, 256, 257, 65_535, 65_536, 65_537)


def get(path: str) -> bytes:
    response = Client().get(f"/audit/log1/{path}")
    assert response.status_code == 200, path
    return response.content


def grow(size: int) -> None:
    """Entries up to this size, in few statements, and what was signed of them."""
    start = ledger_tree.size()
    entry = [leaf(LOG1.origin, seq, [], decoy) for seq in range(start, size)]
    rows = [AuditEvent(seq=seq, leaf=one, leaf_hash=merkle.leaf_hash(one)) for seq, one in enumerate(entry, start)]
    for first in range(0, len(rows), 5_000):
        AuditEvent.objects.insert_many(rows[first : first + 5_000])
    for seq in range(start, size):
        ledger_writer._close_tiles(LOG1, seq)
    key, private = signer()
    text = str(Checkpoint(LOG1.origin, size, ledger_tree.root(size)))
    note = str(Note(text, (notes.sign(text, key.name, private),)))
    AuditCheckpoint(size=size, root=ledger_tree.root(size), note=note, key_id=key.key_id.hex(), signed_at=SIGNED_AT).save()


def decoy() -> bytes:
    return independent.sha256(struct.pack(">I", next(NUMBERS)))


NUMBERS = iter(range(10**9))


def test_independent_verifier_agrees_with_the_product_at_the_awkward_sizes():
    assert ledger_tree.root(0) == merkle.root([]) == independent.tree_hash([])
    points: list[independent.Signed] = []

    for size in SIZES:
        grow(size)
        point = independent.checkpoint(get("checkpoint").decode(), get("vkey").decode().strip())
        leaves = independent.hashes(get, 0, size)
        assert (point.origin, point.size, point.root) == (LOG1.origin, size, independent.tree_hash(leaves))
        for level in (1, 2):
            blocks = [independent.tree_hash(leaves[n : n + 256**level]) for n in range(0, size - 256**level + 1, 256**level)]
            assert independent.hashes(get, level, size) == blocks
        last = (size - 1) // 256
        assert [independent.leaf_hash(one) for one in independent.entries(get, last, size)] == leaves[last * 256 :]
        for seq in {0, size // 2, size - 1}:
            index, path, note = independent.proof(get(f"proof/{seq}.tlog-proof").decode())
            assert (index, note) == (seq, get("checkpoint").decode())
            assert independent.is_included(seq, size, leaves[seq], path, point.root)
            assert not independent.is_included(seq, size, independent.leaf_hash(b"other"), path, point.root)
        for old in points:
            lines = get(f"consistency?from={old.size}&to={size}").decode().splitlines()
            path = [base64.b64decode(line) for line in lines]
            assert independent.is_consistent(old.size, size, old.root, point.root, path)
            assert not independent.is_consistent(old.size, size, independent.leaf_hash(b"other"), point.root, path)
        points.append(point)

    assert [point.size for point in points] == list(SIZES)


def test_nothing_is_served_of_a_log_that_nobody_signed():
    assert [Client().get(f"/audit/log1/{path}").status_code for path in ("checkpoint", "tile/0/000.p/1", "vkey")] == [404] * 3
