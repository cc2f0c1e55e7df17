"""Software that nobody here wrote reads the running product: aics-tlog checks checkpoint, tiles, entries and growth.

It lies in var/outside, apart from the product's packages (`make setup` with the tests' tools puts it there).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commissioning.models import AuditEvent
from commissioning.rules import notes
from commissioning.rules.notes import Checkpoint, Note
from tests.builders_ledger import events, signed, signer

pytestmark = [pytest.mark.outside, pytest.mark.django_db(transaction=True)]
OUTSIDE = Path(__file__).resolve().parents[2] / "var" / "outside"


def outside(*arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "aics_tlog", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(OUTSIDE)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def key(tmp_path) -> Path:
    path = tmp_path / "vkey"
    path.write_text(f"{signer()[0]}\n")
    return path


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_outside_software_verifies_checkpoint_and_entries(live_server, key, size):
    events(size)
    signed()
    log = ["--tiles", f"{live_server.url}/audit/log1", "--vkey-file", key]

    runs = [outside("verify-checkpoint", *log)]
    for index in sorted({0, size // 2, size - 1}):
        leaf_hash = bytes(AuditEvent.objects.get(seq=index).leaf_hash).hex()
        runs.append(outside("verify-inclusion", "--index", index, "--leaf-hash", leaf_hash, *log))

    assert [(run.returncode, run.stderr) for run in runs] == [(0, "")] * len(runs)


def test_outside_software_verifies_growth(live_server, key, tmp_path):
    events(200)
    old = tmp_path / "old"
    old.write_text(signed().note)
    events(400)
    signed()

    run = outside(
        "verify-consistency",
        "--old-checkpoint",
        old,
        "--tiles",
        f"{live_server.url}/audit/log1",
        "--vkey-file",
        key,
    )

    assert (run.returncode, run.stderr) == (0, "")


def test_outside_software_refuses_another_entry_and_another_key(live_server, key, tmp_path):
    events(300)
    signed()
    stranger = tmp_path / "stranger"
    stranger.write_text(f"{signer(b's' * 32)[0]}\n")
    log = ["--tiles", f"{live_server.url}/audit/log1"]
    other = bytes(AuditEvent.objects.get(seq=8).leaf_hash).hex()

    wrong_entry = outside("verify-inclusion", "--index", 7, "--leaf-hash", other, *log, "--vkey-file", key)
    wrong_key = outside("verify-checkpoint", *log, "--vkey-file", stranger)

    assert wrong_entry.returncode != 0
    assert wrong_key.returncode != 0


def test_outside_software_refuses_a_fork(live_server, key, tmp_path):
    events(3)
    old = tmp_path / "old"
    old.write_text(forked_note())
    signed()

    run = outside(
        "verify-consistency",
        "--old-checkpoint",
        old,
        "--tiles",
        f"{live_server.url}/audit/log1",
        "--vkey-file",
        key,
    )

    assert run.returncode != 0


def forked_note() -> str:
    """A checkpoint of the same key over another history of two events."""
    key, private = signer()
    text = str(Checkpoint(key.name, 2, b"f" * 32))
    return str(Note(text, (notes.sign(text, key.name, private),)))
