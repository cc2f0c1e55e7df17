"""A second verifier of the log, written from the published formats alone; it imports nothing of the product.

RFC 9162 sections 2.1.1 to 2.1.4 (tree, inclusion, consistency; the hashes are those of RFC 6962), C2SP signed-note,
tlog-checkpoint, tlog-tiles and tlog-proof. `fetch` takes a path below the log's address and answers its bytes.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Fetch = Callable[[str], bytes]
WIDTH = 256


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def tree_hash(hashes: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1 over leaf hashes, without recursion: complete subtrees from the right, then joined."""
    stack: list[tuple[int, bytes]] = []
    for value in hashes:
        size = 1
        while stack and stack[-1][0] == size:
            size, value = size * 2, node_hash(stack.pop()[1], value)
        stack.append((size, value))
    if not stack:
        return sha256(b"")
    _, found = stack.pop()
    while stack:
        found = node_hash(stack.pop()[1], found)
    return found


def is_included(index: int, size: int, leaf: bytes, path: list[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2, step by step."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]) -> bool:
    """RFC 9162 section 2.1.4.2, step by step; equal sizes need an empty path."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    if first & (first - 1) == 0:
        path = [first_root, *path]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


@dataclass(frozen=True)
class Signed:
    """A checkpoint whose signature was good."""

    origin: str
    size: int
    root: bytes


def checkpoint(note: str, vkey: str) -> Signed:
    """A note signed by this key; raises ValueError for any other."""
    name, key_id, encoded = vkey.split("+", 2)
    material = base64.b64decode(encoded, validate=True)
    if sha256(name.encode() + b"\n" + material)[:4].hex() != key_id or material[0] != 1:
        raise ValueError("not a key")
    cut = note.rindex("\n\n")
    text = note[: cut + 1]
    lines = [line.split(" ") for line in note[cut + 2 :].splitlines() if line.startswith(f"— {name} ")]
    for content in (base64.b64decode(line[2], validate=True) for line in lines):
        if content[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(material[1:]).verify(content[4:], text.encode())
            except InvalidSignature as problem:
                raise ValueError("not signed") from problem
            origin, size, root, *more = text.splitlines()
            if more or str(int(size)) != size:
                raise ValueError("not a checkpoint")
            return Signed(origin, int(size), base64.b64decode(root, validate=True))
    raise ValueError("not signed by this key")


def tile_path(index: int, width: int) -> str:
    """C2SP tlog-tiles: groups of three digits, all but the last with an x; partial tiles end in .p/W."""
    digits = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        digits.insert(0, f"x{index % 1000:03d}")
    return "/".join(digits) + (f".p/{width}" if width < WIDTH else "")


def hashes(fetch: Fetch, level: int, size: int) -> list[bytes]:
    """All hashes of a level that a tree of this size has, from its tiles."""
    count = size // WIDTH**level
    found = []
    for index in range(-(-count // WIDTH)):
        width = min(WIDTH, count - index * WIDTH)
        content = fetch(f"tile/{level}/{tile_path(index, width)}")
        if len(content) != 32 * width:
            raise ValueError("a tile has the wrong length")
        found += [content[n : n + 32] for n in range(0, len(content), 32)]
    return found


def entries(fetch: Fetch, index: int, size: int) -> Iterator[bytes]:
    """The entries of one bundle, each after its length in two bytes."""
    content = fetch(f"tile/entries/{tile_path(index, min(WIDTH, size - index * WIDTH))}")
    while content:
        (length,) = struct.unpack(">H", content[:2])
        yield content[2 : 2 + length]
        content = content[2 + length :]


def proof(content: str) -> tuple[int, list[bytes], str]:
    """C2SP tlog-proof: index, hashes, and the checkpoint that stands below."""
    head, _, note = content.partition("\n\n")
    form, index, *steps = head.split("\n")
    if form != "c2sp.org/tlog-proof@v1" or not index.startswith("index "):
        raise ValueError("not a proof")
    return int(index.removeprefix("index ")), [base64.b64decode(step, validate=True) for step in steps], note
