"""Receipts verify as they were made; any change is refused in words, never with a traceback."""

import base64
import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.rules import merkle, notes, receipts
from commissioning.rules.canonical import canonical
from commissioning.rules.event_kinds import KINDS
from commissioning.rules.notes import Checkpoint
from commissioning.rules.receipts import ProvedEntry
from tests.builders_receipts import HASHES, LEAVES, ORIGIN, VKEY, a_receipt

GOOD = json.dumps(a_receipt(2, 6))
SERVED = canonical(a_receipt(2, 6))  # as the site gives it out: nowhere a blank that means nothing


def problems(changed: object) -> tuple[str, ...]:
    return receipts.verify(json.dumps(changed), [VKEY]).problems


def test_verify_accepts_what_was_made():
    verdict = receipts.verify(GOOD, [VKEY])

    shown = {"kind": "decision.publish", "outcome": "Agreed", "cost": 120000}
    assert verdict.is_good
    assert verdict.signers == (ORIGIN,)
    assert verdict.checkpoint == Checkpoint(ORIGIN, 7, merkle.root(HASHES))
    assert verdict.entries == (ProvedEntry(2, shown, 5), ProvedEntry(6, shown, 5))


def test_verify_accepts_an_entry_that_shows_nothing():
    receipt = a_receipt(3)
    receipt["entries"][0]["disclosed"] = []
    receipt["entries"][0]["withheld"] = 8

    assert problems(receipt) == ()


def change(path: list, value: object) -> dict:
    receipt = copy.deepcopy(a_receipt(2, 6))
    target = receipt
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return receipt


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (["format"], "jcdr-receipt/2", "The receipt has a format that this check does not know."),
        (["entries"], [], "The receipt has no entries."),
        (["entries"], {}, "The receipt has no entries."),
        (["checkpoint"], 7, "The checkpoint is not text."),
        (["extra"], 1, "The file is not a receipt."),
        (
            ["entries", 0, "disclosed", 1, 2],
            "Refused",
            "Entry 1: the field 'outcome' is not what was committed.",
        ),
        (
            ["entries", 0, "disclosed", 1, 0],
            "result",
            "Entry 1: the field 'result' is not what was committed.",
        ),
        (["entries", 0, "disclosed", 2, 2], 120000.0, "The receipt is not a JSON file."),
        (["entries", 0, "disclosed", 2, 2], "120000", "Entry 1: the field 'cost' is not what was committed."),
        (
            ["entries", 0, "disclosed", 1, 1],
            "AAAA",
            "Entry 1: a shown field has a wrong salt or stands twice.",
        ),
        (["entries", 0, "disclosed", 1], ["a"], "Entry 1: a shown field is not name, salt and value."),
        (["entries", 0, "disclosed"], None, "Entry 1: the shown fields are not a list."),
        (["entries", 0, "withheld"], 4, "Entry 1: the number of fields kept back is not right."),
        *(
            (["entries", 0, "grounds"], value, "Entry 1: why fields are kept back is not in the words of this format.")
            for value in (
                [1], "x", None, {}, ["Nothing was kept back"], [["Personal data and technical details"]],
                ["Personal data and technical details"] * 2,
                ["Personal data and technical details", "Exempt or confidential information"],
            )
        ),
        (["entries", 0, "proof"], [], "Entry 1: it does not stand in the log that the checkpoint signs."),
        (["entries", 0, "proof"], "x", "Entry 1: the proof is not a list."),
        (["entries", 0, "proof", 0], "x", "Entry 1: a part is not base64."),
        (["entries", 0, "leaf"], "AAAA", "Entry 1: The entry is not JSON."),
        (["entries", 0, "leaf"], 7, "Entry 1: a part is not base64."),
        (["entries", 0], [], "Entry 1: a part is missing, or there is one too many."),
    ],
)
def test_verify_names_what_is_wrong(path, value, problem):
    assert problems(change(path, value)) == (problem,)


def test_verify_refuses_an_entry_of_another_place():
    receipt = a_receipt(2, 6)
    receipt["entries"][0]["leaf"] = base64.b64encode(LEAVES[3]).decode()

    assert problems(receipt) == ("Entry 1: it does not stand in the log that the checkpoint signs.",)


def test_verify_refuses_a_checkpoint_of_another_log():
    assert problems(a_receipt(2, origin="other.example/log")) == (
        "Entry 1: it belongs to another log than the checkpoint.",
    )


def test_verify_refuses_another_tree():
    assert problems(a_receipt(2, root=b"r" * 32)) == (
        "Entry 1: it does not stand in the log that the checkpoint signs.",
    )


