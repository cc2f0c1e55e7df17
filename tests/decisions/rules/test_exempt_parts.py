"""What a report keeps back is looked at again on a later day."""

from datetime import date

import pytest

from decisions.rules.exempt_parts import LEFT_OUT, LEFT_OUT_COUNCIL, KeptBack, require_renewal, require_review
from tests.builders_rules import refusal_of, told

TODAY = date(2027, 1, 11)


@pytest.mark.parametrize("day", [None, date(2027, 1, 10), TODAY])
def test_text_kept_back_without_a_later_review_is_refused(day):
    refused = refusal_of(require_review, KeptBack("The lowest bid.", day), TODAY)

    assert (refused.code, refused.citation) == ("exempt.no_review", "LGA 1972 Sch 12A")
    assert refused.message == (
        "Give a later day on which the exemption is looked at again: nothing is kept back for ever."
    )


def test_text_kept_back_until_tomorrow_passes():
    assert require_review(KeptBack("The lowest bid.", date(2027, 1, 12)), TODAY) is None


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_kept_back_needs_no_review(text):
    assert require_review(KeptBack(text), TODAY) is None


def test_pdf_alone_is_kept_back_too():
    assert refusal_of(require_review, KeptBack(pdf=b"%PDF"), TODAY).code == "exempt.no_review"


@pytest.mark.parametrize("day", [None, TODAY])
def test_renewal_without_a_later_review_is_refused(day):
    assert told(require_renewal, day, "Bids are still open.", TODAY) == (
        "exempt.no_review",
        "Give a later day on which the exemption is looked at again: nothing is kept back for ever.",
        "LGA 1972 Sch 12A",
    )


def test_renewal_without_reasons_is_refused():
    assert told(require_renewal, date(2027, 1, 12), " \n", TODAY) == (
        "exempt.no_reasons",
        "Say why the public interest in keeping it back is still greater. Everybody can read the reasons.",
        "LGA 1972 Sch 12A",
    )


def test_renewal_until_tomorrow_with_reasons_passes():
    assert require_renewal(date(2027, 1, 12), "Bids are still open.", TODAY) is None


def test_what_an_officer_leaves_out_for_the_council_rests_on_the_regulations_for_officers():
    assert LEFT_OUT_COUNCIL.endswith("SI 2014/2095 reg 9 and LGA 1972 Sch 12A.")
    assert LEFT_OUT.endswith("SI 2012/2089 reg 20(1) to (3).")
