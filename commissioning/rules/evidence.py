"""Whether evidence is independent of the service that asks, and fresh enough to decide on.

Completeness of a pack is in rules/evidence_packs.py. Source: Local Government and Public Involvement in Health
Act 2007 ss116 to 116B (joint strategic needs assessment); the duty to have regard to relevant matters.
"""

from dataclasses import dataclass
from datetime import date

from commissioning.rules.dates import long_date, months_later
from commissioning.rules.refusals import Alternative, Refusal

LAW = "Local Government and Public Involvement in Health Act 2007 ss116 to 116B"
DATA_YEARS = 3
PACK_MONTHS = 12
Key = int | str


@dataclass(frozen=True)
class Independence:
    """Who wrote, reviewed and approved a pack, and from where."""

    author: Key
    reviewer: Key | None
    approver: Key | None
    author_body: Key
    sponsoring_body: Key
    declared_independent: bool


def require_independent(facts: Independence) -> str:
    """Refuse evidence written from inside the sponsoring service, or reviewed or approved by its author.

    Raises Refusal: evidence.own_service, evidence.not_declared, evidence.own_review.
    """
    if facts.author_body == facts.sponsoring_body:
        message = "The author works in the sponsoring service. Somebody in the research function must write the evidence."
        raise Refusal("evidence.own_service", message, LAW)
    if not facts.declared_independent:
        message = "Declare that no line of management runs from you to the sponsoring service."
        raise Refusal("evidence.not_declared", message, LAW)
    if facts.author in (facts.reviewer, facts.approver):
        raise Refusal("evidence.own_review", "Nobody reviews or approves their own evidence.", LAW)
    return "Written in the research function, independent of the sponsoring service."


def data_warning(newest_data: date | None, on: date, *, years: int = DATA_YEARS) -> str:
    """Warn when the newest data are older than three years; "" when they are not, or there are none yet."""
    if newest_data is None or on <= months_later(newest_data, 12 * years):
        return ""
    return f"The newest figures were published on {long_date(newest_data)}, more than {years} years ago. Say so in the report."


def good_until(approved_on: date, *, months: int = PACK_MONTHS) -> date:
    """The last day on which an approved pack may carry a decision: twelve months after its approval."""
    return months_later(approved_on, months)


def require_fresh(approved_on: date, meeting_on: date, *, months: int = PACK_MONTHS) -> str:
    """Refuse to put a case before the Cabinet on a pack approved more than twelve months before.

    Raises Refusal("evidence.too_old").
    """
    last = good_until(approved_on, months=months)
    if meeting_on > last:
        message = (
            f"The evidence was approved on {long_date(approved_on)} and is good until {long_date(last)}. Take the case to "
            "its decision-maker by then, or withdraw it and put the question afresh, so that the evidence is renewed."
        )
        ways = (
            Alternative("See the evidence and when it was approved", "case_evidence"),
            Alternative("Withdraw the case", "case_withdraw"),
        )
        raise Refusal("evidence.too_old", message, LAW, alternatives=ways)
    return f"The evidence is good until {long_date(last)}."
