"""Signing: what is signed, how keys are kept, and a log that does not fit its past is never signed."""

import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning import ledger
from commissioning.models import AccessKey, AuditCheckpoint, AuditEvent, AuditIndex, AuditKey, append_only
from commissioning.rules import merkle, notes
from commissioning.selectors import ledger_tree
from commissioning.selectors.ledger_checks import Finding
from commissioning.services import checkpoints, ledger_keys
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, events, signed, signer

pytestmark = pytest.mark.django_db


def rewrite(sql: str, *parameters: object) -> None:
    """What a database owner can do: switch the triggers off and write."""
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    append_only.install(connection)


def refused() -> str:
    with pytest.raises(checkpoints.SigningRefused) as caught:
        checkpoints.sign([signer()], SIGNED_AT)
    return str(caught.value)


def test_sign_states_origin_size_and_root():
    events(3)

    row = signed()

    hashes = [bytes(h) for h in AuditEvent.objects.order_by("seq").values_list("leaf_hash", flat=True)]
    note = notes.parse_note(row.note)
    point = notes.parse_checkpoint(note.text)
    assert (point.origin, point.size, point.root) == (signer()[0].name, 3, merkle.root(hashes))
    assert notes.verify(note, ledger_tree.verifier_keys()) == (signer()[0],)
    assert (row.size, bytes(row.root), row.signed_at) == (3, point.root, SIGNED_AT)


def test_sign_again_without_growth_signs_nothing():
    events(2)
    signed()

    assert checkpoints.sign([signer()], SIGNED_AT) is None
    assert AuditCheckpoint.objects.count() == 1


def test_sign_an_empty_log_signs_nothing():
    assert checkpoints.sign([signer()], SIGNED_AT) is None


def test_sign_with_two_keys_carries_both_lines():
    events(1)
    old, new = signer(b"a" * 32), signer(b"b" * 32)

    row = checkpoints.sign([new, old], SIGNED_AT)

    assert notes.verify(notes.parse_note(row.note), [old[0], new[0]]) == (new[0], old[0])


def test_sign_without_a_key_is_an_error():
    events(1)

    with pytest.raises(ValueError, match="key"):
        checkpoints.sign([], SIGNED_AT)


def test_sign_refuses_a_log_shorter_than_its_last_checkpoint():
    events(5)
    signed()
    rewrite("DELETE FROM audit_opening WHERE seq >= 3")
    rewrite("DELETE FROM audit_event WHERE seq >= 3")

    assert "would fork" in refused()


def test_sign_refuses_a_rewritten_past():
    events(5)
    signed()
    events(1)
    other = bytes(AuditEvent.objects.get(seq=4).leaf)
    rewrite("UPDATE audit_event SET leaf = %s, leaf_hash = %s WHERE seq = 2", other, merkle.leaf_hash(other))

    assert "are not those that the last checkpoint signed" in refused()


def test_sign_refuses_openings_that_do_not_match():
    events(1, fields={"note": "said"})
    rewrite("UPDATE audit_opening SET value = '\"not said\"' WHERE name = 'note'")

    assert refused() == "Event 0: the field 'note' is not what was committed."


def test_sign_refuses_a_wrong_block_hash():
    events(256)
    rewrite("UPDATE audit_tile SET hash = %s", merkle.EMPTY_ROOT)

    assert "hash of this block of 256" in refused()


def test_sign_refuses_a_restored_log_that_is_shorter_than_the_signer_remembers(tmp_path):
    memory = tmp_path / "log1.last"
    events(5)
    checkpoints.sign([signer()], SIGNED_AT, memory)
    for table in ("audit_opening", "audit_index", "audit_event"):
        rewrite(f"DELETE FROM {table} WHERE seq >= 3")
    rewrite("DELETE FROM audit_checkpoint")

    with pytest.raises(checkpoints.SigningRefused, match="has 3 events, but its last checkpoint signed 5"):
        checkpoints.sign([signer()], SIGNED_AT, memory)

    assert AuditCheckpoint.objects.count() == 0


def test_sign_refuses_a_restored_log_that_has_grown_another_way(tmp_path):
    memory = tmp_path / "log1.last"
    events(5)
    checkpoints.sign([signer()], SIGNED_AT, memory)
    for table in ("audit_opening", "audit_index", "audit_event"):
        rewrite(f"DELETE FROM {table} WHERE seq >= 3")
    rewrite("DELETE FROM audit_checkpoint")
    events(7, subject="2026/009")

    with pytest.raises(checkpoints.SigningRefused, match="The first 5 events are not those"):
        checkpoints.sign([signer()], SIGNED_AT, memory)


