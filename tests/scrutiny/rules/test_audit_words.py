"""Stored values as people read them, and the trail as a file."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from scrutiny.rules.audit_export import COLUMNS, as_csv, as_json
from scrutiny.rules.audit_words import Told, label, told, words


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
        ("due_at", "2026-07-01T23:00:00+00:00", "the end of 1 July 2026"),
        ("window_ends", datetime(2027, 1, 20, tzinfo=UTC), "the end of 19 January 2027"),
        ("window_ends", datetime(2027, 1, 19, 17, tzinfo=UTC), "19 January 2027 at 5pm"),
        ("why", ["It binds the ICB.", "It is significant."], "It binds the ICB. It is significant."),
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


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("x", [], ""),
        ("x", {}, ""),
        ("x", False, "No"),
        ("limit", 50_000, "£500"),
        ("sum_pence", 150, "£1.50"),
        ("x", 150, "150"),
        ("limit", True, "Yes"),
        ("x", datetime(2026, 7, 1, 8, 30, 59, 5, tzinfo=UTC), "1 July 2026 at 9:30am"),
        ("x", date(2026, 7, 1), "1 July 2026"),
        ("x", "2026-07-01T08:30:59+00:00", "1 July 2026 at 9:30am"),
        ("x", "2026-07-01", "1 July 2026"),
        ("x", "2026-07-01 and later", "2026-07-01 and later"),
        ("x", ["A", "", "NOT_AGREED"], "A; Not agreed"),
        ("x", "NOT_AGREED ", "NOT_AGREED "),
        ("x", "OK", "OK"),
        ("x", "SSMT", "SSMT"),
        ("x", "ABC", "Abc"),
        ("x", {"sha256": "ab" * 32, "bytes": 12_345, "media": "text/plain"}, "Text of 12,345 bytes, digest abababababababab…"),
        ("x", {"sentence": "five days", "n": 5}, "Five days"),
        ("x", {"pence": 100, "is_key": True, "note": ""}, "Sum: £1, Key decision: Yes"),
    ],
)
def test_each_kind_of_value_has_its_words(name, value, text):
    assert words(value, name) == text


def test_mapping_and_list_are_told_line_by_line_without_what_is_empty():
    assert told("x", {"pence": 100, "note": None}).lines == ("Sum: £1",)
    assert told("share", [100, None, 250]).lines == ("£1", "£2.50")
    assert told("x", {"sha256": "ab" * 32, "bytes": 1, "media": "m"}).lines == ("Text of 1 bytes, digest abababababababab…",)
    assert (told("x", {}).lines, told("x", []).lines) == (("Empty",), ("Empty",))
    assert (told("amended_pence", 100).label, told("amended_pence", 100).lines) == ("Whole cost as amended", ("£1",))
    assert (label("limit_pence"), label("_old_name_")) == ("Limit", "Old name")


@pytest.mark.parametrize(
    ("lines", "is_long"), [(("a",) * 3, False), (("a",) * 4, True), (("a" * 240,), False), (("a" * 241,), True), (("a" * 120, "a" * 121), True)]
)
def test_value_is_folded_after_three_lines_or_240_letters(lines, is_long):
    assert Told("X", lines).is_long is is_long


def test_summary_of_a_folded_value_ends_between_words():
    assert Told("X", ("a" * 70, "b")).beginning == "a" * 70
    assert Told("X", ("word " * 20,)).beginning == "word word word word word word word word word word word word word word…"
    assert Told("X", ("aa " + "b" * 80,)).beginning == "aa…"


def test_csv_cells_are_lists_in_lines_and_what_the_rules_said():
    allowed = [{"result": "Allowed", "citation": "LGA 2000 s9E", "inputs": {"value": ["£1", "£2"], "on": ["today"]}}]
    changes = [{"record": "Duty", "field": "Result", "before": "Open", "after": ""}]
    details = [{"field": "Outcome", "value": ["Agreed", "2 for"]}, "plain"]

    content = as_csv([row(allowed=allowed, changes=changes, details=details, what="@x", event=7)])

    found = dict(zip(*csv.reader(io.StringIO(content.decode("utf-8-sig"))), strict=True))
    assert content.startswith(b"\xef\xbb\xbfevent,at,kind,what,")
    assert (found["allowed"], found["changes"]) == ("Allowed (LGA 2000 s9E) value: £1, £2; on: today", "Duty, Result: Open -> empty")
    assert (found["details"], found["what"], found["event"]) == ("Outcome: Agreed; 2 for\nplain", "'@x", "7")


def test_json_keeps_letters_and_the_receipt():
    found = as_json("2026/001", [{"what": "Côté"}], {"size": 3})

    assert found.decode() == (
        '{\n "case": "2026/001",\n "entries": [\n  {\n   "what": "Côté"\n  }\n ],\n "receipt": {\n  "size": 3\n }\n}'
    )


def test_what_an_erasure_destroyed_is_told_by_name_and_event():
    assert told("erased", [[7, "actor.name"], [8, "advice"]]).lines == ("Name of the person, event 7", "Advice, event 8")
    assert told("released", [[7, "advice"]]).label == "Details opened"


@pytest.mark.parametrize("value", [None, "", [], {}, [None, ""], {"a": ""}])
def test_nothing_is_told_as_empty(value):
    assert (words(value, "note"), told("note", value).lines) == ("", ("Empty",))


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("pence", 250, ("£2.50",)),
        ("number", 250, ("250",)),
        ("note", 250, ("250",)),
        ("limits_pence", [100, 250], ("£1", "£2.50")),
        ("sums", {"total_pence": [100, 250]}, ("Total: £1; £2.50",)),
    ],
)
def test_name_of_a_field_tells_money_from_numbers_at_any_depth(name, value, lines):
    assert told(name, value).lines == lines


def test_value_without_a_name_is_no_money():
    assert words(250) == "250"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2027-06-14T23:30:59.999999+00:00", "15 June 2027 at 12:30am"),
        ("2027-01-14T17:00:59.999999+00:00", "14 January 2027 at 5pm"),
    ],
)
def test_moment_is_told_to_the_minute_of_the_london_day(at, text):
    assert words(at) == text
