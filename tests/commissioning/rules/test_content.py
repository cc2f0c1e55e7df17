"""The same words give the same hash; the commitments hash moves only with what agencies bind themselves to."""

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules.content import canonical, commitments, commitments_hash, content_hash, same_text
from tests.builders_rules import refusal_of

CONTENT = {
    "reference": "2026/014",
    "title": "Café outreach",
    "sections": {"SUMMARY": "One\nTwo"},
    "recommendations": [
        {"number": 1, "text": "Commission the service."},
        {"number": 2, "text": "Thank the panel.", "operative": False},
    ],
    "contributions": [{"agency": "council", "year": "2027/28", "pence": 100}, {"agency": "ICB", "year": "2027/28", "pence": 50}],
    "shares": [{"party": "council", "percent": "60.00"}, {"party": "ICB", "percent": "40.00"}],
    "conditions": ["Review after a year."],
}  # fmt: skip


def changed(**parts):
    return {**CONTENT, **parts}


def test_hashes_are_pinned():
    assert content_hash(CONTENT) == "f310b5176c988f0fdff789a0955c375b0695eeae073ff206cfc00aa8c571b75d"
    assert commitments_hash(CONTENT) == "57451a2b8297489040b7854a8920b19356140b55e60f4e28b6c3e27c12e6b28a"


def test_order_of_keys_line_ends_and_unicode_form_do_not_matter():
    twin = dict(reversed(CONTENT.items()))
    twin["title"] = unicodedata.normalize("NFD", "Café outreach")
    twin["sections"] = {"SUMMARY": "One  \r\nTwo\n"}

    assert content_hash(twin) == content_hash(CONTENT)


def test_one_changed_word_changes_the_content_hash():
    assert content_hash(changed(title="Café outreach!")) != content_hash(CONTENT)


def test_erratum_outside_the_commitments_keeps_the_commitments_hash():
    erratum = changed(
        sections={"SUMMARY": "Corrected"},
        recommendations=[
            CONTENT["recommendations"][0],
            {"number": 2, "text": "Thank everybody.", "operative": False},
        ],
    )

    assert content_hash(erratum) != content_hash(CONTENT)
    assert commitments_hash(erratum) == commitments_hash(CONTENT)


@pytest.mark.parametrize(
    "parts",
    [
        {"recommendations": [{"number": 1, "text": "Commission the service twice."}]},
        {"contributions": [{"agency": "council", "year": "2027/28", "pence": 101}]},
        {"shares": [{"party": "council", "percent": "50.00"}, {"party": "ICB", "percent": "50.00"}]},
        {"conditions": []},
    ],
)
def test_change_of_a_commitment_changes_the_commitments_hash(parts):
    assert commitments_hash(changed(**parts)) != commitments_hash(CONTENT)


def test_order_of_contributions_shares_and_conditions_does_not_matter():
    turned = changed(
        contributions=CONTENT["contributions"][::-1],
        shares=CONTENT["shares"][::-1],
        recommendations=CONTENT["recommendations"][::-1],
    )

    assert commitments_hash(turned) == commitments_hash(CONTENT)


def test_commitments_hold_only_operative_recommendations():
    assert commitments(CONTENT)["recommendations"] == [{"number": 1, "text": "Commission the service."}]


@pytest.mark.parametrize("inexact", [1.5, {1, 2}, b"bytes", object()])
def test_value_without_an_exact_form_is_refused(inexact):
    assert refusal_of(content_hash, changed(conditions=[inexact])).code == "content.inexact"


def test_part_with_a_misspelt_name_is_refused():
    refused = refusal_of(content_hash, changed(recomendations=[]))

    assert (refused.code, refused.message) == (
        "content.unknown", "These parts do not belong to a proposal: recomendations.",
    )  # fmt: skip


def test_date_is_written_as_iso_text():
    assert canonical({"on": date(2027, 1, 11)}) == b'{"on":"2027-01-11"}'


def test_same_text_compares_in_canonical_form():
    assert same_text(CONTENT, changed(sections={"SUMMARY": "One\r\nTwo"}), "sections")
    assert not same_text(CONTENT, changed(sections={"SUMMARY": "One Two"}), "sections")


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(plain)
def test_canonical_form_is_stable(value):
    assert canonical(value) == canonical(value)


def test_what_cannot_be_hashed_is_refused_in_words():
    inexact, unknown = refusal_of(canonical, {"share": 0.5}), refusal_of(content_hash, {"title": "A", "zoo": 1, "note": 2})

    assert (inexact.code, inexact.message) == (
        "content.inexact", "A float has no exact form. Give money in pence and percentages as text."
    )  # fmt: skip
    assert (unknown.code, unknown.message) == ("content.unknown", "These parts do not belong to a proposal: note, zoo.")


def test_commitments_are_what_is_operative_in_a_fixed_order():
    assert commitments({}) == {"recommendations": [], "contributions": [], "shares": [], "conditions": []}
    assert commitments(
        {
            "recommendations": [
                {"number": 2, "text": "B", "more": 1}, {"number": 1, "text": "A", "operative": True},
                {"number": 3, "text": "C", "operative": False},
            ],
            "contributions": ["b", "a"], "shares": [2, 1], "conditions": ["y", "x"],
        }
    ) == {
        "recommendations": [{"number": 1, "text": "A"}, {"number": 2, "text": "B"}],
        "contributions": ["a", "b"], "shares": [1, 2], "conditions": ["x", "y"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("One\rTwo", "One\nTwo"),
        ("One\r\n\rTwo", "One\n\nTwo"),
        ("\n\n  - an indented line\n\n", "  - an indented line"),
        ("X marks the spot. X", "X marks the spot. X"),
        ("One \t\nTwo\u00a0", "One\nTwo"),
    ],
)
def test_text_is_settled_by_its_lines(text, settled):
    assert canonical(text).decode() == json.dumps(settled)


def test_order_of_conditions_does_not_matter_whatever_they_hold():
    first, then = {"text": "Review.", "by": "ICB"}, {"text": "Report.", "by": "council"}

    assert commitments(changed(conditions=[first, then])) == commitments(changed(conditions=[then, first]))
