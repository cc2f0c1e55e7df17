"""A refusal carries what a page needs to help the person on."""

from datetime import date

import pytest

from commissioning.rules.refusals import Alternative, Refusal
from tests.builders_rules import england, london, the_constitution


def test_refusal_keeps_its_parts():
    wait = Alternative("Meet on 21 December 2026", "meeting-move", {"query": {"on": "2026-12-21"}})

    refusal = Refusal(
        "notice.too_short",
        "Only 27 clear days.",
        "SI 2012/2089 reg 9",
        earliest=date(2026, 12, 19),
        alternatives=(wait,),
    )

    assert refusal.code == "notice.too_short"
    assert refusal.earliest == date(2026, 12, 19)
    assert refusal.alternatives == (wait,)
    assert str(refusal) == "Only 27 clear days. (SI 2012/2089 reg 9)"


def test_refusal_without_citation_is_its_message():
    assert str(Refusal("date.unreadable", "Not a date.")) == "Not a date."


def test_alternative_needs_no_parameters():
    assert Alternative("Wait", "case").params == {}


COUNT = the_constitution().call_in_window(london(date(2027, 1, 12), 10), england())


@pytest.mark.parametrize(
    ("earliest", "kept", "counted"),
    [(None, COUNT.earliest, COUNT), (COUNT.earliest, COUNT.earliest, COUNT), (date(2027, 2, 1), date(2027, 2, 1), None)],
)
def test_refusal_with_other_ways_keeps_its_count_unless_the_day_is_another(earliest, kept, counted):
    way = Alternative("Meet later", "meeting-move")
    refusal = Refusal("notice.too_short", "Too short.", "reg 9", earliest=COUNT.earliest, counted=COUNT)

    found = refusal.with_ways(way, earliest=earliest)

    assert (found.code, found.message, found.citation, found.alternatives) == ("notice.too_short", "Too short.", "reg 9", (way,))
    assert (found.earliest, found.counted) == (kept, counted)


def test_refusal_in_a_log_of_errors_shows_code_words_and_law():
    assert repr(Refusal("notice.too_short", "Too short.", "reg 9")) == "Refusal('notice.too_short', 'Too short.', 'reg 9')"
