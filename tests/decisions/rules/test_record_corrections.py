"""What a correction of a record changes, whether that is the substance, and what follows for the window."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from decisions.rules.record_corrections import (
    Change,
    changes,
    effect,
    law_for,
    require_correction,
    require_may_restart,
)
from tests.builders_rules import england, london, the_constitution, told, ways

CONTENT = {
    "decision_text": "The Cabinet agreed.",
    "resolutions": [{"number": 1, "text": "Buy it."}, {"number": 2, "text": "Review it."}],
    "reasons": "It meets the need.",
    "alternatives": "Buying alone costs more.",
}
LAW = "SI 2012/2089 regs 12 to 14; the constitution's call-in procedure"
WINDOW = the_constitution().call_in_window(london(date(2027, 1, 12), 10), england())
REASONS = (Change("reasons", "It meets the need.", "It meets the need at the lowest cost."),)
WORDS = (Change("resolutions", "1. Buy it.", "1. Buy half of it."),)


def test_only_what_reads_differently_is_a_change():
    given = {**CONTENT, "reasons": " It meets the need, at once. ", "resolutions": [{"number": 1, "text": "Buy it. "}, {"number": 2, "text": "Drop it."}]}

    found = changes(CONTENT, given)

    assert [(change.part, change.was, change.now) for change in found] == [
        ("resolutions", "1. Buy it.\n2. Review it.", "1. Buy it.\n2. Drop it."),
        ("reasons", "It meets the need.", "It meets the need, at once."),
    ]
    assert changes(CONTENT, CONTENT) == ()


def test_line_ends_of_a_browser_are_no_change():
    published = {**CONTENT, "reasons": "It meets the need.\nIt costs least."}

    assert changes(published, {"reasons": "It meets the need.\r\nIt costs least."}) == ()


def test_line_that_is_taken_away_is_a_change():
    published = {**CONTENT, "reasons": "It meets the need.\nIt costs least."}

    assert changes(published, {"reasons": "It meets the need.It costs least."}) == (
        Change("reasons", "It meets the need.\nIt costs least.", "It meets the need.It costs least."),
    )


@pytest.mark.parametrize(
    ("found", "note", "changes_substance", "code", "message"),
    [
        ((), "A typo.", False, "correction.nothing", "Nothing reads differently. Change at least one part of the record."),
        (
            REASONS, " ", False, "correction.no_note",
            "Say what was wrong and why it is corrected; the note is published.",
        ),
        (
            WORDS, "A typo.", False, "correction.substance",
            "The correction rewords the decision itself (numbered resolutions). Everybody must have the whole window for what "
            "they read now: say that the substance changes, or leave these words as they are.",
        ),
        (
            (Change("decision_text", "Agreed.", "Not agreed."), *WORDS, *REASONS), "A typo.", False, "correction.substance",
            "The correction rewords the decision itself (what was decided, numbered resolutions). Everybody must have the whole "
            "window for what they read now: say that the substance changes, or leave these words as they are.",
        ),
    ],
)  # fmt: skip
def test_correction_that_cannot_stand_is_refused(found, note, changes_substance, code, message):
    refused = told(require_correction, found, note=note, changes_substance=changes_substance)

    assert refused == (code, message, LAW)


def test_reasons_may_be_added_by_a_note_and_whoever_rewords_the_decision_says_so():
    assert require_correction(REASONS, note="Added.", changes_substance=False) is None
    assert require_correction(WORDS, note="Misprinted.", changes_substance=True) is None


def test_e73_correction_restarts_the_window_only_if_the_substance_changed():
    assert effect(changes_substance=True, restarts=True) == (
        "RESTARTS_WINDOW", "The substance changed, so the call-in window starts again with this version.",
    )  # fmt: skip
    assert effect(changes_substance=False, restarts=True) == (
        "NOTE_ONLY", "Corrected by a note; the earlier version stays and the call-in window is unchanged.",
    )  # fmt: skip
    assert effect(changes_substance=True, restarts=False)[0] == "NOTE_ONLY"


@pytest.mark.parametrize(
    ("window", "at", "called_in", "code", "message"),
    [
        (
            None, WINDOW.ends_at, False, "correction.no_window",
            "This decision cannot be called in, so its substance is not corrected: what changes it is a new decision.",
        ),
        (
            WINDOW, WINDOW.ends_at + timedelta(seconds=1), False, "correction.too_late",
            "The call-in window closed on 19 January 2027. From then on the substance of a decision changes only by a new decision; "
            "reasons and clerical mistakes can still be corrected by a note.",
        ),
        (
            WINDOW, WINDOW.ends_at, True, "correction.called_in",
            "The decision is called in. Its substance is not changed under the eyes of the committee: wait for the hearing, or "
            "correct only what does not change the substance.",
        ),
    ],
)  # fmt: skip
def test_substance_is_corrected_only_in_an_open_window_that_nobody_has_used(window, at, called_in, code, message):
    assert told(require_may_restart, window, at=at, called_in=called_in) == (code, message, LAW)
    assert ways(require_may_restart, window, at=at, called_in=called_in) == [("Read the case", "case", {}, {})]


def test_day_on_which_the_window_closed_is_the_london_day():
    window = replace(WINDOW, ends_at=datetime(2027, 6, 14, 23, 30, tzinfo=UTC))

    _, message, _ = told(require_may_restart, window, at=datetime(2027, 6, 15, 0, 0, tzinfo=UTC), called_in=False)

    assert message.startswith("The call-in window closed on 15 June 2027. ")


def test_substance_may_be_corrected_until_the_last_second_of_the_window():
    assert require_may_restart(WINDOW, at=WINDOW.ends_at, called_in=False) == (
        "The window is open and nobody has called the decision in."
    )


@pytest.mark.parametrize(
    ("maker_kind", "law"),
    [("CABINET", LAW), ("CABINET_MEMBER", LAW), ("OFFICER_EXEC", LAW), ("OFFICER_NONEXEC", "SI 2014/2095 regs 7 and 8")],
)
def test_correction_is_tested_under_the_regulations_of_that_record(maker_kind, law):
    given = {"law": law_for(maker_kind)}

    assert told(require_correction, (), note="A typo.", changes_substance=False, **given)[2] == law
    assert told(require_may_restart, None, at=london(date(2027, 1, 13), 10), called_in=False, **given)[2] == law
