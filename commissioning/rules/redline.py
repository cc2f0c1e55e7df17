"""Two texts as one: what stayed, what was taken out, what was put in, word by word.

The pieces put together give both texts back exactly: the same and the removed ones the old text, the same and the
added ones the new text. A page shows them as `<del>` and `<ins>` with words for screen readers.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SAME, REMOVED, ADDED = "same", "removed", "added"
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
ALIKE = 0.5  # share of the shorter passage's words that must stand in both; else the old is shown whole, then the new
MOST = 2_000  # words on either side of one changed passage; longer passages are shown whole, old before new


@dataclass(frozen=True)
class Piece:
    """A run of text and what became of it."""

    kind: str
    text: str


def redline(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; whole texts that differ in most words come as one removal and one addition."""
    return tuple(_joined(_lines(LINE.findall(before), LINE.findall(after))))


def is_changed(pieces: Sequence[Piece]) -> bool:
    return any(piece.kind != SAME for piece in pieces)


def _lines(before: list[str], after: list[str]) -> Iterator[Piece]:
    """Lines first, so that a long text stays quick; words only inside lines that were rewritten."""
    for code, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if code == "equal":
            yield Piece(SAME, old)
        else:
            yield from _words(old, new)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) > MOST or len(after) > MOST:
        yield from _replaced(old, new)
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    if kept < ALIKE * min(len(before), len(after)):
        yield from _replaced(old, new)
        return
    for code, a, b, c, d in matcher.get_opcodes():
        if code == "equal":
            yield Piece(SAME, "".join(before[a:b]))
        else:
            yield from _replaced("".join(before[a:b]), "".join(after[c:d]))


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece(REMOVED, old)
    if new:
        yield Piece(ADDED, new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes with nothing but a blank between them as one change, so that a rewritten phrase reads as a phrase."""
    removed = added = ""
    waiting = ""  # a blank after a change, until we know what follows
    for piece in pieces:
        if piece.kind == SAME and piece.text.isspace() and "\n" not in piece.text and (removed or added):
            waiting += piece.text
        elif piece.kind == SAME:
            yield from _replaced(removed, added)
            removed = added = ""
            yield Piece(SAME, waiting + piece.text)
            waiting = ""
        else:
            removed += waiting + (piece.text if piece.kind == REMOVED else "")
            added += waiting + (piece.text if piece.kind == ADDED else "")
            waiting = ""
    yield from _replaced(removed, added)
    if waiting:
        yield Piece(SAME, waiting)
