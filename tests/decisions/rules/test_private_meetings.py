"""A part of a meeting is closed only with both notices, or by agreement, and with the test written down."""

from datetime import date

import pytest

from commissioning.rules.periods import PRIVATE_MEETING_NOTICE, PRIVATE_MEETING_SECOND_NOTICE
from commissioning.rules.refusals import Alternative
from decisions.rules.private_meetings import (
    late_representation,
    other_day,
    require_closable,
    require_paragraphs,
    require_representations_answered,
    require_weighing,
)
from tests.builders_rules import england, refusal_of, told

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


@pytest.mark.parametrize("paragraphs", [(), (0,), (8,), (3, 8)])
def test_ground_outside_the_schedule_is_refused_in_words(paragraphs):
    refused = refusal_of(require_paragraphs, paragraphs)

    assert (refused.code, refused.message, refused.citation) == (
        "exempt.no_paragraph",
        "Choose the paragraph of Schedule 12A that applies, for instance 3 for business affairs. “Confidential” alone is not a ground.",
        "LGA 1972 Sch 12A Parts 1 and 2",
    )
    assert require_paragraphs((1, 7)) is None


def test_closed_item_shows_both_counts_or_the_agreement():
    assert require_closable(FIRST, SECOND, MEETING, england()) == f"{FIRST.sentence}; {SECOND.sentence}"
    assert require_closable(None, None, MEETING, england(), reg_5_6_agreed=True) == "Agreed as urgent under regulation 5(6)."


@pytest.mark.parametrize(("first", "second"), [(date(2026, 11, 16), date(2026, 12, 4)), (date(2026, 11, 13), date(2026, 12, 7))])
def test_either_notice_too_late_is_refused_with_its_count(first, second):
    refused = refusal_of(
        require_closable, PRIVATE_MEETING_NOTICE.forward(first), PRIVATE_MEETING_SECOND_NOTICE.forward(second), MEETING, england()
    )

    assert refused.code == "private.too_short"
    assert refused.message.startswith("A private meeting on 14 December 2026 would leave only ")


def test_representation_from_the_day_of_the_second_notice_on_is_reported_orally():
    days = (date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 5))

    assert [late_representation(day, date(2026, 12, 4)) for day in days] == ["ANSWER_IN_NOTICE", "REPORT_ORALLY", "REPORT_ORALLY"]


@pytest.mark.parametrize("weighing", ["", " ", "10.", "--"])
def test_part_is_closed_only_when_the_public_interest_was_weighed(weighing):
    assert told(require_weighing, weighing) == (
        "exempt.no_weighing",
        "Say in at least one sentence why the public interest in keeping it back outweighs the public interest in publishing it. "
        "A paragraph of Schedule 12A alone closes nothing.",
        "LGA 1972 Sch 12A para 10",
    )
    assert require_weighing("The bids are still open.") is None


WAY = Alternative("Cancel the meeting", "meeting_cancel", {"pk": 1})


def test_missing_second_notice_for_the_new_day_says_when_one_published_now_allows_it():
    missing = refusal_of(require_closable, FIRST, None, MEETING, england())

    refused = other_day(missing, date(2027, 1, 4), SECOND, [WAY])

    assert (refused.code, refused.citation, refused.earliest, refused.counted, refused.alternatives) == (
        "private.other_day", "SI 2012/2089 reg 5(2) to (5)", SECOND.earliest, SECOND, (WAY,),
    )  # fmt: skip
    assert refused.message == (
        "Part of this meeting is to be private, and the second notice of that names another day than 4 January 2027. "
        "Publish it again for the new day: published now, it allows 12 December 2026 at the earliest. Then postpone the meeting."
    )


def test_any_other_gap_in_the_notices_is_said_as_it_is_with_the_same_ways():
    none = refusal_of(require_closable, None, None, MEETING, england())

    refused = other_day(none, MEETING, SECOND, [WAY])

    assert (refused.code, refused.alternatives) == ("private.no_notice", (WAY,))