def test_verify_refuses_an_unknown_signer():
    other = notes.verifier_key(ORIGIN, b"p" * 32)

    assert receipts.verify(GOOD, [other]).problems == ("Nobody whose key we know has signed this.",)


def test_verify_refuses_names_that_stand_twice():
    doubled = GOOD.replace('"format"', '"format": "x", "format"')

    assert receipts.verify(doubled, [VKEY]).problems == ("The receipt is not a JSON file.",)


@settings(max_examples=3000, deadline=None)
@given(st.data())
def test_verify_refuses_every_changed_byte(data):
    content = SERVED
    position = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b != content[position]))

    verdict = receipts.verify(content[:position] + bytes([other]) + content[position + 1 :], [VKEY])

    assert not verdict.is_good


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, len(SERVED)), st.integers(0, len(SERVED)), st.binary(max_size=3))
def test_verify_refuses_bytes_taken_out_or_put_in(one, other, put_in):
    first, last = sorted((one, other))
    changed = SERVED[:first] + put_in + SERVED[last:]

    verdict = receipts.verify(changed, [VKEY])

    same = verdict.is_good and verdict == receipts.verify(SERVED, [VKEY])
    assert not verdict.is_good or (same and changed.translate(None, b" \t\r\n") == SERVED.translate(None, b" \t\r\n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(), v, max_size=3),
    max_leaves=8,
)


@settings(max_examples=1000, deadline=None)
@given(
    JSON,
    st.sampled_from(
        [
            ["entries"],
            ["entries", 0],
            ["entries", 0, "leaf"],
            ["entries", 0, "disclosed"],
            ["entries", 0, "disclosed", 0],
            ["entries", 0, "withheld"],
            ["entries", 0, "proof"],
            ["checkpoint"],
            ["format"],
        ]
    ),
)
def test_verify_refuses_anything_in_the_place_of_a_part(value, path):
    original = a_receipt(2, 6)
    for step in path:
        original = original[step]
    changed = change(path, value)

    assert value == original or not receipts.verify(json.dumps(changed), [VKEY]).is_good


@given(st.text() | st.binary())
def test_verify_answers_foreign_content_with_words(content):
    assert not receipts.verify(content, [VKEY]).is_good


def test_verify_refuses_deep_nesting():
    assert receipts.verify("[" * 200_000, [VKEY]).problems == ("The receipt is not a JSON file.",)


def test_kinds_that_release_are_on_the_closed_list():
    assert {kind for kind in receipts.PUBLICATIONS if kind not in KINDS} == set()


@pytest.mark.parametrize(
    ("kind", "is_public", "kinds", "released"),
    [
        ("case.open", True, {"case.open"}, False),
        ("case.open", True, {"case.open", "decision.publish"}, True),
        ("vote.cast", False, {"vote.cast", "decision.publish"}, False),
        ("notice.publish", True, {"notice.publish"}, True),
    ],
)
def test_publication_releases_the_public_events_of_a_case(kind, is_public, kinds, released):
    assert receipts.is_released(kind, is_public, kinds) is released


@pytest.mark.parametrize("value", ["e\u0301", "\ud800", 2**53, [0, {"a": 2**60}]])
def test_verify_refuses_a_shown_value_that_has_no_single_spelling(value):
    changed = change(["entries", 0, "disclosed", 1, 2], value)

    assert problems(changed) == ("Entry 1: the field 'outcome' is not what was committed.",)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1.5", "1e3"])
def test_verify_refuses_numbers_that_are_no_whole_ones(constant):
    assert receipts.verify(GOOD.replace("120000", constant), [VKEY]).problems == ("The receipt is not a JSON file.",)


@pytest.mark.parametrize(
    ("length", "problem"),
    [(receipts.LARGEST, "The receipt is not a JSON file."), (receipts.LARGEST + 1, "The receipt is too large to be one.")],
)
def test_verify_reads_no_file_that_is_too_large(length, problem):
    assert receipts.verify(b" " * length, [VKEY]).problems == (problem,)


@pytest.mark.parametrize(
    ("salt", "problem"),
    [
        ("QU JD", "Entry 1: a part is not base64."),
        ("QUJD\n", "Entry 1: a part is not base64."),
        ("é", "Entry 1: a part is not base64."),
        (7, "Entry 1: a part is not base64."),
        ("QUJ=", "Entry 1: a part is not base64 in its one spelling."),
    ],
)
def test_verify_refuses_a_salt_in_another_spelling(salt, problem):
    assert problems(change(["entries", 0, "disclosed", 1, 1], salt)) == (problem,)
