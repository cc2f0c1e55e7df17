"""A second copy of each log on other storage, written by the signer after each checkpoint, and the way back from it.

The copy is laid out as the published tiles are (C2SP tlog-tiles), so any program for them reads it. It holds entries
and hashes, never what the entries commit to: after a loss of the database the log itself is whole again up to its last
checkpoint, and what can no longer be opened is named in a `log.restore` event.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from commissioning import ledger, ledger_writer
from commissioning.acts import Act
from commissioning.models import LOG1, Log
from commissioning.rules import merkle, notes, tiles
from commissioning.rules.notes import BadNote, Checkpoint, VerifierKey
from commissioning.rules.tiles import Tile
from commissioning.selectors import ledger_tree

CHECKPOINT = "checkpoint"


class MirrorUnfit(RuntimeError):
    """The mirror is damaged, not signed by a key we trust, or the copy of another history."""


def copy_new(folder: Path, log: Log = LOG1) -> int:
    """Copy what the newest checkpoint covers and the mirror lacks; returns how many entries were new.

    Entries and tiles go first, the checkpoint last, so the mirror never promises more than it holds. Complete files
    are never written twice. Raises MirrorUnfit where the mirror holds more than this log: that is a log that has lost
    events, and the mirror is the better copy. Raises OSError where the storage is away.
    """
    newest = ledger_tree.latest_checkpoint(log)
    if newest is None:
        return 0
    home = folder / log.name
    held = _held(home)
    if held > newest.size:
        raise MirrorUnfit(f"The mirror holds {held} entries of {log.name}, the log {newest.size}. Refill the log from it.")
    if held == newest.size:
        return 0
    for tile in _tiles(0, held, newest.size):
        content = tiles.bundle(ledger_tree.leaves(tile.start, tile.stop, log))
        _write(home / "tile" / "entries" / tiles.path(tile), content)
    level = 0
    while tiles.hashes_at(level, newest.size):
        for tile in _tiles(level, held, newest.size):
            content = b"".join(ledger_tree.hashes(level, tile.start, tile.stop, log))
            _write(home / "tile" / str(level) / tiles.path(tile), content)
        level += 1
    _write(home / CHECKPOINT, ledger_tree.cosigned(newest).encode())
    return newest.size - held


def refill(folder: Path, keys: Sequence[VerifierKey], act: Act, log: Log = LOG1) -> int:
    """Add the entries that the mirror holds and this log has lost; returns how many.

    Nothing is added unless the mirror's checkpoint is signed by one of `keys` (from print, not from this database) and
    all entries together, ours and the mirror's, make exactly its root. The loss is an event `log.restore`. Raises
    MirrorUnfit.
    """
    home = folder / log.name
    point = _signed(home, keys, log)
    with ledger.transaction():
        ledger_writer.lock(log)
        size = ledger_tree.size(log)
        if size >= point.size:
            return 0
        lost = list(_entries(home, size, point.size))
        hashes = [*ledger_tree.hashes(0, 0, size, log), *(merkle.leaf_hash(leaf) for leaf in lost)]
        if merkle.root(hashes) != point.root:
            raise MirrorUnfit("The mirror's entries do not continue this log to the root that was signed.")
        ledger_writer.put_back(log, size, lost)
        span = {"log": log.name, "first": size, "last": point.size - 1}
        ledger.append("log.restore", act, "log", fields={"lost": span}, tier="public")
        ledger.flush()
    return len(lost)


def _held(home: Path) -> int:
    """How many entries the mirror has promised to hold."""
    try:
        return notes.parse_checkpoint(notes.parse_note((home / CHECKPOINT).read_text()).text).size
    except FileNotFoundError:
        return 0
    except (BadNote, UnicodeDecodeError) as problem:
        raise MirrorUnfit(f"The checkpoint of the mirror cannot be read: {problem}") from problem


def _signed(home: Path, keys: Sequence[VerifierKey], log: Log) -> Checkpoint:
    try:
        note = notes.parse_note((home / CHECKPOINT).read_text())
        notes.verify(note, keys)
        point = notes.parse_checkpoint(note.text)
    except (BadNote, OSError, UnicodeDecodeError) as problem:
        raise MirrorUnfit(f"The checkpoint of the mirror is not valid: {problem}") from problem
    if point.origin != log.origin:
        raise MirrorUnfit(f"The mirror is a copy of {point.origin}, not of {log.origin}.")
    return point


def _tiles(level: int, old: int, new: int) -> Iterator[Tile]:
    """The tiles of one level that a tree of `new` has and one of `old` had not; the last may be partial."""
    before, after = tiles.hashes_at(level, old), tiles.hashes_at(level, new)
    for index in range(before // merkle.WIDTH, -(-after // merkle.WIDTH)):
        tile = Tile(index, min(merkle.WIDTH, after - index * merkle.WIDTH))
        if tile.stop > before:
            yield tile


def _entries(home: Path, start: int, stop: int) -> Iterator[bytes]:
    """The mirrored entries from `start` to before `stop`."""
    for index in range(start // merkle.WIDTH, -(-stop // merkle.WIDTH)):
        tile = Tile(index, min(merkle.WIDTH, stop - index * merkle.WIDTH))
        try:
            content = (home / "tile" / "entries" / tiles.path(tile)).read_bytes()
        except OSError as problem:
            raise MirrorUnfit(f"The mirror lacks the entries from {tile.start} on.") from problem
        yield from list(_unbundled(content))[max(0, start - tile.start) :]


def _unbundled(content: bytes) -> Iterator[bytes]:
    at = 0
    while at + 2 <= len(content):
        (length,) = struct.unpack_from(">H", content, at)
        yield content[at + 2 : at + 2 + length]
        at += 2 + length


def _write(path: Path, content: bytes) -> None:
    """In one step: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
