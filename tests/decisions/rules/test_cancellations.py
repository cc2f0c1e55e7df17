"""Which meetings can still be cancelled."""

import pytest

from decisions.models import AgendaItem
from decisions.rules.cancellations import CANCELLED, FOLLOWS, require_cancellable
from tests.builders_rules import refusal_of

COMING = {"is_cancelled": False, "is_begun": False, "is_over": False, "ended": [""], "why": "The hall is flooded."}
LAW = "SI 2012/2089 reg 6(1)"


@pytest.mark.parametrize("ended", [[], [""], ["PULLED", ""], ["WITHDRAWN"], [CANCELLED]])
def test_meeting_that_dealt_with_nothing_is_cancelled(ended):
    assert require_cancellable(**COMING | {"ended": ended}) is None


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        ({"is_cancelled": True, "is_over": True}, "meeting.cancelled", "The meeting is cancelled already."),
        ({"is_begun": True}, "meeting.begun", "The meeting has begun. Adjourn it, or defer its items."),
        ({"is_over": True}, "meeting.begun", "The meeting has begun. Adjourn it, or defer its items."),
        (
            {"ended": ["", "RECOMMENDED"]}, "meeting.took_place",
            "The meeting has dealt with an item, so it has taken place and cannot be cancelled.",
        ),
        ({"why": " \n"}, "meeting.no_reasons", "Say why it is cancelled; residents read it."),
    ],
)  # fmt: skip
def test_meeting_is_not_cancelled_once_it_sat_or_without_a_reason(changed, code, message):
    refused = refusal_of(require_cancellable, **COMING | changed)

    assert (refused.code, refused.message, refused.citation) == (code, message, LAW)


def test_every_kind_of_item_says_what_becomes_of_it():
    assert set(FOLLOWS) == {code for code, _ in AgendaItem.KINDS}
    assert {kind: words.split()[0] for kind, words in FOLLOWS.items()} == dict.fromkeys(FOLLOWS, "waits")
