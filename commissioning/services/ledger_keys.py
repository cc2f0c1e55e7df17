"""Keys that sign the log: made once, kept in a file that only the signer can read, named in the log itself.

The web process never reads the file. Rotation: a second key is made, both sign for a while, the older one is closed.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from commissioning import ledger
from commissioning.acts import Act
from commissioning.models import LOG1, Log
from commissioning.rules import notes
from commissioning.rules.notes import VerifierKey
from commissioning.selectors import ledger_tree

Signer = tuple[VerifierKey, Ed25519PrivateKey]


class UnsafeKeyFile(RuntimeError):
    """The key file is missing, readable by others, or lies where it must not."""


def make_key(path: Path, act: Act, log: Log = LOG1) -> VerifierKey:
    """Make a signing key, add it to the key file (mode 0400) and name it in the log.

    The first key also opens the main log with `log.genesis`; a key of the access log is named in the main one. Call inside `ledger.recording()`. Raises UnsafeKeyFile where
    an existing file is readable by others.
    """
    private = Ed25519PrivateKey.generate()
    key = notes.verifier_key(log.origin, notes.public_bytes(private))
    size = ledger_tree.size(log)
    earlier = path.read_text() if path.exists() and read_keys(path) else ""
    log.keys(vkey=str(key), from_size=size).save()
    if log is not LOG1:
        ledger.append("log.key", act, log.name, fields={"vkey": str(key)})
    else:
        if size == 0:
            opened = {"origin": log.origin, "council": settings.COUNCIL_NAME}
            ledger.append("log.genesis", act, "log", fields=opened)
        ledger.append("log.key", act, "log", fields={"vkey": str(key)})
    replace_file(path, earlier + notes.private_text(key.name, private) + "\n")
    return key


def read_keys(path: Path) -> list[Signer]:
    """The keys in the file. Raises UnsafeKeyFile when it is missing or anybody but its owner can reach it."""
    if not path.is_file():
        raise UnsafeKeyFile(f"There is no key file at {path}. Make one with: manage.py ledger_key")
    if path.stat().st_mode & 0o077:
        raise UnsafeKeyFile(f"{path} can be read by others. Run: chmod 400 {path}")
    return [notes.parse_private(line) for line in path.read_text().splitlines() if line.strip()]


def close_key(vkey: str, act: Act, log: Log = LOG1) -> None:
    """Stop signing with a key; its old checkpoints stay valid. Call inside `ledger.recording()`."""
    size = ledger_tree.size(log)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {log.keys._meta.db_table} SET to_size = %s, state = 'closed' WHERE vkey = %s AND to_size IS NULL",  # noqa: S608
            [size, vkey],
        )
        if cursor.rowcount != 1:
            raise ValueError("No open key of this log is spelt like that.")
    ledger.append("log.key", act, "log" if log is LOG1 else log.name, fields={"vkey": vkey, "closed": True})


def open_signers(path: Path, log: Log = LOG1) -> list[Signer]:
    """The keys of the file that this log names and has not closed."""
    named = set(log.keys.objects.filter(to_size__isnull=True).values_list("vkey", flat=True))
    return [(key, private) for key, private in read_keys(path) if str(key) in named]


def replace_file(path: Path, content: str) -> None:
    """Replace the file in one step; at no moment can others read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
