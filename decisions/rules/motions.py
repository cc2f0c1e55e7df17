"""What is put to a decision-maker and how: the decision in words, and the manner in which a meeting took it."""

from dataclasses import dataclass
from datetime import date

DECLINED = "DECLINED"


@dataclass(frozen=True)
class Words:
    """The decision in words: what, why, what else was considered. `resolutions` are numbered in their order.

    `pence` is the whole cost as amended, where an amendment changes it. `outside_framework`: contrary to the budget or
    the policy framework, as the meeting was advised. `not_deferred`: why an item is decided although an agency objects.
    `advice` is what the Monitoring Officer and the chief finance officer advised on a referral to the council.
    `since` is the day from which money has been spent or work done already, and `because` why nobody decided it before.
    """

    outcome: str
    text: str = ""
    resolutions: tuple[str, ...] = ()
    reasons: str = ""
    alternatives: str = ""
    pence: int | None = None
    outside_framework: bool = False
    not_deferred: str = ""
    since: date | None = None
    because: str = ""
    advice: str = ""

    @property
    def amended_pence(self) -> int | None:
        """The whole cost as amended; None where nothing was amended, or not the cost."""
        return self.pence if self.outcome == "AGREED_AMENDED" else None


@dataclass(frozen=True)
class Manner:
    """How the person presiding put the item: AGREED (without a vote), SHOW_OF_HANDS or RECORDED.

    Totals only for a show of hands; `casting` is FOR, AGAINST or DECLINED; `dissent` is a note that is attached.
    `presiding` is the key of the member who presided over the item in the chair's place, None where the chair did.
    """

    mode: str
    votes_for: int = 0
    votes_against: int = 0
    abstentions: int = 0
    casting: str = ""
    anybody_dissents: bool = False
    dissent: str = ""
    presiding: int | None = None
