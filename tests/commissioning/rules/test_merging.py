"""Two texts of one part, side by side."""

from commissioning.rules.merging import Line, compare, in_lines


def test_in_lines_leaves_out_what_is_empty():
    value = {
        "text": "One.\n\nTwo.",
        "items": [{"title": "A", "weight": 60, "preferred": False, "reason": ""}],
        "n": None,
    }

    assert in_lines(value) == [
        "text: One.",
        "text: Two.",
        "items 1 title: A",
        "items 1 weight: 60",
        "items 1 preferred: no",
    ]


def test_compare_shows_what_only_one_text_says():
    assert compare({"text": "One.\nTwo."}, {"text": "One.\nThree."}) == (
        Line("both", "text: One."),
        Line("theirs", "text: Two."),
        Line("mine", "text: Three."),
    )


def test_compare_of_equal_values_differs_nowhere():
    assert {line.kind for line in compare({"text": "One."}, {"text": "One."})} == {"both"}


def test_in_lines_writes_names_in_words_and_every_kind_of_value():
    value = {"due_on": "1 May", "is_key": True, "rows": ("a", {"n_of": 1}), "none": None}

    assert in_lines(value) == ["due on: 1 May", "is key: yes", "rows 1: a", "rows 2 n of: 1"]
    assert in_lines(True, "is_key") == ["is key: yes"]
    assert in_lines("a\n \nb") == ["a", "b"]
    assert in_lines(5, "n") == ["n: 5"]


def test_compare_leaves_out_hints_of_where_in_a_line_texts_differ():
    assert compare("The service begins in May.", "The service begins in June.") == (
        Line("theirs", "The service begins in May."), Line("mine", "The service begins in June.")
    )  # fmt: skip
