"""Which words an erasure takes out of a text, and what is left of it."""

import hashlib
import unicodedata

import pytest

from commissioning.rules.erased_words import (
    ALONE,
    EVENT,
    EVERYWHERE,
    LONGEST,
    MARK,
    Emptied,
    Words,
    digest_now,
    fragment,
    is_marked,
    is_phrase,
    is_word,
)

SAID = "Mrs Jo Smith owes rent"


@pytest.mark.parametrize(
    ("text", "word", "phrase"),
    [
        (SAID, True, True),
        ("Jo Li", True, True),
        ("J L", True, False),  # too short to be told from other letters
        ("Smith", True, False),
        ("resident@example.org", True, False),
        ("AGREED_AMENDED", False, False),
        ("decision.made", False, False),
        ("2027-01-11T10:00:00.000Z", False, False),
        ("text/plain; charset=utf-8", False, False),
        ("a" * 64, False, False),
        (" ", False, False),
    ],
)
def test_words_and_phrases_are_told_from_codes_dates_and_digests(text, word, phrase):
    assert (is_word(text), is_phrase(text)) == (word, phrase)


@pytest.mark.parametrize(
    ("text", "scope", "left"),
    [
        (SAID, EVERYWHERE, MARK),
        (f" {SAID}\n", EVERYWHERE, MARK),
        (f"Heard: {SAID}, and paid.", EVERYWHERE, f"Heard: {MARK}, and paid."),
        (f"{SAID}s and {SAID}", EVERYWHERE, f"{SAID}s and {MARK}"),
        (f"Heard: {SAID}.", ALONE, f"Heard: {SAID}."),
        (SAID, ALONE, MARK),
        (SAID, EVENT, SAID),
        ("Mrs Jo Smith", EVERYWHERE, "Mrs Jo Smith"),
        ("", EVERYWHERE, ""),
        (f"{MARK}", EVERYWHERE, MARK),
    ],
)
def test_words_go_from_other_texts_as_far_as_the_scope_says(text, scope, left):
    assert Words.of([{"said": [SAID]}], scope).rid(text) == left


def test_single_words_and_known_names_go_from_the_own_records_only():
    words = Words.of(["Smith", "Leader of the Council"], EVERYWHERE, known=["Leader of the Council"])

    assert [words.rid("Smith"), words.rid("Leader of the Council")] == ["Smith", "Leader of the Council"]
    assert [words.rid("Smith", own=True), words.rid("Leader of the Council", own=True)] == [MARK, MARK]


def test_long_text_of_which_the_event_holds_the_digest_goes_from_its_records():
    text = "A very long text. " * 200
    words = Words.of([{"sha256": hashlib.sha256(text.encode()).hexdigest(), "bytes": 1, "media": "text/plain"}], EVERYWHERE)

    assert (words.rid(text, own=True), words.rid(text)) == (MARK, text)
    assert list(words.long_texts(["other", text])) == [text]


def test_value_keeps_its_shape_keys_and_numbers():
    value = {SAID: 1, "list": [SAID, None, {"a": f"{SAID}!"}], "n": 2.5, "yes": True}

    left = Words.of([SAID], EVERYWHERE).rid_value(value)

    assert left == {SAID: 1, "list": [MARK, None, {"a": f"{MARK}!"}], "n": 2.5, "yes": True}
    assert (is_marked(left), is_marked(value)) == (True, False)


def test_text_in_another_normal_form_or_very_long_goes_as_a_whole():
    said = "Zoë Smith, tenant"
    words = Words.of([said], EVERYWHERE)

    assert words.rid(unicodedata.normalize("NFD", f"Heard: {said}.")) == MARK
    assert words.rid(f"{said}. " + "x" * LONGEST) == MARK


def test_longer_phrase_goes_before_the_shorter_one_in_it():
    assert Words.of(["Jo Smith", "Jo Smith of Lammas"], EVERYWHERE).rid("Saw Jo Smith of Lammas.") == f"Saw {MARK}."


@pytest.mark.parametrize(
    ("phrase", "part"), [(SAID, SAID), ('Zoë "Jo" Smithson', " Smithson"), ("é è", ""), ("10%_a b", "a b")]
)
def test_fragment_is_spelled_alike_in_text_and_json(phrase, part):
    assert fragment(phrase) == part


def test_phrase_without_a_plain_part_asks_for_every_row():
    assert Words.of(["żółć gęślą"], EVERYWHERE).fragments == {""}
    assert Words.of([SAID], EVERYWHERE).fragments == {SAID}


def test_digest_follows_an_unbroken_chain_of_later_erasures():
    chain = [Emptied(9, ("b",), "one", "two"), Emptied(5, ("a",), "first", "one")]

    assert digest_now(3, "first", chain) == ("two", ("a", "b"))
    assert digest_now(3, "first", []) == ("first", ())


@pytest.mark.parametrize(
    "chain",
    [
        [Emptied(2, ("a",), "first", "one")],  # not later than the event
        [Emptied(5, ("a",), "other", "one")],  # another row than was written
        [Emptied(5, ("a",), "one", "two"), Emptied(6, ("a",), "two", "three")],  # a gap at its beginning
    ],
)
def test_erasure_that_does_not_take_up_what_was_written_changes_nothing(chain):
    assert digest_now(3, "first", chain) == ("first", ())
