"""No cell of a file runs anything in a spreadsheet."""

import pytest

from commissioning.rules.spreadsheets import inert


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_would_begin_a_formula_is_marked_as_text(sign):
    assert inert(f"{sign}SUM(A1)") == f"'{sign}SUM(A1)"


@pytest.mark.parametrize("text", ["", "Council", "a=b", "1 + 1", "2026-12-07", "'quoted"])
def test_other_cells_stay_as_they_are(text):
    assert inert(text) == text
