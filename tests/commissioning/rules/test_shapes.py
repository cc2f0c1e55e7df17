"""Plain values are checked once, at the edge, and refused by name."""

import pytest

from commissioning.rules.refusals import Refusal
from commissioning.rules.shapes import Rows, decimal, flag, like, listed, settle, table, text, whole, word

SHAPE = {"text": text(5), "rows": Rows({"n": whole(1, 5), "sure": flag(True)}, most=2)}


def refusal(shape: dict, value: object) -> str:
    with pytest.raises(Refusal) as refused:
        settle(shape, value, "Summary")
    return refused.value.message


def test_settle_fills_what_is_missing():
    assert settle(SHAPE, {"rows": [{"n": 2}]}, "Summary") == {"text": "", "rows": [{"n": 2, "sure": True}]}


def test_settle_keeps_plain_line_ends():
    assert settle({"text": text()}, {"text": " a\r\nb\r "}, "Summary") == {"text": "a\nb"}


def test_settle_strips_marks_that_turn_the_reading_direction():
    """E-93: a right-to-left override in a name."""
    assert settle({"text": text()}, {"text": "cod\u202egnp.exe\u2069"}, "Summary") == {"text": "codgnp.exe"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "Summary cannot be read."),
        ({"words": "x"}, "Summary has no part named words."),
        ({"text": "abcdef"}, "Summary, text must be text of 5 characters or fewer."),
        ({"text": 5}, "Summary, text must be text of 5 characters or fewer."),
        ({"rows": [{"n": 6}]}, "Summary, rows 1, n must be a whole number from 1 to 5."),
        ({"rows": [{"n": True}]}, "Summary, rows 1, n must be a whole number from 1 to 5."),
        ({"rows": [{"n": 1, "sure": "yes"}]}, "Summary, rows 1, sure must be yes or no."),
        ({"rows": [{"n": 1}] * 3}, "Summary, rows must be a list of at most 2 rows."),
        ({"rows": "many"}, "Summary, rows must be a list of at most 2 rows."),
    ],
)
def test_settle_refuses_by_name(value, message):
    assert refusal(SHAPE, value) == message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("325", "325"), ("53.50", "53.5"), ("-2", "-2"), (7, "7"), ("0.0001", "0.0001"), ("100", "100")],
)
def test_decimal_keeps_numbers_exactly(typed, kept):
    assert decimal(required=True)(typed) == kept


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1,200", "", None, "0.00001", 1.5, True, "1e15", "ten"])
def test_decimal_refuses_what_has_no_exact_form(typed):
    with pytest.raises(ValueError, match="must be a number"):
        decimal(required=True)(typed)


def test_decimal_may_be_missing():
    assert (decimal()(""), decimal()(None)) == ("", "")


def test_word_like_listed_and_table_refuse_the_unknown():
    for check, value in [
        (word("A", "B"), "C"),
        (like(r"K\d", "K1"), "K10"),
        (like(r"K\d", "K1"), None),
        (listed(word("A")), "A"),
        (listed(word("A")), ["B"]),
        (table(r"K\d", whole()), {"x": 1}),
        (table(r"K\d", whole()), [1]),
    ]:
        with pytest.raises(ValueError, match=r"must|has"):
            check(value)


def test_listed_and_table_keep_what_is_known():
    assert listed(word("A"))(("A", "A")) == ["A", "A"]
    assert table(r"K\d", whole(0, 5))({"K1": 5}) == {"K1": 5}
    assert (listed(word("A"))(None), table(r"K\d", whole())(None)) == ([], {})
