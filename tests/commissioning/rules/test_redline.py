"""A redline loses nothing of either text and shows rewritten phrases as phrases."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.redline import ADDED, REMOVED, SAME, Piece, is_changed, redline

TEXTS = st.text(alphabet=st.sampled_from("ab c.\n£é"), max_size=60)


@given(TEXTS, TEXTS)
def test_redline_gives_both_texts_back(before, after):
    pieces = redline(before, after)

    assert "".join(p.text for p in pieces if p.kind != ADDED) == before
    assert "".join(p.text for p in pieces if p.kind != REMOVED) == after


@given(TEXTS)
def test_redline_of_the_same_text_changes_nothing(text):
    assert is_changed(redline(text, text)) is False


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("", "New.", (Piece(ADDED, "New."),)),
        ("Old.", "", (Piece(REMOVED, "Old."),)),
        (
            "The service opens at nine.",
            "The service opens at ten.",
            (Piece(SAME, "The service opens at "), Piece(REMOVED, "nine"), Piece(ADDED, "ten"), Piece(SAME, ".")),
        ),
        (
            "Carers were asked in May and answered.",
            "Carers were consulted by June and answered.",
            (
                Piece(SAME, "Carers were "),
                Piece(REMOVED, "asked in May"),
                Piece(ADDED, "consulted by June"),
                Piece(SAME, " and answered."),
            ),
        ),
        ("One.\nTwo.\n", "One.\nTwo.\nThree.\n", (Piece(SAME, "One.\nTwo.\n"), Piece(ADDED, "Three.\n"))),
        ("All is said.", "All is said. More.", (Piece(SAME, "All is said."), Piece(ADDED, " More."))),
        ("Nothing in common", "42", (Piece(REMOVED, "Nothing in common"), Piece(ADDED, "42"))),
    ],
)
def test_redline_reads_as_people_would_mark_it(before, after, pieces):
    assert redline(before, after) == pieces


def test_redline_of_two_long_texts_is_quick():
    before = " ".join(f"word{n}" for n in range(60_000))
    begun = time.perf_counter()

    pieces = redline(before, before.replace("word5 ", "other "))

    assert [p.kind for p in pieces] == [REMOVED, ADDED]
    assert time.perf_counter() - begun < 2


def test_words_that_stand_often_are_still_found_again():
    lines, words = "a. b; c, d\n" * 250, "same " * 250

    assert redline(lines, "new\n" + lines) == (Piece(ADDED, "new\n"), Piece(SAME, lines))
    assert redline(words, "new " + words) == (Piece(ADDED, "new "), Piece(SAME, words))


def test_long_line_that_stayed_is_not_shown_as_rewritten():
    long = "word " * 1_500 + "\n"

    assert redline(f"{long}Old.\n", f"{long}New.\n") == (
        Piece(SAME, long), Piece(REMOVED, "Old"), Piece(ADDED, "New"), Piece(SAME, ".\n"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [(".," * 1_000, ".," * 999 + ".;"), (".," * 1_000, ".,"), (".,", ".," * 1_000)],
)
def test_passage_of_two_thousand_words_is_compared_word_by_word(before, after):
    assert redline(before, after)[0].kind == SAME


@pytest.mark.parametrize(
    ("before", "after"),
    [(".," * 1_000 + ".", ".,"), (".,", ".," * 1_000 + "."), (".," * 1_001, ".," * 1_001 + ";")],
)
def test_longer_passage_is_shown_whole_old_before_new(before, after):
    assert redline(before, after) == (Piece(REMOVED, before), Piece(ADDED, after))


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("old.", "new.", (Piece(REMOVED, "old"), Piece(ADDED, "new"), Piece(SAME, "."))),  # half of the words stand in both
        ("old old.", "new new.", (Piece(REMOVED, "old old"), Piece(ADDED, "new new"), Piece(SAME, "."))),
        ("a, b; c.", "d e: f.", (Piece(REMOVED, "a, b; c."), Piece(ADDED, "d e: f."))),
        (
            "a One\nTwo b", "a Uno\nDos b",
            (
                Piece(SAME, "a "), Piece(REMOVED, "One"), Piece(ADDED, "Uno"), Piece(SAME, "\n"),
                Piece(REMOVED, "Two"), Piece(ADDED, "Dos"), Piece(SAME, " b"),
            ),
        ),
        (
            "keep, old tail words", "keep new tail words",
            (Piece(SAME, "keep"), Piece(REMOVED, ", old"), Piece(ADDED, " new"), Piece(SAME, " tail words")),
        ),
        ("a old ", "a new ", (Piece(SAME, "a "), Piece(REMOVED, "old"), Piece(ADDED, "new"), Piece(SAME, " "))),
    ],
)  # fmt: skip
def test_blanks_join_a_rewritten_phrase_and_line_ends_do_not(before, after, pieces):
    assert redline(before, after) == pieces
