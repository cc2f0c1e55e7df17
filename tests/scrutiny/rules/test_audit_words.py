"""Stored values as people read them, and the trail as a file."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from scrutiny.rules.audit_export import COLUMNS, as_csv, as_json
from scrutiny.rules.audit_words import label, told, words


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("estimate", 5_344_028_600, "£53,440,286"),
        ("total_pence", 100, "£1"),
        ("revision", 3, "3"),
        ("is_key", True, "Yes"),
        ("due", "2026-12-07", "7 December 2026"),
        ("starts_at", "2026-07-27T10:00:00+01:00", "27 July 2026 at 10am"),
        ("at", datetime(2027, 1, 14, 9, tzinfo=UTC), "14 January 2027 at 9am"),
        ("outcome", "RECOMMENDED_WITH_DISSENT", "Recommended with dissent"),
        ("agency", "ICB", "ICB"),
        ("part", "S1", "S1"),
        ("sha256", "ab" * 32, "abababababababab…"),
        ("note", "", ""),
        ("positions", [{"agency": "Police", "position": "SUPPORT"}], "Agency: Police, Position: Support"),
        ("due", {"sentence": "28 clear days from 7 July", "ends_on": "2026-08-03"}, "28 clear days from 7 July"),
    ],
)
def test_value_is_told_in_words(name, value, text):
    assert words(value, name) == text


def test_field_without_a_term_of_its_own_gets_its_own_words():
    assert (label("value_total"), label("meeting_place")) == ("Value in all", "Meeting place")


def test_nothing_is_told_as_empty():
    assert told("note", None).lines == ("Empty",)


def test_list_has_one_line_for_each_and_long_ones_are_folded():
    short, long = told("agencies", ["ICB", "Police"]), told("reasons", "word " * 60)

    assert (short.lines, short.is_long) == (("ICB", "Police"), False)
    assert (long.is_long, len(long.beginning) <= 71) == (True, True)


def row(**changes) -> dict:
    return dict.fromkeys(COLUMNS, "") | {
        "details": [{"field": "Outcome", "value": ["Agreed"]}],
        "changes": [{"record": "Duty", "field": "Result", "before": "", "after": "Done"}],
    } | changes  # fmt: skip


def test_csv_has_a_line_for_each_event_and_runs_no_formula():
    lines = list(csv.reader(io.StringIO(as_csv([row(reason="=1+1")]).decode("utf-8-sig"))))

    found = dict(zip(*lines, strict=True))
    assert (found["reason"], found["details"]) == ("'=1+1", "Outcome: Agreed")
    assert found["changes"] == "Duty, Result: empty -> Done"


def test_json_says_the_same():
    found = json.loads(as_json("2026/001", [row()]))

    assert (found["case"], found["entries"][0]["changes"][0]["after"]) == ("2026/001", "Done")
