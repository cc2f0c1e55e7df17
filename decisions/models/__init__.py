"""Models of this app, imported one by one so that Django finds them."""

from decisions.models.clearances import ClearanceResult
from decisions.models.key_decision_notices import KeyDecisionNotice
from decisions.models.meetings import AgendaItem, Meeting

__all__ = [
    "AgendaItem",
    "ClearanceResult",
    "KeyDecisionNotice",
    "Meeting",
]
