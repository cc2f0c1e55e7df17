"""Commitments and leaves: a value checked by hand, hiding, binding, and leaves of foreign spelling refused."""

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.commitments import BadLeaf, commitment, is_committed, leaf, new_salt, read_leaf

ORIGIN = "decisions.example/audit/log1"
SALT = bytes(range(32))


def some(count: int) -> list[bytes]:
    return [hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(count)]


def test_commitment_is_the_published_formula():
    by_hand = hashlib.sha256(b"jcdr/field/v1\n" + SALT + b'["vote.value","for"]').digest()

    assert commitment(SALT, "vote.value", "for") == by_hand


def test_commitment_differs_by_salt_name_and_value():
    found = {
        commitment(SALT, "vote", "for"),
        commitment(SALT[::-1], "vote", "for"),
        commitment(SALT, "vot", "efor"),
        commitment(SALT, "vote", "against"),
        commitment(SALT, "vote", None),
    }

    assert len(found) == 5


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_commitment_needs_a_whole_salt(length):
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"s" * length, "vote", "for")


def test_new_salts_do_not_repeat():
    assert len({new_salt() for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize(("fields", "shown"), [(0, 8), (1, 8), (8, 8), (9, 16), (17, 24), (256, 256)])
def test_leaf_rounds_the_number_of_fields_up_to_eight(fields, shown):
    _, _, commitments = read_leaf(leaf(ORIGIN, 7, some(fields)))

    assert len(commitments) == shown
    assert set(some(fields)) <= commitments


def test_leaf_of_eight_fields_has_the_published_layout():
    content = leaf("decisions.council.example/audit/log1", 12345, some(8))

    parsed = json.loads(content)
    assert list(parsed) == ["c", "log", "seq", "v"]
    assert [base64.b64decode(c) for c in parsed["c"]] == sorted(some(8))
    assert len(content) == 446


def test_leaf_refuses_more_fields_than_it_holds():
    with pytest.raises(ValueError, match="256"):
        leaf(ORIGIN, 0, some(257))


@given(st.integers(0, 2**53 - 1), st.integers(1, 40))
def test_read_leaf_reads_what_leaf_writes(seq, count):
    content = leaf(ORIGIN, seq, some(count))

    origin, position, commitments = read_leaf(content)

    assert (origin, position) == (ORIGIN, seq)
    assert set(some(count)) <= commitments


@given(st.data())
def test_read_leaf_refuses_or_reads_differently_when_any_byte_changes(data):
    content = leaf(ORIGIN, 7, some(8))
    position = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != content[position]))
    changed = content[:position] + bytes([other]) + content[position + 1 :]

    try:
        found = read_leaf(changed)
    except BadLeaf:
        return

    assert found != read_leaf(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"c":[],"log":"x","seq":0,"v":1}',
        leaf(ORIGIN, 7, some(8)) + b"\n",
        leaf(ORIGIN, 7, some(8)).replace(b'"v":1', b'"v":2'),
        leaf(ORIGIN, 7, some(8)).replace(b'"seq":7', b'"seq":-7'),
        leaf(ORIGIN, 7, some(8)).replace(b'"seq":7', b'"seq":true'),
        leaf(ORIGIN, 7, some(8)).replace(b'"seq":7', b'"seq":7.0'),
        leaf(ORIGIN, 7, some(8)).replace(b'"seq":7', b'"seq":07'),
        leaf(ORIGIN, 7, some(8)).replace(b":", b": "),
        leaf(ORIGIN, 7, [*some(7), some(1)[0]]),
    ],
)
def test_read_leaf_refuses_foreign_spelling(content):
    with pytest.raises(BadLeaf):
        read_leaf(content)


def known(name: str, value: object) -> frozenset[bytes]:
    return frozenset({commitment(SALT, name, value), commitment(SALT, "other", "value")})


@pytest.mark.parametrize("spelling", ['{"a":1,"b":[true,"é"]}', '{ "b": [true, "\\u00e9"], "a":  1 }'])
def test_value_is_committed_in_any_spelling_of_a_database(spelling):
    assert is_committed(SALT, "field", spelling, known("field", {"a": 1, "b": [True, "é"]})) is True


@pytest.mark.parametrize(
    ("salt", "name", "spelling"),
    [
        (SALT, "field", "2"), (SALT, "another", "1"), (SALT[::-1], "field", "1"), (SALT[:-1], "field", "1"),
        (SALT, "field", "{"), (SALT, "field", "[" * 100_000), (SALT, "field", "9007199254740993"),
    ],
)  # fmt: skip
def test_other_value_name_or_salt_and_spellings_that_say_nothing_are_not_committed(salt, name, spelling):
    assert is_committed(salt, name, spelling, known("field", 1)) is False


@pytest.mark.parametrize("count", [1, 7, 9, 264])
def test_leaf_with_another_number_of_commitments_is_refused(count):
    encoded = sorted(base64.b64encode(item).decode() for item in some(count))
    content = json.dumps({"c": encoded, "log": ORIGIN, "seq": 7, "v": 1}, separators=(",", ":")).encode()

    with pytest.raises(BadLeaf) as refused:
        read_leaf(content)

    assert str(refused.value) == "The entry's commitments are not a list of eight, sixteen and so on."
