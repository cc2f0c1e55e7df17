"""The clearer's form."""

import pytest

from decisions.forms.clearances import ClearanceForm

GOOD = {"read": "a" * 64, "result": "CLEARED", "text": ""}


def errors(**changes: str) -> dict:
    form = ClearanceForm({**GOOD, **changes})
    return {name: list(texts) for name, texts in form.errors.items()}


def test_plain_clearance_needs_no_words():
    assert errors() == {}


@pytest.mark.parametrize("result", ["CLEARED_WITH_COMMENTS", "QUERY", "REFUSED"])
def test_every_other_answer_needs_words(result):
    assert errors(result=result, text="  ") == {"text": ["Enter your comment, question or reason"]}


def test_answer_is_needed():
    assert errors(result="") == {"result": ["Select your answer"]}


def test_unknown_answer_is_refused():
    assert errors(result="MAYBE") == {"result": ["Select an answer to “What is your answer?” from the list"]}


def test_long_words_are_refused():
    assert errors(text="x" * 4001) == {
        "text": ["Your comment, question or reason must be 4000 characters or fewer"]
    }


def test_line_ends_count_once():
    assert errors(text="\r\n".join(["x" * 1999, "x" * 2000])) == {}


def test_version_that_was_read_is_needed():
    assert list(errors(read="")) == ["read"]
