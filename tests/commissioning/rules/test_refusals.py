"""A refusal carries what a page needs to help the person on."""

from datetime import date

from commissioning.rules.refusals import Alternative, Refusal


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
