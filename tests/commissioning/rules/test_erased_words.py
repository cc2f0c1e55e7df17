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
    ("phrase", "part"), [(SAID, SAID), ('Zoë "Jo" Smithson', " Smithson"), ("é è", ""), ("10%_a b", "a b"), ("żółć", ""), ("ę ab", ""), ("ę abc", " abc"), ("é" + "ab " * 21, "ab " * 20)]
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


def test_values_own_words_go_at_any_depth_from_its_own_records_only():
    words = Words.of(["Smith"], EVERYWHERE)
    value = ["Smith", {"a": "Smith", "b": ["Smith"]}]

    assert words.rid_value(value, own=True) == [MARK, {"a": MARK, "b": [MARK]}]
    assert words.rid_value(value) == value


def test_longer_text_of_which_the_event_kept_the_digest_gives_its_phrase():
    assert Words.of([], EVERYWHERE, more=[f" {SAID} "]).phrases == {SAID}


@pytest.mark.parametrize(("value", "found"), [([{"a": f"Heard: {SAID}."}], True), ([{"a": "Heard: nothing."}, 7, None], False), ([], False)])
def test_value_that_holds_a_phrase_is_found(value, found):
    assert Words.of([SAID], EVERYWHERE).stand_in(value) is found


def test_empty_text_stays_empty_where_an_empty_document_was_kept():
    words = Words.of([hashlib.sha256(b"").hexdigest()], EVERYWHERE)

    assert words.rid("", own=True) == ""


@pytest.mark.parametrize(("length", "left"), [(LONGEST, f"{MARK}." + "x" * (LONGEST - len(MARK) - 1)), (LONGEST + 1, MARK)])
def test_text_goes_as_a_whole_when_what_is_left_is_longer_than_a_database_compares(length, left):
    text = f"{SAID}." + "x" * (length - len(MARK) - 1)

    assert Words.of([SAID], EVERYWHERE).rid(text) == left


def test_text_with_half_a_letter_is_compared_by_its_digest_too():
    half = "\ud800 and more"
    words = Words.of([hashlib.sha256(half.encode("utf-8", "surrogatepass")).hexdigest()], EVERYWHERE)

    assert words.rid(half, own=True) == MARK


def test_erasure_at_the_position_of_the_event_itself_is_not_later():
    assert digest_now(3, "first", [Emptied(3, ("a",), "first", "one")]) == ("first", ())
