"""What a report keeps back is looked at again on a later day."""

from datetime import date

import pytest

from decisions.rules.exempt_parts import KeptBack, require_review
from tests.builders_rules import refusal_of

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
