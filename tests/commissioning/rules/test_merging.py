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
