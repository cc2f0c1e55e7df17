"""Backup, loss, restore: the same log, verified; and a backup that was touched is not restored."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning import ledger
from commissioning.models import AuditEvent, Case, append_only
from commissioning.selectors import ledger_tree
from commissioning.services import backups
from tests.builders import a_borough, a_case
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, signed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings, tmp_path):
    """A borough with a signed log, one document and a journal, and where its backup goes."""
    settings.DOCUMENT_STORE = tmp_path / "documents"
    settings.DOCUMENT_STORE.mkdir()
    (settings.DOCUMENT_STORE / "ab12").write_bytes(b"a report")
    settings.ERASURE_JOURNAL = tmp_path / "erasures.jsonl"
    settings.ERASURE_JOURNAL.write_text("")
    with ledger.recording():
        a_borough()
        case = a_case()
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
    (settings.DOCUMENT_STORE / "ab12").unlink()
    lose_everything()
    assert Case.objects.count() == 0

    call_command("restore", str(folder))

    said = capsys.readouterr().out
    assert said.startswith("4 files, 1 events.\n1 of 1 events restored.\nBefore anybody uses this site:")
    assert (ledger_tree.size(), ledger_tree.root(1)) == (1, root)
    assert Case.objects.get().title == "Support for carers"
    assert (settings.DOCUMENT_STORE / "ab12").read_bytes() == b"a report"
    assert append_only.present(connection)


def test_backup_holds_no_signing_key(folder, settings, tmp_path):
    settings.LEDGER_KEY_FILE = tmp_path / "documents-elsewhere" / "log1.key"

    manifest = backups.backup(folder, SIGNED_AT)

    database = "database.pgdump" if connection.vendor == "postgresql" else "database.sqlite3"
    assert sorted(manifest["files"]) == ["checkpoint", database, "documents/ab12", "erasures.jsonl"]
    assert manifest["made_at"] == "2026-11-23T09:05:00.000Z"


def test_restore_never_writes_over_a_log(folder):
    backups.backup(folder, SIGNED_AT)

    with pytest.raises(CommandError, match="already has a log"):
        call_command("restore", str(folder))


@pytest.mark.parametrize("name", ["checkpoint", "documents/ab12"])
def test_restore_refuses_a_backup_that_was_touched(folder, name):
    backups.backup(folder, SIGNED_AT)
    (folder / name).write_text("other")

    with pytest.raises(backups.BackupFailed, match="missing or has been changed"):
        backups.restore(folder)


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
    assert "1 of 7 events restored." in capsys.readouterr().out
    assert AuditEvent.objects.count() == 1