def test_sign_goes_on_after_a_restore_that_lost_only_checkpoints(tmp_path):
    memory = tmp_path / "log1.last"
    events(5)
    checkpoints.sign([signer()], SIGNED_AT, memory)
    rewrite("DELETE FROM audit_checkpoint")

    row = checkpoints.sign([signer()], SIGNED_AT, memory)

    assert row.note == memory.read_text()
    assert stat.S_IMODE(memory.stat().st_mode) == 0o400


def test_raise_alarm_writes_one_event_for_the_same_findings():
    events(5)
    signed()
    rewrite("DELETE FROM audit_opening WHERE seq >= 3")
    rewrite("DELETE FROM audit_event WHERE seq >= 3")
    problem = checkpoints.SigningRefused([Finding(3, "the event is missing.")])

    first = checkpoints.raise_alarm(problem, SIGNED_AT)
    second = checkpoints.raise_alarm(problem, SIGNED_AT)

    assert (first, second) == (True, False)
    assert AuditIndex.objects.filter(kind="reconcile.alarm").count() == 1


def test_make_key_opens_the_log_and_keeps_the_file_to_its_owner(tmp_path):
    path = tmp_path / "keys" / "log1.key"

    with ledger.recording():
        key = ledger_keys.make_key(path, system_act())

    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert list(AuditIndex.objects.values_list("kind", flat=True)) == ["log.genesis", "log.key"]
    assert AuditKey.objects.get().vkey == str(key)
    assert [k for k, _ in ledger_keys.open_signers(path)] == [key]


def test_rotation_signs_with_both_keys_until_the_older_is_closed(tmp_path):
    path = tmp_path / "log1.key"
    with ledger.recording():
        old = ledger_keys.make_key(path, system_act())
    with ledger.recording():
        new = ledger_keys.make_key(path, system_act())
    both = [k for k, _ in ledger_keys.open_signers(path)]

    with ledger.recording():
        ledger_keys.close_key(str(old), system_act())

    assert both == [old, new]
    assert [k for k, _ in ledger_keys.open_signers(path)] == [new]
    assert AuditKey.objects.get(vkey=str(old)).state == "closed"


def test_key_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "log1.key"
    with ledger.recording():
        ledger_keys.make_key(path, system_act())
    path.chmod(0o440)

    with pytest.raises(ledger_keys.UnsafeKeyFile, match="chmod 400"):
        ledger_keys.read_keys(path)


def test_missing_key_file_says_how_to_make_one(tmp_path):
    with pytest.raises(ledger_keys.UnsafeKeyFile, match="ledger_key"):
        ledger_keys.read_keys(tmp_path / "none")


def test_close_key_that_is_not_open_is_refused():
    with pytest.raises(ValueError, match="No open key"), ledger.recording():
        ledger_keys.close_key("x+00000000+AA==", system_act())


@pytest.mark.django_db(transaction=True)
def test_commands_make_a_key_and_sign(tmp_path, capsys):
    path = str(tmp_path / "log1.key")

    call_command("ledger_key", "--file", path)
    call_command("ledger_key", "--file", path, "--if-none")
    call_command("ledger_sign", "--file", path)
    call_command("ledger_sign", "--file", path)

    vkey = AuditKey.objects.get().vkey
    access = AccessKey.objects.get().vkey
    assert capsys.readouterr().out == f"{vkey}\n{access}\nSigned 3 events.\n"
    assert AuditCheckpoint.objects.get().size == 3


@pytest.mark.django_db(transaction=True)
def test_command_that_may_not_sign_fails_and_leaves_an_alarm(tmp_path):
    path = str(tmp_path / "log1.key")
    call_command("ledger_key", "--file", path)
    rewrite("UPDATE audit_opening SET value = '\"other\"' WHERE name = 'council'")

    with pytest.raises(CommandError, match="Not signed"):
        call_command("ledger_sign", "--file", path)

    assert AuditCheckpoint.objects.count() == 0
    assert AuditIndex.objects.filter(kind="reconcile.alarm").count() == 1
