"""Whether a meeting can still be cancelled, and what becomes of what was on its agenda (SI 2012/2089 reg 6(1))."""

from __future__ import annotations

from collections.abc import Collection

from commissioning.rules.refusals import Refusal

REG_6_1 = "SI 2012/2089 reg 6(1)"
CANCELLED = "CANCELLED"
NOT_DEALT_WITH = frozenset({"", "PULLED", "WITHDRAWN", CANCELLED})
FOLLOWS = {
    "RECOMMENDATION": "waits for another meeting of the team",
    "DECISION": "waits for another agenda; notices, clear days and the age of the evidence are checked again for its day",
    "RECONSIDERATION": "waits for another meeting of the body that made the decision; the decision stays on hold",
    "SCRUTINY": "waits for another scrutiny meeting; the time in which a call-in is heard runs on",
}


def require_cancellable(
    *, is_cancelled: bool, is_begun: bool, is_over: bool, ended: Collection[str], why: str
) -> None:
    """A meeting is cancelled with a reason, as long as it has not begun and has dealt with nothing.

    `ended` says as what each item of its agenda ended, "" for one that waits. Raises Refusal meeting.cancelled,
    meeting.begun, meeting.took_place, meeting.no_reasons.
    """
    if is_cancelled:
        raise Refusal("meeting.cancelled", "The meeting is cancelled already.", REG_6_1)
    if is_begun or is_over:
        raise Refusal("meeting.begun", "The meeting has begun. Adjourn it, or defer its items.", REG_6_1)
    if not NOT_DEALT_WITH.issuperset(ended):
        message = "The meeting has dealt with an item, so it has taken place and cannot be cancelled."
        raise Refusal("meeting.took_place", message, REG_6_1)
    if not why.strip():
        raise Refusal("meeting.no_reasons", "Say why it is cancelled; residents read it.", REG_6_1)
