"""Names and contents of tiles (C2SP tlog-tiles): how a static copy of the log is laid out.

A tile holds 256 hashes, an entry bundle 256 leaves; the last one of a level may be partial, `.p/W` with W hashes.
Numbers are written in groups of three digits, all but the last with an x: 1234067 is `x001/x234/067`.
"""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.rules.merkle import WIDTH

_PATH = re.compile(r"(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/(?:0|[1-9][0-9]{0,2}))?")


@dataclass(frozen=True)
class Tile:
    """Which hashes (or leaves) a tile holds: `width` of them from `index` times 256 on."""

    index: int
    width: int = WIDTH

    @property
    def start(self) -> int:
        return self.index * WIDTH

    @property
    def stop(self) -> int:
        return self.start + self.width


def path(tile: Tile) -> str:
    """`x001/x234/067`, with `.p/W` for a partial tile."""
    digits = str(tile.index)
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    named = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return named if tile.width == WIDTH else f"{named}.p/{tile.width}"


def parse_path(text: str) -> Tile | None:
    """The tile a path names, or None unless it is spelt in the one allowed way."""
    if not _PATH.fullmatch(text) or len(text) > 40:
        return None
    named, _, width = text.partition(".p/")
    tile = Tile(int(named.replace("x", "").replace("/", "")), int(width) if width else WIDTH)
    return tile if 0 < tile.width <= WIDTH and path(tile) == text else None


def hashes_at(level: int, size: int) -> int:
    """How many hashes a level has in a tree of this size."""
    return size >> (8 * level)


def is_served(level: int, tile: Tile, size: int) -> bool:
    """Whether a checkpoint of this size covers the tile (or, at level 0, the entry bundle)."""
    return 0 <= level <= 7 and tile.stop <= hashes_at(level, size)


def bundle(leaves: Iterable[bytes]) -> bytes:
    """An entry bundle: each leaf after its length in two bytes."""
    return b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in leaves)
