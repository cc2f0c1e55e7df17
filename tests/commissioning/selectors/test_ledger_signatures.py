"""Keys and witnesses' lines that somebody put into the tables by hand are found; those that belong there are not."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import connection

from commissioning import ledger
from commissioning.models import ACCESS1, LOG1, AuditCheckpoint, AuditCosignature, AuditKey, append_only
from commissioning.rules import notes
from commissioning.selectors import ledger_verify
from commissioning.services import ledger_keys
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, events, signed, signer

pytestmark = pytest.mark.django_db
NAME = "witness.example/scrutiny"
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(seed * 32) for seed in (b"w", b"x"))


def vkey(private: Ed25519PrivateKey = KEY) -> notes.VerifierKey:
    return notes.verifier_key(NAME, notes.public_bytes(private), notes.COSIGNATURE)


@pytest.fixture
def checkpoint(settings) -> AuditCheckpoint:
    """A signed log with one witness."""
    settings.LEDGER_WITNESSES = [("https://witness.example", str(vkey()))]
    events(3)
    return signed()


def cosigned(checkpoint: AuditCheckpoint, *, private: Ed25519PrivateKey = KEY, name: str = NAME, text: str = "") -> None:
    """A line as a witness gives it, under the checkpoint."""
    line = notes.cosign(text or notes.parse_note(checkpoint.note).text, name, private, 1_795_000_000)
    AuditCosignature(checkpoint=checkpoint, witness=name, line=str(line), received_at=SIGNED_AT).save()


def found(**kwargs: object) -> list[str]:
    return [str(finding) for finding in ledger_verify.verify_log(**kwargs).findings]


def rewrite(sql: str, *parameters: object) -> None:
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    append_only.install(connection)


def test_line_of_a_witness_under_its_checkpoint_is_in_order(checkpoint):
    cosigned(checkpoint)

    assert found() == []


def test_attack_forging_the_line_of_a_witness_is_found(checkpoint):
    cosigned(checkpoint, private=OTHER)

    assert found() == [f"Event 3: the line kept of the witness {NAME} does not sign this checkpoint."]


def test_attack_keeping_the_line_of_another_checkpoint_is_found(checkpoint):
    events(1)
    cosigned(checkpoint, text=notes.parse_note(signed().note).text)

    assert found() == [f"Event 3: the line kept of the witness {NAME} does not sign this checkpoint."]


@pytest.mark.parametrize("line", ["", "nonsense", "— witness.example/scrutiny AAAA"])
def test_attack_keeping_something_that_is_no_line_is_found(checkpoint, line):
    cosigned(checkpoint)
    rewrite("UPDATE audit_cosignature SET line = %s", line)

    assert found() == [f"Event 3: the line kept of the witness {NAME} does not sign this checkpoint."]


def test_attack_inventing_a_witness_is_found(checkpoint):
    cosigned(checkpoint, name="invented.example/friend", private=OTHER)

    assert found() == [
        "Event 3: nobody here has the key of the witness invented.example/friend, so its line cannot be checked. "
        "Give it with --witness."
    ]


def test_witness_that_is_asked_no_more_is_checked_with_the_key_that_is_given(checkpoint, settings):
    cosigned(checkpoint)
    settings.LEDGER_WITNESSES = []

    assert found(witnesses=[vkey()]) == []
    assert len(found(witnesses=[vkey(OTHER)])) == 1


def test_command_takes_the_key_of_a_witness_that_is_asked_no_more(checkpoint, settings, capsys):
    cosigned(checkpoint)
    settings.LEDGER_WITNESSES = []

    call_command("ledger_verify", "--witness", str(vkey()))

    assert "FAULTS" not in capsys.readouterr().out


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of a key that the log names."""
    path = tmp_path / "log1.key"
    with ledger.recording():
        ledger_keys.make_key(path, system_act())
    return path


def test_keys_that_events_name_and_close_are_in_order(key, tmp_path):
    first = AuditKey.objects.get().vkey
    with ledger.recording():
        ledger_keys.make_key(key, system_act())
    with ledger.recording():
        ledger_keys.make_key(tmp_path / "access1.key", system_act(), ACCESS1)
    with ledger.recording():
        ledger_keys.close_key(first, system_act())

    assert [found(log=log) for log in (LOG1, ACCESS1)] == [[], []]


def test_attack_adding_a_key_that_no_event_names_is_found(key):
    added = signer(b"x" * 32)[0]

    assert found() == [f"No event names the signing key {added}."]


def test_attack_replacing_a_key_is_found(key):
    other = signer(b"x" * 32)[0]
    rewrite("DELETE FROM audit_key WHERE vkey <> %s", str(other))

    assert found() == [f"No event names the signing key {other}."]


def test_attack_closing_a_key_without_an_event_is_found(key):
    rewrite("UPDATE audit_key SET to_size = 1, state = 'closed'")

    assert found() == [f"The signing key {AuditKey.objects.get().vkey} is closed here, and the log says otherwise."]


def test_attack_opening_a_closed_key_again_is_found(key):
    with ledger.recording():
        ledger_keys.close_key(AuditKey.objects.get().vkey, system_act())
    rewrite("UPDATE audit_key SET to_size = NULL, state = 'active'")

    assert found() == [f"The signing key {AuditKey.objects.get().vkey} is open here, and the log says otherwise."]


def test_attack_naming_a_key_through_the_index_alone_is_found(key):
    """An event of another kind with a key in it, shown by a rewritten index as if it named the key."""
    other = signer(b"x" * 32)[0]
    events(1, subject="log", kind="log.restore", fields={"vkey": str(other)})
    rewrite("UPDATE audit_index SET kind = 'log.key' WHERE kind = 'log.restore'")

    assert found()[1:] == [f"No event names the signing key {other}."]
