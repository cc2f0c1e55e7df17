"""The Merkle tree of RFC 6962 (section 2.1): hashing, proofs and their verification.

The verifiers never raise on foreign input: anything that is not a correct proof is False. Trees are held as tiles of
256 hashes (C2SP tlog-tiles), so a proof of any size reads a few hundred hashes at most.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

WIDTH = 256  # hashes in one tile
EMPTY_ROOT = hashlib.sha256(b"").digest()

Span = tuple[int, int]  # leaves from (included) to (excluded)
Place = tuple[int, int]  # tile level, index: the hash of 256**level leaves
Fetch = Callable[[Iterable[Place]], Mapping[Place, bytes]]


def leaf_hash(content: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (or over the hashes of equally large complete blocks)."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash of one complete tile of 256 hashes, which is one hash of the level above."""
    if len(hashes) != WIDTH:
        raise ValueError(f"A complete tile has {WIDTH} hashes.")
    return root(hashes)


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The leaf ranges whose roots prove that leaf `index` is in the tree of `size` (RFC 6962 2.1.1), bottom first."""
    if not 0 <= index < size:
        raise ValueError("The position is not in the tree.")
    spans, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The leaf ranges whose roots prove that the tree of `new` extends that of `old` (RFC 6962 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError("The older size must be between 1 and the newer size.")
    spans, low, high, whole = [], 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low, whole = middle, False
    if not whole:
        spans.append((low, high))
    return spans[::-1]


def places(span: Span) -> list[Place]:
    """The stored hashes needed for the root of a leaf range."""
    return [place for start, height in _complete(span) for place in _stored(start, height)]


def span_roots(spans: Sequence[Span], fetch: Fetch) -> list[bytes]:
    """The root of each leaf range; `fetch` is asked once for all stored hashes."""
    stored = fetch([place for span in spans for place in places(span)])
    return [_span_root(span, stored) for span in spans]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the proof shows that `leaf` (a leaf hash) stands at `index` in the tree of that root."""
    if not _sizes(index, size) or index >= size or not _hashes(leaf, expected, *proof):
        return False
    fn, sn, found = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(step, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == expected


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the newer tree extends the older one. An empty older tree is never accepted as proof of anything."""
    if not _sizes(old, new) or not 0 < old <= new:
        return False
    return verify_subtree_consistency(0, old, new, old_root, new_root, proof)


def verify_subtree_inclusion(
    index: int, start: int, end: int, leaf: bytes, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Whether a leaf stands in the aligned part [start, end) of a tree, given that part's root."""
    if not _sizes(index, start, end) or not _aligned(start, end) or not start <= index < end:
        return False
    return verify_inclusion(index - start, end - start, leaf, proof, expected)


def verify_subtree_consistency(
    start: int, end: int, size: int, part: bytes, whole: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the aligned part [start, end) with root `part` belongs to the tree of `size` with root `whole`.

    With start 0 this is the consistency proof of RFC 9162 2.1.4.2. An empty part belongs to every tree.
    """
    if not _sizes(start, end, size) or not start <= end <= size or not _hashes(*proof):
        return False
    if start == end:
        return part == EMPTY_ROOT and not proof
    if not _aligned(start, end):
        return False
    fn, sn, tn = start, end - 1, size - 1
    while fn != sn and (sn == tn or sn & 1):
        fn, sn, tn = fn >> 1, sn >> 1, tn >> 1
    steps = list(proof)
    if fn != sn:
        if not steps:
            return False
        first = steps.pop(0)
    else:
        first = part
    return _climb(fn, sn, tn, first, steps) == (part, whole)


def _climb(fn: int, sn: int, tn: int, first: bytes, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots that a consistency proof leads to, or None when it is too long or too short."""
    old = new = first
    for step in steps:
        if tn == 0:
            return None
        if sn & 1 or sn == tn:
            if fn < sn:
                old = node_hash(step, old)
            new = node_hash(step, new)
            while not sn & 1 and sn:
                fn, sn, tn = fn >> 1, sn >> 1, tn >> 1
        else:
            new = node_hash(new, step)
        fn, sn, tn = fn >> 1, sn >> 1, tn >> 1
    return (old, new) if tn == 0 else None


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _complete(span: Span) -> list[tuple[int, int]]:
    """The complete subtrees of a range whose start is aligned: (first leaf, height)."""
    found, (low, high) = [], span
    while low < high:
        height = (high - low).bit_length() - 1
        found.append((low, height))
        low += 1 << height
    return found


def _stored(start: int, height: int) -> list[Place]:
    level, rest = divmod(height, 8)
    first = start >> (8 * level)
    return [(level, first + offset) for offset in range(1 << rest)]


def _span_root(span: Span, stored: Mapping[Place, bytes]) -> bytes:
    parts = [root([stored[place] for place in _stored(*part)]) for part in _complete(span)]
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found


def _aligned(start: int, end: int) -> bool:
    """Whether [start, end) can be a subtree: start is a multiple of the next power of two of its length."""
    return start < end and start % (1 << (end - start - 1).bit_length()) == 0


def _sizes(*values: object) -> bool:
    return all(isinstance(v, int) and not isinstance(v, bool) and 0 <= v < 2**64 for v in values)


def _hashes(*values: object) -> bool:
    return all(isinstance(v, bytes) and len(v) == 32 for v in values)
