"""What was said without deciding: it is kept, marked as informal, and is never a decision.

Collective decisions are made only at a quorate meeting open to the public; an answer by e-mail or poll, and a discussion
without a quorum, decide nothing. Source: LGA 2000 s9E; SI 2012/2089 regs 3, 4 and 12.
"""

from collections.abc import Mapping
from datetime import date

from commissioning.rules.dates import long_date
from commissioning.rules.refusals import Alternative, Refusal

LAW = "LGA 2000 s9E; SI 2012/2089 regs 3, 4 and 12"
OUTSIDE, INQUORATE = "OUTSIDE", "INQUORATE"
HOW: Mapping[str, str] = {
    OUTSIDE: "Asked outside a meeting, for example by e-mail or in a poll",
    INQUORATE: "Discussed at a meeting without a quorum",
}


def note_way(label: str, how: str) -> Alternative:
    """The way on where nothing can be decided: keep what was said as informal."""
    return Alternative(label, "case_informal", query={"how": how})


def require_note(how: str, text: str, *, held_on: date, today: date) -> str:
    """Check a note of what was said without deciding. Raises Refusal: informal.how, informal.no_text, informal.to_come."""
    if how not in HOW:
        raise Refusal("informal.how", "Say how it was talked about.", LAW)
    if not text.strip():
        raise Refusal("informal.no_text", "Write who said what.", LAW)
    if held_on > today:
        message = f"{long_date(held_on)} is still to come. Note what has been said already."
        raise Refusal("informal.to_come", message, LAW)
    return f"{HOW[how]} on {long_date(held_on)}. It decides nothing."
