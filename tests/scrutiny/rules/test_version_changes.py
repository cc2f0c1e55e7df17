"""Two versions of a proposal, section by section."""

from commissioning.rules.redline import ADDED, REMOVED, SAME, Piece
from scrutiny.rules.version_changes import compare_versions

FIRST = {
    "title": "Carers",
    "sections": {"SUMMARY": "Support for carers.", "NEEDS": "Many."},
    "finance": [{"label": "Staff", "year": "2027/28", "pence": 12_000_000}],
}
SECOND = {
    "title": "Carers",
    "sections": {"SUMMARY": "Support for young carers.", "NEEDS": "Many."},
    "finance": [{"label": "Staff", "year": "2027/28", "pence": 13_000_000}],
}


def test_changed_sections_come_with_their_redline():
    changed = {part.key: part.pieces for part in compare_versions(FIRST, SECOND) if part.is_changed}

    assert changed["summary"] == (Piece(SAME, "Support for "), Piece(ADDED, "young "), Piece(SAME, "carers."))
    assert list(changed) == ["summary", "finance"]


def test_money_is_compared_as_people_read_it():
    finance = next(part for part in compare_versions(FIRST, SECOND) if part.key == "finance")

    assert [p.text for p in finance.pieces if p.kind == REMOVED] == ["120"]
    assert "Sum: £" in finance.pieces[0].text


def test_sections_without_text_in_both_are_left_out():
    assert [part.key for part in compare_versions(FIRST, FIRST)] == ["summary", "needs", "title", "finance"]


def test_section_that_only_one_version_has_is_put_in_whole():
    (part,) = [p for p in compare_versions({}, {"sections": {"LEGAL": "Section 2."}}) if p.is_changed]

    assert (part.title, part.pieces) == ("Legal", (Piece(ADDED, "Section 2."),))
