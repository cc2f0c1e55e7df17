"""What a correction of a record changes, whether that is the substance, and what follows for the window."""

from datetime import date, timedelta

import pytest

from decisions.rules.record_corrections import (
    Change,
    changes,
    effect,
    require_correction,
    require_may_restart,
)
from tests.builders_rules import england, london, refusal_of, the_constitution

CONTENT = {
    "decision_text": "The Cabinet agreed.",
    "resolutions": [{"number": 1, "text": "Buy it."}, {"number": 2, "text": "Review it."}],
    "reasons": "It meets the need.",
    "alternatives": "Buying alone costs more.",
}
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


@pytest.mark.parametrize(
    ("found", "note", "changes_substance", "code"),
    [
        ((), "A typo.", False, "correction.nothing"),
        (REASONS, " ", False, "correction.no_note"),
        (WORDS, "A typo.", False, "correction.substance"),
    ],
)
def test_correction_that_cannot_stand_is_refused(found, note, changes_substance, code):
    assert refusal_of(require_correction, found, note=note, changes_substance=changes_substance).code == code


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
    ("window", "at", "called_in", "code"),
    [
        (None, WINDOW.ends_at, False, "correction.no_window"),
        (WINDOW, WINDOW.ends_at + timedelta(seconds=1), False, "correction.too_late"),
        (WINDOW, WINDOW.ends_at, True, "correction.called_in"),
    ],
)
def test_substance_is_corrected_only_in_an_open_window_that_nobody_has_used(window, at, called_in, code):
    assert refusal_of(require_may_restart, window, at=at, called_in=called_in).code == code


def test_substance_may_be_corrected_until_the_last_second_of_the_window():
    assert require_may_restart(WINDOW, at=WINDOW.ends_at, called_in=False) == (
        "The window is open and nobody has called the decision in."
    )
