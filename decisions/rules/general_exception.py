"""The general exception to the 28-day notice: who is told, what is published, and why.

It needs notice and five clear days, never consent, and the decision can still be called in.
Source: SI 2012/2089 reg 10.
"""

from dataclasses import dataclass

from commissioning.rules.refusals import Refusal

REG_10 = "SI 2012/2089 reg 10"
LEAST_REASON = 50
CATEGORIES = {
    "NEW_EVENT": "Something happened that nobody could foresee",
    "EXTERNAL_DATE": "Somebody outside the council set the date",
    "LEGAL": "A court, a regulator or a new law asks for it",
    "SAFETY": "Waiting would put people at risk",
    "SUPPLIER": "A supplier or partner withdrew or failed",
    "OTHER": "Another reason",
}


@dataclass(frozen=True)
class GeneralException:
    """The steps of reg 10: whom the proper officer informed, and why the 28-day notice was impracticable."""

    chair_exists: bool
    chair_informed: bool
    members_informed: int
    members: int
    published: bool
    reason: str
    category: str = "OTHER"
    least: int = LEAST_REASON


def require_general_exception(facts: GeneralException) -> str:
    """Check the steps of reg 10(1) before the five clear days are counted; it needs notice, not consent.

    Raises Refusal: urgency.not_informed, urgency.not_published, urgency.weak_reason.
    """
    if facts.chair_exists and not facts.chair_informed:
        raise Refusal(
            "urgency.not_informed",
            "Inform the chair of the relevant scrutiny committee in writing first.",
            REG_10,
        )
    if not facts.chair_exists and facts.members_informed < facts.members:
        message = "The committee has no chair, so inform every member of it in writing first."
        raise Refusal("urgency.not_informed", message, REG_10)
    if not facts.published:
        raise Refusal(
            "urgency.not_published", "Publish the notice on the website and at the offices first.", REG_10
        )
    if facts.category not in CATEGORIES:
        raise Refusal("urgency.weak_reason", "Choose what kind of reason it is.", REG_10)
    if len(facts.reason.strip()) < facts.least or facts.reason.strip().lower().startswith("late report"):
        message = f"Say in at least {facts.least} characters why the 28-day notice was impracticable. A late report is no reason."
        raise Refusal("urgency.weak_reason", message, REG_10)
    return "The chair is informed, the notice is public and the reason is stated."
