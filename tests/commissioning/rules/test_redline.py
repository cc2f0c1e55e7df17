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
