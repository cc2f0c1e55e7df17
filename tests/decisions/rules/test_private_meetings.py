"""A part of a meeting is closed only with both notices, or by agreement, and with the test written down."""

from datetime import date

import pytest

from commissioning.rules.periods import PRIVATE_MEETING_NOTICE, PRIVATE_MEETING_SECOND_NOTICE
from decisions.rules.private_meetings import (
    late_representation,
    require_closable,
    require_paragraphs,
    require_representations_answered,
)
from tests.builders_rules import england, refusal_of

MEETING = date(2026, 12, 14)
FIRST = PRIVATE_MEETING_NOTICE.forward(date(2026, 11, 13))
SECOND = PRIVATE_MEETING_SECOND_NOTICE.forward(date(2026, 12, 4))


def test_both_notices_in_time_close_the_item():
    assert "28 clear days" in require_closable(FIRST, SECOND, MEETING, england())


def test_e21_item_without_the_second_notice_cannot_be_closed():
    refused = refusal_of(require_closable, FIRST, None, MEETING, england())

    assert refused.code == "private.no_second_notice"
    assert [way.label for way in refused.alternatives] == [
        "Take the item in public", "Ask for agreement under regulation 5(6)",
    ]  # fmt: skip


def test_e21_agreement_under_regulation_5_6_closes_it_without_notices():
    assert require_closable(None, None, MEETING, england(), reg_5_6_agreed=True)


def test_item_without_any_notice_or_with_a_late_one_cannot_be_closed():
    late = PRIVATE_MEETING_SECOND_NOTICE.forward(date(2026, 12, 7))

    assert refusal_of(require_closable, None, SECOND, MEETING, england()).code == "private.no_notice"
    assert refusal_of(require_closable, FIRST, late, MEETING, england()).code == "private.too_short"


def test_every_representation_is_answered_before_the_second_notice():
    assert refusal_of(require_representations_answered, 3, 2).code == "private.unanswered"
    assert require_representations_answered(3, 3) is None


def test_e22_representation_after_the_second_notice_is_reported_orally():
    assert late_representation(date(2026, 12, 5), date(2026, 12, 4)) == "REPORT_ORALLY"
    assert late_representation(date(2026, 12, 3), date(2026, 12, 4)) == "ANSWER_IN_NOTICE"


@pytest.mark.parametrize("paragraphs", [(), (8,), (3, 0)])
def test_part_is_closed_only_under_a_paragraph_of_the_schedule(paragraphs):
    assert refusal_of(require_paragraphs, paragraphs).code == "exempt.no_paragraph"
    assert require_paragraphs((3, 5)) is None
