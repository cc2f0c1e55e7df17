"""A proposal as people read it, and what differs between two versions."""

from decisions.rules.report_parts import changes, parts

CONTENT = {
    "title": "Support for carers",
    "wards": ["Oak", "Elm"],
    "recommendations": [{"number": 1, "text": "Buy together."}],
    "sections": {"SUMMARY": "One service.", "LEGAL": "Care Act 2014 s9."},
    "criteria": [{"key": "K1", "title": "Need", "weight": 60}, {"key": "K2", "title": "Value", "weight": 40}],
    "options": [
        {"key": "O1", "title": "Nothing", "preferred": False, "rejected_reason": "Unlawful.", "scores": {"K1": 0, "K2": 5}},
        {"key": "O2", "title": "Together", "preferred": True, "scores": {"K1": 5}},
    ],
    "finance": [{"year": "2027/28", "kind": "REVENUE", "pence": 150_000_000}],
    "exempt_parts": [{"title": "Bids", "paragraph": "paragraph 3", "text": "The bid of a named provider"}],
}


def test_parts_are_those_with_something_in_them_in_order():
    assert [part.key for part in parts(CONTENT)] == [
        "about", "recommendations", "section-summary", "section-legal", "options", "scores", "finance", "exempt",
    ]  # fmt: skip


def test_scores_are_shown_with_their_weighted_sum_or_as_missing():
    scores = next(part for part in parts(CONTENT) if part.key == "scores")

    assert scores.rows == (("Nothing", "0", "5", "200"), ("Together", "5", "–", "–"))


def test_text_of_an_exempt_part_is_never_shown():
    shown = "\n".join(part.words for part in parts(CONTENT))

    assert "Bids: not for publication, paragraph 3" in shown
    assert "named provider" not in shown


def test_unknown_parts_of_the_content_are_absent():
    shown = parts({**CONTENT, "delegation": "secret steer", "notes": "secret steer"})

    assert shown == parts(CONTENT)


def test_changes_name_added_removed_and_changed_parts_only():
    later = {
        **CONTENT,
        "sections": {"SUMMARY": "One service for all.", "HEALTH": "Better sleep."},
    }

    found = [(change.title, change.kind, change.before, change.after) for change in changes(CONTENT, later)]

    assert found == [
        ("Summary", "CHANGED", "One service.", "One service for all."),
        ("Health, inequalities and safeguarding", "ADDED", "", "Better sleep."),
        ("Legal", "REMOVED", "Care Act 2014 s9.", ""),
    ]


def test_same_text_has_no_changes():
    assert changes(CONTENT, dict(CONTENT)) == ()


def test_first_version_has_nothing_to_compare_with():
    assert changes(None, CONTENT) == ()
