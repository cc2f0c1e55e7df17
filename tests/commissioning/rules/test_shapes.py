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


# A check is made inside its test, so that a changed maker of checks is noticed by the test that names it.
@pytest.mark.parametrize(
    ("make", "given", "kept"),
    [
        (lambda: text(3), "abc", "abc"),
        (lambda: text(), "x" * 20_000, "x" * 20_000),
        (lambda: word("", "A"), None, ""),
        (lambda: word("A", "B"), "B", "B"),
        (lambda: whole(), 0, 0),
        (lambda: whole(), 10**15, 10**15),
        (lambda: whole(1, 5, empty=3), None, 3),
        (lambda: flag(), None, False),
        (lambda: flag(), True, True),
        (lambda: like(r"|K\d", "K1"), None, ""),
        (lambda: like(r"K\d", "K1"), "K1", "K1"),
        (lambda: decimal(), "99999999999999", "99999999999999"),
        (lambda: decimal(), "-1.2345", "-1.2345"),
        (lambda: decimal(), "1E+3", "1000"),
        (lambda: decimal(), 0, "0"),
        (lambda: listed(whole(), most=2), [1, 2], [1, 2]),
        (lambda: listed(whole()), [1] * 60, [1] * 60),
        (lambda: table("K1|1", whole()), {1: 2}, {"1": 2}),
    ],
)
def test_value_inside_its_limits_is_kept(make, given, kept):
    assert make()(given) == kept


@pytest.mark.parametrize(
    ("make", "given", "words"),
    [
        (lambda: text(), "x" * 20_001, "must be text of 20,000 characters or fewer"),
        (lambda: word("A", "B"), None, "must be one of A, B"),
        (lambda: whole(), -1, "must be a whole number from 0 to 1,000,000,000,000,000"),
        (lambda: whole(), 10**15 + 1, "must be a whole number from 0 to 1,000,000,000,000,000"),
        (lambda: whole(1, 5), None, "must be a whole number from 1 to 5"),
        (lambda: whole(1, 5), 0, "must be a whole number from 1 to 5"),
        (lambda: whole(1, 5), 2.0, "must be a whole number from 1 to 5"),
        (lambda: flag(), 1, "must be yes or no"),
        (lambda: like(r"K\d", "K1"), 1, "must look like K1"),
        (lambda: like(r"K\d", "K1"), "K٣", "must look like K1"),
        (lambda: decimal(), "100000000000000", "must be a number like 1234.5 with at most four decimals"),
        (lambda: decimal(), "-100000000000000", "must be a number like 1234.5 with at most four decimals"),
        (lambda: decimal(), "1.23456", "must be a number like 1234.5 with at most four decimals"),
        (lambda: listed(whole(), most=2), [1, 2, 3], "must be a list of at most 2"),
        (lambda: listed(whole()), [1] * 61, "must be a list of at most 60"),
        (lambda: listed(whole()), "abc", "must be a list of at most 60"),
        (lambda: table(r"K\d", whole()), {"K1": 1, "x": 1}, "has keys that are not known"),
        (lambda: table(r"K\d", whole()), [], "has keys that are not known"),
    ],
)
def test_value_outside_its_limits_is_refused_in_words(make, given, words):
    with pytest.raises(ValueError) as told:
        make()(given)

    assert str(told.value) == words


def test_settle_names_several_unknown_parts_and_writes_field_names_in_words():
    assert refusal(SHAPE, {"words": 1, "more": 1, 3: 1}) == "Summary has no part named 3, more, words."
    assert refusal({"due_on": flag()}, {"due_on": 1}) == "Summary, due on must be yes or no."
    assert refusal({"rows": Rows({"n": whole()})}, {"rows": [{"n": 1}, []]}) == "Summary, rows 2 cannot be read."
    assert refusal({"rows": Rows({})}, {"rows": [{}] * 61}) == "Summary, rows must be a list of at most 60 rows."
    assert settle({"rows": Rows({}, most=1)}, {"rows": ({},)}, "Summary") == {"rows": [{}]}


@pytest.mark.parametrize("value", [[], {"words": "x"}, {"rows": "many"}, {"text": 5}])
def test_settle_refuses_with_one_code(value):
    with pytest.raises(Refusal) as refused:
        settle(SHAPE, value, "Summary")

    assert refused.value.code == "draft.unreadable"


@pytest.mark.parametrize(("said", "kept"), [(None, ""), ("One\rTwo", "One\nTwo"), ("One\r\nTwo\r", "One\nTwo"), (" \u202eOne ", "One")])
def test_words_are_kept_with_one_kind_of_line_end(said, kept):
    assert settle({"text": text(20)}, {"text": said}, "Summary") == {"text": kept}


@pytest.mark.parametrize(
    ("said", "kept"), [("2.0", "2"), ("2.50", "2.5"), (".5", "0.5"), ("100", "100"), ("-0.10", "-0.1"), ("1.0000", "1"), (7, "7")]
)
def test_number_loses_the_noughts_after_its_point_and_no_others(said, kept):
    assert decimal()(said) == kept


@pytest.mark.parametrize(("allowed", "words"), [(("", "HIGH", "LOW"), "HIGH, LOW or empty"), (("REAL", "DERIVED"), "REAL, DERIVED")])
def test_word_that_is_not_allowed_is_told_with_all_that_are(allowed, words):
    assert refusal({"basis": word(*allowed)}, {"basis": "SOME"}) == f"Summary, basis must be one of {words}."
