"""The access log: who read what is not public, in a log of its own with the same machinery."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from commissioning.models import (
    ACCESS1,
    AccessCheckpoint,
    AccessEvent,
    AccessIndex,
    AccessOpening,
    AuditEvent,
    append_only,
)
from commissioning.rules import notes
from commissioning.selectors import ledger_tree, ledger_verify
from commissioning.services import checkpoints
from commissioning.services.reads import record_read
from tests.builders import a_borough, a_case
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, access_signer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    a_borough()
    return a_case()


def read(case, times: int = 1, kind: str = "read.draft") -> None:
    for _ in range(times):
        record_read(kind=kind, case=case, what={"paper": "Proposal, version 1"}, act=system_act())


def signed() -> AccessCheckpoint:
    return checkpoints.sign([access_signer()], SIGNED_AT, log=ACCESS1)


def found(note: str | None = None) -> list[str]:
    return [str(finding) for finding in ledger_verify.verify_log(note, log=ACCESS1).findings]


def rewrite(sql: str) -> None:
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    append_only.install(connection)


def test_reading_is_an_event_of_the_access_log_only(case):
    read(case)

    assert AuditEvent.objects.count() == 0
    assert list(AccessIndex.objects.values_list("seq", "case", "kind", "n")) == [(0, case.pk, "read.draft", 1)]
    assert AccessOpening.objects.get(name="paper").value == "Proposal, version 1"


def test_readings_form_a_tree_under_their_own_origin(case, settings):
    read(case, 3)

    row = signed()

    point = notes.parse_checkpoint(notes.parse_note(row.note).text)
    assert (point.origin, point.size) == ("decisions.lammasvale.example/audit/access1", 3)
    assert point.root == ledger_tree.root(3, ACCESS1)
    assert found(row.note) == []


def test_blocks_of_the_access_log_are_closed(case):
    read(case, 256)

    assert ledger_tree.fetch([(1, 0)], ACCESS1)[1, 0] == ledger_tree.root(256, ACCESS1)
    assert found() == []


def test_verify_finds_an_edited_reading(case):
    read(case, 2)
    rewrite("UPDATE access_opening SET value = '\"Nothing\"' WHERE seq = 1 AND name = 'paper'")

    assert found() == ["Event 1: the field 'paper' is not what was committed."]


def test_verify_finds_a_removed_reading_by_an_older_checkpoint(case):
    read(case, 2)
    note = signed().note
    for table in ("access_opening", "access_index", "access_checkpoint"):
        rewrite(f"DELETE FROM {table}")
    rewrite("DELETE FROM access_event")

    assert found(note) == ["Event 0: the log ends here, but a checkpoint signed 2 events."]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE access_opening SET value = NULL",
        "UPDATE access_opening SET salt = NULL, value = NULL, erased_by = 0",
        "DELETE FROM access_opening",
        "DELETE FROM access_event",
        "UPDATE access_index SET case_id = NULL",
        "DELETE FROM access_index",
        "INSERT INTO access_event (seq, leaf, leaf_hash) SELECT 7, leaf, leaf_hash FROM access_event",
    ],
)
def test_raw_changes_of_the_access_log_are_refused(case, sql):
    read(case)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert AccessEvent.objects.count() == 1


def test_only_kinds_of_reading_go_into_the_access_log(case):
    with pytest.raises(ValueError, match="no kind of reading"):
        read(case, kind="vote.cast")


@pytest.mark.django_db(transaction=True)
def test_commands_sign_and_verify_both_logs(tmp_path, capsys):
    a_borough()
    path = str(tmp_path / "log1.key")
    call_command("ledger_key", "--file", path)
    read(a_case())
    call_command("ledger_sign", "--file", path)
    capsys.readouterr()
    note = tmp_path / "checkpoint"
    note.write_text(AccessCheckpoint.objects.get().note)

    call_command("ledger_verify", "--checkpoint", str(note))

    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" events")[0] for line in lines] == ["3", "access1: 1", "0 stored documents: in order"]
    assert all(line.endswith(": in order") for line in lines)
