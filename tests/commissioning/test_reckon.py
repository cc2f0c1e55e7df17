"""The reckon command, as a user runs it."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command


def reckon(*words: str) -> str:
    out = io.StringIO()
    call_command("reckon", *words, stdout=out)
    return out.getvalue()


def test_reckon_shows_end_and_sentence():
    shown = reckon("CLEAR_WORK", "5", "2026-12-04", "--cutoff", "17:00").splitlines()

    assert shown == [
        "start: 2026-12-04",
        "basis: CLEAR_WORK",
        "n: 5",
        "direction: forward",
        "calendar: england",
        "end: 2026-12-11",
        "next_day: 2026-12-12",
        "next_working_day: 2026-12-14",
        "counted: 2026-12-07;2026-12-08;2026-12-09;2026-12-10;2026-12-11",
        "skipped: 2026-12-05;2026-12-06",
        "closes: 5pm",
        "published Fri 4 Dec 2026; clear working days Mon 7, Tue 8, Wed 9, Thu 10, Fri 11 Dec; "
        "closes Fri 11 Dec at 5pm; earliest Sat 12 Dec 2026, first working day Mon 14 Dec",
    ]


def test_reckon_back_as_json():
    answer = json.loads(reckon("CLEAR_CAL", "28", "2027-01-11", "--back", "--json"))

    assert (answer["latest"], answer["latest_working"]) == ("2026-12-13", "2026-12-11")
    assert (answer["direction"], answer["n"], answer["error"]) == ("back", 28, "")
    assert len(answer["counted"]) == 28
    assert answer["skipped"] == []


def test_reckon_json_gives_reasons_of_skipped_days():
    answer = json.loads(reckon("WORK_INCL_UK", "8", "2026-11-25", "--json"))

    assert answer["end"] == "2026-12-07"
    assert answer["calendar"] == "uk"
    assert {"date": "2026-11-30", "reason": "St Andrew’s Day (Scotland)"} in answer["skipped"]
    assert answer["ends_at"] == "2026-12-08T00:00:00+00:00"


def test_reckon_refuses_in_words():
    with pytest.raises(CommandError, match="The England calendar covers"):
        reckon("CLEAR_WORK", "5", "2050-01-01")


def test_reckon_refuses_as_json(capsys):
    out = io.StringIO()

    with pytest.raises(SystemExit) as left:
        call_command("reckon", "CLEAR_WORK", "5", "01/02/2027", "--json", stdout=out)

    assert left.value.code == 1
    assert json.loads(out.getvalue())["code"] == "date.unreadable"


def test_reckon_asks_for_what_is_missing():
    with pytest.raises(CommandError, match="Give BASIS, N and START, or --csv"):
        reckon("CLEAR_WORK", "5")


def test_reckon_reads_a_file_that_a_spreadsheet_program_saved(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeffstart,basis,n,direction,calendar\n2026-12-23,CLEAR_WORK,5,forward,england\n"))

    (row,) = csv.DictReader(io.StringIO(reckon("--csv")))

    assert (row["start"], row["end"], row["error"]) == ("2026-12-23", "2027-01-04", "")


def test_reckon_answers_many_rows_as_csv(monkeypatch):
    asked = "start,basis,n,direction,calendar\n2026-12-23,CLEAR_WORK,5,forward,england\nx,CLEAR_WORK,5,,\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(asked))

    rows = list(csv.DictReader(io.StringIO(reckon("--csv"))))

    assert [row["end"] for row in rows] == ["2027-01-04", ""]
    assert rows[1]["error"] == "“x” is not a date. Write it like 3 April 2027."


def test_reckon_says_what_the_first_line_lacks(monkeypatch):
    """As a spreadsheet writes it where the list separator is a semicolon."""
    monkeypatch.setattr("sys.stdin", io.StringIO("start;basis;n\n2026-12-04;CLEAR_CAL;28\n"))

    with pytest.raises(CommandError, match="The first line does not name start, basis, n"):
        reckon("--csv")
