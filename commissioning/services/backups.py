"""Backup and restore of everything but the signing key, which is kept separately.

A backup is a folder: the database, the document store, the newest cosigned checkpoint, the journal of erasures and a
manifest with the digest of each file. The database is copied first: documents are only ever added, so every document
that it names is there. After a restore: verify, replay erasures from the newest journal (not the backup's), compare
with a checkpoint that a witness holds.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from commissioning.models import AuditEvent, append_only
from commissioning.rules.canonical import moment
from commissioning.selectors import ledger_tree

MANIFEST, CHECKPOINT, JOURNAL, DOCUMENTS = "manifest.json", "checkpoint", "erasures.jsonl", "documents"


class BackupFailed(RuntimeError):
    """The copy could not be made or read; nothing half-made is called a backup."""


def backup(folder: Path, made_at: datetime) -> dict[str, object]:
    """Write a backup into a new folder; returns its manifest. Raises BackupFailed where the folder holds something."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(f"{folder} is not empty. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _dump(folder / _database_file())
    store, journal = Path(settings.DOCUMENT_STORE), Path(settings.ERASURE_JOURNAL)
    if store.is_dir():
        shutil.copytree(store, folder / DOCUMENTS)
    if journal.is_file():
        shutil.copy(journal, folder / JOURNAL)
    newest = ledger_tree.latest_checkpoint()
    if newest is not None:
        (folder / CHECKPOINT).write_text(ledger_tree.cosigned(newest))
    files = {name: _digest(folder / name) for name in _files(folder)}
    manifest = {"made_at": moment(made_at), "events": ledger_tree.size(), "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def check(folder: Path) -> dict[str, object]:
    """The manifest of a whole backup. Raises BackupFailed naming the first file that is missing or changed."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as problem:
        raise BackupFailed(f"{folder} is not a backup: its manifest cannot be read.") from problem
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise BackupFailed(f"{folder / name} is missing or has been changed since the backup.")
    if not (folder / _database_file()).is_file():
        raise BackupFailed(f"This backup is not of a {connection.vendor} database.")
    return manifest


def restore(folder: Path) -> dict[str, object]:
    """Bring a checked backup into an empty database; returns its manifest.

    Raises BackupFailed where the database already has events: a restore never writes over a log.
    """
    manifest = check(folder)
    if AuditEvent.objects.exists():
        raise BackupFailed(
            "This database already has a log. Restore into a new one, so that nothing is lost."
        )
    _load(folder / _database_file())
    append_only.install(connection)
    if (folder / DOCUMENTS).is_dir():
        shutil.copytree(folder / DOCUMENTS, Path(settings.DOCUMENT_STORE), dirs_exist_ok=True)
    return manifest


def _database_file() -> str:
    return "database.pgdump" if connection.vendor == "postgresql" else "database.sqlite3"


def _dump(target: Path) -> None:
    if connection.vendor == "postgresql":
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
        return
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()


def _load(source: Path) -> None:
    if connection.vendor == "postgresql":
        _postgres(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={_name()}",
            source,
        )
        return
    connection.ensure_connection()
    copy = sqlite3.connect(source)
    try:
        copy.backup(connection.connection)
    finally:
        copy.close()


def _postgres(program: str, *arguments: object) -> None:
    """Run PostgreSQL's own tool with the address of our database in its environment."""
    found = connection.get_connection_params()
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    env = {name: str(found[key]) for key, name in names.items() if found.get(key)}
    where = shutil.which(program)
    if where is None:
        raise BackupFailed(f"{program} is not installed on this machine.")
    run = subprocess.run(  # noqa: S603
        [where, *map(str, arguments)], env=os.environ | env, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise BackupFailed(f"{program} failed: {run.stderr.strip()}")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _files(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
