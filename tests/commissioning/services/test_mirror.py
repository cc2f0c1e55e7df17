"""The mirror: what the signer copies, and how a log that has lost its end is made whole from it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commissioning.models import AuditCheckpoint, AuditIndex, append_only
from commissioning.rules import merkle, tiles
from commissioning.rules.tiles import Tile
from commissioning.selectors import ledger_tree, ledger_verify
from commissioning.services import checkpoints, mirror
from tests.builders import test_act as system_act
from tests.builders_ledger import SIGNED_AT, events, signed, signer

pytestmark = pytest.mark.django_db(transaction=True)


def lose_from(seq: int) -> None:
    """The database was restored from an older backup."""
    append_only.disable(connection)
    with connection.cursor() as cursor:
        for table in ("audit_opening", "audit_index", "audit_event"):
            cursor.execute(f"DELETE FROM {table} WHERE seq >= {seq}")
        cursor.execute("DELETE FROM audit_checkpoint")
        cursor.execute(f"DELETE FROM audit_tile WHERE idx >= {seq // 256}")
    append_only.install(connection)


def entries(folder, tile: Tile) -> list[bytes]:
    content = (folder / "log1/tile/entries" / tiles.path(tile)).read_bytes()
    return list(mirror._unbundled(content))


@pytest.mark.parametrize("size", [1, 255, 256, 257])
def test_mirror_holds_every_entry_and_hash_of_the_checkpoint(tmp_path, size):
    events(size)
    note = signed().note

    assert mirror.copy_new(tmp_path) == size

    last = Tile((size - 1) // 256, (size - 1) % 256 + 1)
    hashes = (tmp_path / "log1/tile/0" / tiles.path(last)).read_bytes()
    assert entries(tmp_path, last) == ledger_tree.leaves(last.start, last.stop)
    assert hashes == b"".join(ledger_tree.hashes(0, last.start, last.stop))
    assert (tmp_path / "log1/checkpoint").read_text() == note
    assert (tmp_path / "log1/tile/1").is_dir() is (size >= 256)


def test_mirror_copies_only_what_is_new(tmp_path):
    events(3)
    signed()
    mirror.copy_new(tmp_path)
    events(2)
    signed()

    assert (mirror.copy_new(tmp_path), mirror.copy_new(tmp_path)) == (2, 0)


def test_mirror_before_the_first_checkpoint_stays_empty(tmp_path):
    events(1)

    assert (mirror.copy_new(tmp_path), list(tmp_path.iterdir())) == (0, [])


def test_mirror_is_never_overwritten_by_a_log_that_lost_events(tmp_path):
    events(5)
    signed()
    mirror.copy_new(tmp_path)
    lose_from(3)
    signed()

    with pytest.raises(mirror.MirrorUnfit, match="holds 5 entries of log1, the log 3"):
        mirror.copy_new(tmp_path)


@pytest.mark.parametrize(("size", "kept"), [(5, 3), (5, 0), (300, 200), (300, 256)])
def test_lost_log_is_refilled_to_the_signed_root_and_signs_on(tmp_path, size, kept):
    events(size)
    memory = tmp_path / "log1.last"
    point = checkpoints.sign([signer()], SIGNED_AT, memory)
    mirror.copy_new(tmp_path)
    lose_from(kept)

    count = mirror.refill(tmp_path, [signer()[0]], system_act())

    assert count == size - kept
    assert ledger_tree.root(size) == bytes(point.root)
    assert list(AuditIndex.objects.filter(kind="log.restore").values_list("seq", flat=True)) == [size]
    assert ledger_verify.verify_log(point.note, [signer()[0]]).findings == ()
    assert checkpoints.sign([signer()], SIGNED_AT, memory).size == size + 1


def test_refilled_log_without_its_restore_event_is_a_finding(tmp_path):
    events(3)
    signed()
    append_only.disable(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_opening WHERE seq = 1")
    append_only.install(connection)

    found = [str(finding) for finding in ledger_verify.verify_log().findings]

    assert found[0] == "Event 1: the field 'actor.body' is missing."


@pytest.mark.parametrize("damage", ["entry", "checkpoint", "missing", "key"])
def test_damaged_mirror_puts_nothing_back(tmp_path, damage):
    events(4)
    signed()
    mirror.copy_new(tmp_path)
    lose_from(2)
    bundle = tmp_path / "log1/tile/entries/000.p/4"
    if damage == "entry":
        bundle.write_bytes(bundle.read_bytes()[:-3] + b"xyz")
    elif damage == "missing":
        bundle.unlink()
    elif damage == "checkpoint":
        (tmp_path / "log1/checkpoint").write_text("nonsense")
    key = signer(b"s" * 32)[0] if damage == "key" else signer()[0]

    with pytest.raises(mirror.MirrorUnfit):
        mirror.refill(tmp_path, [key], system_act())

    assert ledger_tree.size() == 2


def test_log_with_another_past_is_not_refilled(tmp_path):
    events(4)
    signed()
    mirror.copy_new(tmp_path)
    lose_from(2)
    events(1, subject="2026/009")

    with pytest.raises(mirror.MirrorUnfit, match="do not continue this log"):
        mirror.refill(tmp_path, [signer()[0]], system_act())


def test_commands_mirror_and_refill(tmp_path, settings, capsys):
    settings.LEDGER_MIRROR = tmp_path / "mirror"
    key = str(tmp_path / "log1.key")
    call_command("ledger_key", "--file", key)
    call_command("ledger_sign", "--file", key)
    vkey = capsys.readouterr().out.splitlines()[0]
    root = ledger_tree.root(3)
    lose_from(1)

    call_command("ledger_refill", str(settings.LEDGER_MIRROR), "--vkey", vkey)

    assert capsys.readouterr().out == "log1: 2 entries put back.\n"
    assert (ledger_tree.size(), ledger_tree.root(3)) == (4, root)


def test_command_refuses_a_mirror_of_another_key(tmp_path, settings):
    settings.LEDGER_MIRROR = tmp_path / "mirror"
    key = str(tmp_path / "log1.key")
    call_command("ledger_key", "--file", key)
    call_command("ledger_sign", "--file", key)

    with pytest.raises(CommandError, match="not valid"):
        call_command("ledger_refill", str(settings.LEDGER_MIRROR), "--vkey", str(signer(b"z" * 32)[0]))


def test_mirror_that_is_away_does_not_stop_signing(tmp_path, settings, capsys):
    settings.LEDGER_MIRROR = tmp_path / "file"
    settings.LEDGER_MIRROR.write_text("not a folder")
    key = str(tmp_path / "log1.key")
    call_command("ledger_key", "--file", key)

    call_command("ledger_sign", "--file", key)

    assert AuditCheckpoint.objects.count() == 1
    assert "Not mirrored." in capsys.readouterr().err


def test_unbundled_reads_what_bundle_writes():
    leaves = [b"", b"a", b"b" * 300]

    assert list(mirror._unbundled(tiles.bundle(leaves))) == leaves
    assert merkle.WIDTH == 256
