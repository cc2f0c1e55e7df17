"""The tree against the published vectors, against itself at awkward sizes, and against every kind of damage."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.rules import merkle

DATA = json.loads((Path(__file__).parents[2] / "data" / "merkle_rfc6962.json").read_text())
LEAVES = [merkle.leaf_hash(str(n).encode()) for n in range(66_000)]
SIZES = [1, 2, 3, 5, 8, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537]


def levels() -> dict[int, list[bytes]]:
    found = {0: LEAVES}
    while len(found[max(found)]) >= merkle.WIDTH:
        below = found[max(found)]
        count = len(below) // merkle.WIDTH
        found[max(found) + 1] = [merkle.fold(below[i * 256 : i * 256 + 256]) for i in range(count)]
    return found


STORED = levels()


def fetch(places):
    return {(level, index): STORED[level][index] for level, index in places}


def proof(spans) -> list[bytes]:
    return merkle.span_roots(spans, fetch)


def vectors(family: str):
    return [pytest.param(v, id=v["_file"]) for v in DATA["vectors"][family]]


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def steps(vector: dict) -> list[bytes]:
    return [raw(step) for step in vector["proof"] or []]


@pytest.mark.parametrize("v", vectors("inclusion"))
def test_verify_inclusion_gives_the_published_verdict(v):
    verdict = merkle.verify_inclusion(
        v["leafIdx"], v["treeSize"], raw(v["leafHash"]), steps(v), raw(v["root"])
    )

    assert verdict is not v["wantErr"]


@pytest.mark.parametrize("v", vectors("consistency"))
def test_verify_consistency_gives_the_published_verdict(v):
    verdict = merkle.verify_consistency(v["size1"], v["size2"], raw(v["root1"]), raw(v["root2"]), steps(v))

    assert verdict is not v["wantErr"]


@pytest.mark.parametrize("v", vectors("subtreeinclusion"))
def test_verify_subtree_inclusion_gives_the_published_verdict(v):
    verdict = merkle.verify_subtree_inclusion(
        v["leafIdx"], v["start"], v["end"], raw(v["leafHash"]), steps(v), raw(v["root"])
    )

    assert verdict is not v["wantErr"]


@pytest.mark.parametrize("v", vectors("subtreeconsistency"))
def test_verify_subtree_consistency_gives_the_published_verdict(v):
    verdict = merkle.verify_subtree_consistency(
        v["start"], v["end"], v["size"], raw(v["root1"]), raw(v["root2"]), steps(v)
    )

    assert verdict is not v["wantErr"]


def test_roots_of_the_standard_leaves():
    inputs = [bytes.fromhex(text) for text in DATA["roots_by_size"]["leaf_inputs_hex"]]

    roots = [merkle.root([merkle.leaf_hash(leaf) for leaf in inputs[:size]]).hex() for size in range(9)]

    assert roots == DATA["roots_by_size"]["root_hashes_hex"]


@pytest.mark.parametrize("size", SIZES)
def test_root_from_tiles_equals_root_from_leaves(size):
    assert merkle.span_roots([(0, size)], fetch) == [merkle.root(LEAVES[:size])]


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_proofs_verify_at_every_edge(size):
    root = merkle.root(LEAVES[:size])

    verdicts = {
        index: merkle.verify_inclusion(
            index, size, LEAVES[index], proof(merkle.inclusion_spans(index, size)), root
        )
        for index in {0, size // 2, size - 1}
    }

    assert set(verdicts.values()) == {True}


@pytest.mark.parametrize("new", SIZES)
def test_consistency_proofs_verify_between_all_sizes(new):
    root = merkle.root(LEAVES[:new])

    verdicts = [
        merkle.verify_consistency(
            old, new, merkle.root(LEAVES[:old]), root, proof(merkle.consistency_spans(old, new))
        )
        for old in SIZES
        if old <= new
    ]

    assert set(verdicts) == {True}


@given(st.integers(1, 2000), st.data())
def test_inclusion_proofs_verify_and_their_damage_does_not(size, data):
    index = data.draw(st.integers(0, size - 1))
    root = merkle.root(LEAVES[:size])
    good = proof(merkle.inclusion_spans(index, size))

    assert merkle.verify_inclusion(index, size, LEAVES[index], good, root)
    assert not merkle.verify_inclusion(index, size, LEAVES[index + 1], good, root)
    assert not merkle.verify_inclusion(index, size, LEAVES[index], [*good, root], root)
    for position in range(len(good)):
        damaged = [*good[:position], merkle.leaf_hash(good[position]), *good[position + 1 :]]
        assert not merkle.verify_inclusion(index, size, LEAVES[index], damaged, root)
        assert not merkle.verify_inclusion(index, size, LEAVES[index], good[:position], root)


@settings(deadline=None)  # a busy machine is no mistake of the proof
@given(st.integers(1, 2000), st.data())
def test_consistency_proofs_verify_and_rewritten_history_does_not(new, data):
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    forged = [*LEAVES[:new]]
    forged[changed] = merkle.leaf_hash(b"forged")
    good = proof(merkle.consistency_spans(old, new))
    older, newer = merkle.root(LEAVES[:old]), merkle.root(LEAVES[:new])

    assert merkle.verify_consistency(old, new, older, newer, good)
    assert not merkle.verify_consistency(old, new, older, merkle.root(forged), good)
    assert not merkle.verify_consistency(old, new, merkle.root(forged[:old]), newer, good)
    assert not merkle.verify_consistency(old, new, older, newer, [*good, newer])


ODD = st.none() | st.integers() | st.text() | st.binary() | st.floats() | st.booleans()


@given(ODD, ODD, ODD, st.lists(ODD), ODD)
def test_verifiers_answer_no_to_anything_odd(a, b, c, path, d):
    verdicts = {
        merkle.verify_inclusion(a, b, c, path, d),
        merkle.verify_consistency(a, b, c, d, [b"x", *path]),
        merkle.verify_subtree_inclusion(a, b, a, c, path, d),
        merkle.verify_subtree_consistency(a, b, a, c, d, [b"x", *path]),
    }

    assert verdicts == {False}


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0)])
def test_inclusion_spans_refuse_a_position_outside(index, size):
    with pytest.raises(ValueError, match=r"^The position is not in the tree\.$"):
        merkle.inclusion_spans(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (0, 0)])
def test_consistency_spans_refuse_sizes_that_do_not_grow(old, new):
    with pytest.raises(ValueError, match=r"^The older size must be between 1 and the newer size\.$"):
        merkle.consistency_spans(old, new)


def test_fold_needs_a_complete_tile():
    with pytest.raises(ValueError, match="256"):
        merkle.fold(LEAVES[:255])


def test_places_of_a_million_leaves_are_few():
    needed = [place for span in merkle.inclusion_spans(777_777, 1_000_000) for place in merkle.places(span)]

    assert len(needed) <= 3 * 2 * merkle.WIDTH


def subtree_proof(start: int, end: int, low: int, high: int, known: bool = True) -> list[bytes]:
    """The proof that [start, end) belongs to the tree over [low, high), by the recursion of RFC 9162 2.1.4.1."""
    if (start, end) == (low, high):
        return [] if known else [merkle.root(LEAVES[low:high])]
    middle = low + (1 << (high - low - 1).bit_length() - 1)
    left, right = merkle.root(LEAVES[low:middle]), merkle.root(LEAVES[middle:high])
    if end <= middle:
        return [*subtree_proof(start, end, low, middle, known), right]
    if start >= middle:
        return [*subtree_proof(start, end, middle, high, known), left]
    return [*subtree_proof(middle, end, middle, high, False), left]


@pytest.mark.parametrize("size", range(1, 18))
def test_every_aligned_part_of_a_tree_belongs_to_it_and_no_forged_one_does(size):
    whole = merkle.root(LEAVES[:size])
    parts = [
        (start, end) for start in range(size) for end in range(start + 1, size + 1) if start % (1 << (end - start - 1).bit_length()) == 0
    ]

    proofs = {(start, end): subtree_proof(start, end, 0, size) for start, end in parts}
    good = [merkle.verify_subtree_consistency(s, e, size, merkle.root(LEAVES[s:e]), whole, path) for (s, e), path in proofs.items()]
    forged = [merkle.verify_subtree_consistency(s, e, size, merkle.root(LEAVES[s + 1 : e + 1]), whole, path) for (s, e), path in proofs.items()]
    other = [merkle.verify_subtree_consistency(s, e, size, merkle.root(LEAVES[s:e]), LEAVES[-1], path) for (s, e), path in proofs.items()]

    assert (set(good), set(forged), set(other)) == ({True}, {False}, {False})


def test_part_that_is_not_aligned_holds_no_leaf():
    part = merkle.root(LEAVES[1:3])

    assert merkle.verify_inclusion(0, 2, LEAVES[1], [LEAVES[2]], part) is True
    assert merkle.verify_subtree_inclusion(1, 1, 3, LEAVES[1], [LEAVES[2]], part) is False


@pytest.mark.parametrize(
    ("start", "end", "size", "part", "path", "verdict"),
    [
        (2, 2, 4, merkle.EMPTY_ROOT, [], True),
        (2, 2, 4, merkle.EMPTY_ROOT, [LEAVES[0]], False),
        (2, 2, 4, LEAVES[0], [], False),
        (0, 2, 3, merkle.root(LEAVES[:2]), [None], False),
        (2, 0, 3, LEAVES[0], [], False),
        (0, 4, 3, merkle.root(LEAVES[:4]), [], False),
        (True, 2, 3, LEAVES[1], [LEAVES[0], LEAVES[2]], False),
        (0, 3, 3.0, merkle.root(LEAVES[:3]), [], False),
    ],
)
def test_part_belongs_to_a_tree_only_within_its_whole_positions(start, end, size, part, path, verdict):
    assert merkle.verify_subtree_consistency(start, end, size, part, merkle.root(LEAVES[:3]), path) is verdict


@pytest.mark.parametrize(("index", "start", "end"), [(True, 0, 2), (0, False, 2), (0, 0, 2.0)])
def test_position_of_a_leaf_is_a_whole_number(index, start, end):
    root = merkle.root(LEAVES[:2])

    assert merkle.verify_subtree_inclusion(index, start, end, LEAVES[int(index)], [LEAVES[1 - int(index)]], root) is False
    assert merkle.verify_subtree_inclusion(int(index), 0, 2, LEAVES[int(index)], [LEAVES[1 - int(index)]], root) is True
