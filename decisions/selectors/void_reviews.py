"""What makes a decision doubtful: its maker's authority, an agreement that came too late, a key decision on no footing."""

from __future__ import annotations

from dataclasses import dataclass

from decisions.models import Decision, UrgencyConsent
from decisions.rules.delegations import SECTION_9E
from decisions.rules.notice_scope import REG_9
from decisions.rules.outcomes import PUT_OFF, RECORD_ONLY
from decisions.rules.urgency import REG_11
from decisions.selectors.past_authority import asked_again


@dataclass(frozen=True)
class Doubt:
    """One ground on which a decision may be void, in words, with the law."""

    ground: str
    why: str
    citation: str


def doubts_of(decision: Decision) -> list[Doubt]:
    """Everything that speaks against a decision as it is on record, the answer to a call-in included (LGA 2000 s9F(4): it is
    made again by whoever made it); nothing for one that was put off, nor for one taken back, which gives effect to nothing.
    """
    if decision.outcome in PUT_OFF or (decision.kind == "RECONSIDERATION" and decision.outcome == "NOT_AGREED"):
        return []
    found = []
    again = asked_again(decision) if decision.maker_kind != "CABINET" else None  # the Cabinet exercises every function
    if again is not None and not again.agrees:
        found.append(Doubt("AUTHORITY", again.why, SECTION_9E))
    if decision.route == "REG11" and (late := _late(decision)):
        found.append(Doubt("LATE_AGREEMENT", late, REG_11))
    if decision.is_key and not decision.route and decision.outcome not in RECORD_ONLY and not _is_noticed_before(decision):
        why = "The decision is key, and neither a notice nor an exception nor an agreement stands behind it."
        found.append(Doubt("NO_FOOTING", why, REG_9))
    return found


def _is_noticed_before(decision: Decision) -> bool:
    """Whether it answers a call-in of a decision that was key already: that one's footing was tested when it was made, and an
    amendment beyond its notice is refused."""
    return decision.kind == "RECONSIDERATION" and decision.reconsideration.original.is_key


def _late(decision: Decision) -> str:
    """That the agreement relied on came after the decision, or was never given."""
    given = UrgencyConsent.objects.filter(
        request__case=decision.case, request__reference=decision.urgent_by, result="AGREED"
    ).order_by("answered_at")
    consent = given.first()
    if consent is None:
        return "Nobody agreed to special urgency."
    if consent.answered_at >= decision.made_at:
        return f"{consent.answered_as} agreed to special urgency only after the decision. Agreement after the act is none."
    return ""
