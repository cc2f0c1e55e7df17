"""Canonical bytes: equal to the published package, and refused where a value has no single spelling."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.canonical import (
    LARGEST,
    NotCanonical,
    canonical,
    check,
    digest,
    hash_of,
    moment,
    normalise,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT
KEYS = st.text(st.characters(min_codepoint=1, max_codepoint=127))
VALUES = st.recursive(
    LEAVES, lambda v: st.lists(v, max_size=5) | st.dictionaries(KEYS, v, max_size=5), max_leaves=20
)


@given(VALUES)
def test_canonical_equals_the_rfc8785_package_and_the_standard_library(value):
    shaped = normalise(value)

    found = canonical(shaped)

    assert found == rfc8785.dumps(shaped)
    assert found == json.dumps(shaped, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(VALUES)
def test_normalise_twice_changes_nothing(value):
    once = normalise(value)

    assert normalise(once) == once


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        1.0,
        float("nan"),
        LARGEST + 1,
        -LARGEST - 1,
        "half \ud800",
        "nul \0",
        "e\u0301",
        {"é": 1},
        {1: 1},
        {"a": {"b": [1, 0.1]}},
        (1, 2),
        b"bytes",
        {1, 2},
        object(),
    ],
)
def test_check_refuses_what_has_no_single_spelling(value):
    with pytest.raises(NotCanonical):
        check(value)


@pytest.mark.parametrize(
    "value", [0.5, [0.1], {"a": 1.0}, "half \ud800", "nul \0", LARGEST + 1, object(), {"ü": 1}]
)
def test_normalise_refuses_floats_and_broken_text(value):
    with pytest.raises(NotCanonical):
        normalise(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("e\u0301", "é"),
        (Decimal("12.50"), "12.50"),
        (date(2027, 1, 11), "2027-01-11"),
        (datetime(2027, 1, 11, 17, 0, tzinfo=UTC), "2027-01-11T17:00:00.000Z"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ((1, "a"), [1, "a"]),
        ({"a": (True, None)}, {"a": [True, None]}),
        ("x" * 2048, "x" * 2048),
        ("x" * 2049, digest(b"x" * 2049)),
        (b"abc", digest(b"abc", "application/octet-stream")),
    ],
)
def test_normalise_gives_each_value_its_one_shape(value, expected):
    assert normalise(value) == expected


def test_digest_of_a_known_text():
    assert digest(b"abc") == {
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",  # FIPS 180-2, B.1
        "bytes": 3,
        "media": "text/plain; charset=utf-8",
    }


def test_moment_is_utc_with_milliseconds_cut_off():
    summer = datetime(2026, 7, 1, 9, 0, 0, 999_999, tzinfo=ZoneInfo("Europe/London"))

    assert moment(summer) == "2026-07-01T08:00:00.999Z"


def test_hash_of_a_paper_is_over_its_canonical_content_however_long():
    by_hand = hashlib.sha256(('{"1":["é",2,null,{"b":true}],"text":"' + "x" * 100_000 + '"}').encode()).hexdigest()

    assert hash_of({"text": "x" * 100_000, 1: ("e\u0301", 2, None, {"b": True})}) == by_hand


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["é\0"], "value[0]: text with a NUL character."),
        ({"a": "\ud800"}, "value.a: text with half a character (lone surrogate)."),
        ("e\u0301", "value: text that is not in normal form C."),
    ],
)
def test_text_without_a_single_spelling_is_refused_with_its_place(value, words):
    with pytest.raises(NotCanonical) as refused:
        check(value)

    assert str(refused.value) == words


def test_moment_without_a_zone_is_refused():
    with pytest.raises(NotCanonical) as refused:
        moment(datetime(2027, 1, 11, 10))

    assert str(refused.value) == "A moment needs a time zone."
