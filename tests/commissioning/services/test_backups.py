"""Backup, loss, restore: the same log, verified; and a backup that was touched is not restored."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning import documents, ledger
from commissioning.models import AuditCheckpoint, AuditCosignature, AuditEvent, Case, Document, append_only
from commissioning.rules import notes
from commissioning.selectors import ledger_tree
from commissioning.services import backups
from tests.builders import a_borough, a_case
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, signed

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = b"a report"
DIGEST = hashlib.sha256(REPORT).hexdigest()
STORED = f"{DIGEST[:2]}/{DIGEST}"


@pytest.fixture
def folder(settings, tmp_path):
    """A borough with a signed log, one document and a journal, and where its backup goes."""
    settings.DOCUMENT_STORE = tmp_path / "documents"
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"
    settings.ERASURE_JOURNAL.write_text("")
    with ledger.recording():
        a_borough()
        case = a_case()
        documents.store(REPORT, system_act(), name="report.txt", media="text/plain", access="PUBLIC", case=case)
        ledger.append("case.open", system_act(), case.reference, case=case)
    signed()
    return tmp_path / "backup"


def lose_everything() -> None:
    """The database is new and empty again."""
    tables = [name for name in connection.introspection.table_names() if name != "django_migrations"]
    append_only.disable(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("TRUNCATE {} CASCADE".format(", ".join(f'"{name}"' for name in tables)))
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            for name in tables:
                cursor.execute(f'DELETE FROM "{name}"')
            cursor.execute("PRAGMA foreign_keys = ON")
    append_only.install(connection)


def test_restore_brings_back_the_same_log_and_says_what_to_do_next(folder, settings, capsys):
    root = ledger_tree.root(1)
    call_command("backup", str(folder))
    (settings.DOCUMENT_STORE / STORED).unlink()
    lose_everything()
    assert Case.objects.count() == 0

    call_command("restore", str(folder))

    said = capsys.readouterr().out
    assert said.startswith("4 files, 1 events.\n1 of 1 events restored, 1 document compared.\nBefore anybody uses this site:")
    assert (ledger_tree.size(), ledger_tree.root(1)) == (1, root)
    assert Case.objects.get().title == "Support for carers"
    assert (settings.DOCUMENT_STORE / STORED).read_bytes() == REPORT
    assert append_only.present(connection)


def test_backup_holds_no_signing_key(folder, settings, tmp_path):
    settings.LEDGER_KEY_FILE = tmp_path / "documents-elsewhere" / "log1.key"

    manifest = backups.backup(folder, SIGNED_AT)

    database = "database.pgdump" if connection.vendor == "postgresql" else "database.sqlite3"
    assert sorted(manifest["files"]) == ["checkpoint", database, f"documents/{STORED}", "erasures.jsonl"]
    assert manifest["made_at"] == "2026-11-23T09:05:00.000Z"


def test_restore_never_writes_over_a_log(folder):
    backups.backup(folder, SIGNED_AT)

    with pytest.raises(CommandError, match="already has a log"):
        call_command("restore", str(folder))


@pytest.mark.parametrize("name", ["checkpoint", f"documents/{STORED}"])
def test_restore_refuses_a_backup_that_was_touched(folder, name):
    backups.backup(folder, SIGNED_AT)
    (folder / name).write_text("other")

    with pytest.raises(backups.BackupFailed, match="missing or has been changed"):
        backups.restore(folder)


def test_restore_compares_the_bytes_of_every_document(folder, settings, capsys):
    """What the store held was changed before the backup was taken, so the backup itself is whole."""
    (settings.DOCUMENT_STORE / STORED).write_bytes(b"a refort")
    backups.backup(folder, SIGNED_AT)
    lose_everything()

    with pytest.raises(SystemExit) as ended:
        call_command("restore", str(folder))

    key = Document.objects.get().pk
    assert ended.value.code == 1
    assert capsys.readouterr().out.startswith(
        f"Document {key} (digest {DIGEST[:16]}…) has other bytes in the store than were stored.\n1 of 1 events restored"
    )


def test_restore_takes_in_the_key_of_a_witness_that_is_asked_no_more(folder, capsys):
    private = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
    vkey = notes.verifier_key("auditor.example/witness", notes.public_bytes(private), notes.COSIGNATURE)
    point = AuditCheckpoint.objects.get()
    line = notes.cosign(notes.parse_note(point.note).text, vkey.name, private, 1_800_000_000)
    AuditCosignature(checkpoint=point, witness=vkey.name, line=str(line), received_at=SIGNED_AT).save()
    backups.backup(folder, SIGNED_AT)

    lose_everything()
    with pytest.raises(SystemExit):
        call_command("restore", str(folder))
    assert "nobody here has the key of the witness auditor.example/witness" in capsys.readouterr().out

    lose_everything()
    call_command("restore", str(folder), witness=[str(vkey)])
    assert capsys.readouterr().out.startswith("1 of 1 events restored, 1 document compared.")


def test_restore_refuses_a_witness_key_that_is_none_before_it_touches_anything(folder):
    backups.backup(folder, SIGNED_AT)
    lose_everything()

    with pytest.raises(CommandError):
        call_command("restore", str(folder), witness=["nonsense"])

    assert AuditEvent.objects.count() == 0


def test_restore_refuses_a_folder_that_is_no_backup(tmp_path):
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(tmp_path))


def test_backup_refuses_a_folder_that_holds_something(folder):
    folder.mkdir()
    (folder / "note").write_text("x")

    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", str(folder))


def test_restore_exits_with_one_when_the_log_does_not_fit_its_checkpoint(folder, capsys):
    backups.backup(folder, SIGNED_AT)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"events": 7}))
    lose_everything()

    with pytest.raises(SystemExit) as ended:
        call_command("restore", str(folder))

    assert ended.value.code == 1
    assert "1 of 7 events restored, 1 document compared." in capsys.readouterr().out
    assert AuditEvent.objects.count() == 1
