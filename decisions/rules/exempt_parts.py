"""What a report keeps back, and when somebody looks at that again (Local Government Act 1972 Schedule 12A)."""

from dataclasses import dataclass
from datetime import date

from commissioning.rules.refusals import Refusal

FIELD, FILE, REVIEW = "exempt_text", "exempt_file", "review_on"  # of the event that publishes the report
SCHEDULE = "LGA 1972 Sch 12A"
LEFT_OUT_COUNCIL = "An officer who decides alone is not made to publish exempt information: SI 2014/2095 reg 9 and LGA 1972 Sch 12A."
LEFT_OUT = "One person who decides alone is not made to publish exempt information: SI 2012/2089 reg 20(1) to (3)."
RENEW, LIFT = "RENEWED", "LIFTED"


@dataclass(frozen=True)
class KeptBack:
    """The text and the PDF that the public report leaves out, and the day on which the exemption is looked at again."""

    text: str = ""
    review_on: date | None = None
    pdf: bytes = b""

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.pdf


def require_renewal(review_on: date | None, reasons: str, today: date) -> None:
    """Who keeps something back longer says why, and until when. Raises Refusal exempt.no_review, exempt.no_reasons."""
    require_review(KeptBack("kept back", review_on), today)
    if not reasons.strip():
        message = "Say why the public interest in keeping it back is still greater. Everybody can read the reasons."
        raise Refusal("exempt.no_reasons", message, SCHEDULE)


def require_review(kept: KeptBack, today: date) -> None:
    """What is kept back has a later day on which that is looked at again. Raises Refusal("exempt.no_review")."""
    if not kept.is_empty and (kept.review_on is None or kept.review_on <= today):
        message = "Give a later day on which the exemption is looked at again: nothing is kept back for ever."
        raise Refusal("exempt.no_review", message, SCHEDULE)
