"""What the full council did with a call-in that scrutiny referred to it, and what follows.

The committee may arrange for its power of review to be exercised by the council (LGA 2000 s9F(4)(b)). The council objects, and
then whoever decided reconsiders, or it does not. Only what is contrary to the budget or policy framework is the council's own
to decide (SI 2000/2853 reg 5 and Sch 4; SI 2001/3384 Sch 2).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from commissioning.rules.dates import long_date
from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.outcomes import FRAMEWORK_LAW
from decisions.rules.reconsiderations import Consequence

LAW = "LGA 2000 s9F(4)(b); the constitution's call-in procedure"


class Result(StrEnum):
    """What the council did. AGREED: it changed the budget or policy, or allowed for it, and agreed to the decision."""

    NO_OBJECTION = "NO_OBJECTION"
    AGREED = "AGREED"
    OBJECTED = "OBJECTED"


CONSEQUENCES = {
    Result.NO_OBJECTION: Consequence("RELEASE", "The council does not object, so the call-in ends and its hold is lifted."),
    Result.AGREED: Consequence("RELEASE", "The council agreed to the decision itself, so the call-in ends and its hold is lifted."),
    Result.OBJECTED: Consequence("RECONSIDER", "The council objects. Whoever decided answers each of its objections; the decision stays on hold."),
}
OBJECT = Alternative("Record that the council objects, with its objections", "duty", query={"result": "OBJECTED"}, kinds=("call_in.council",))


def require_result(
    result: Result,
    *,
    outside_framework: bool,
    resolution: str,
    objections: Iterable[str] = (),
    met_on: date,
    heard_on: date,
    today: date,
) -> Consequence:
    """Check what the council is said to have done and say what follows.

    Raises Refusal: council.day, council.no_resolution, council.no_objections, council.not_its_own.
    """
    if not heard_on <= met_on <= today:
        message = f"The council met between {long_date(heard_on)}, when scrutiny referred it, and today. Give the day of its meeting."
        raise Refusal("council.day", message, LAW)
    if not resolution.strip():
        raise Refusal("council.no_resolution", "Write what the council resolved, as its minutes say it.", LAW)
    if result is Result.OBJECTED and not any(text.strip() for text in objections):
        raise Refusal("council.no_objections", "List the objections that the decision-maker must answer.", LAW)
    if result is Result.AGREED and not outside_framework:
        message = (
            "Only what is contrary to the budget or policy framework is the council’s own to decide, and scrutiny referred this "
            "without that. Record that the council objects, or that it does not."
        )
        raise Refusal("council.not_its_own", message, FRAMEWORK_LAW, alternatives=(OBJECT,))
    return CONSEQUENCES[result]
