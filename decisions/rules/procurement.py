"""Procurement steps that wait for a decision: the tender after the gateway, the signature after the standstill.

Source: Procurement Act 2023 ss50 and 51 (award notice and mandatory standstill of eight working days, a working
day being one that is no bank holiday in any part of the United Kingdom, s123(1)).
"""

from datetime import date

from commissioning.rules.calendars import Calendar
from commissioning.rules.dates import long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.periods import STANDSTILL
from commissioning.rules.refusals import Refusal

LAW = "Procurement Act 2023 s51"


def standstill(award_notice_on: date, calendar: Calendar | None = None) -> Deadline:
    """Eight working days beginning with the day of the award notice, on the calendar of the United Kingdom."""
    return STANDSTILL.forward(award_notice_on, calendar)


def require_may_sign(deadline: Deadline, sign_on: date, *, challenged: bool = False) -> str:
    """Refuse to sign a contract inside the standstill or during a challenge.

    Raises Refusal: procurement.standstill, procurement.challenged.
    """
    if challenged:
        message = "The award is challenged, so the contract cannot be signed until the court says so."
        raise Refusal("procurement.challenged", message, "Procurement Act 2023 s101")
    if sign_on < deadline.earliest:
        message = f"The standstill lasts until the end of {long_date(deadline.ends_on)}. Sign on {long_date(deadline.earliest)} or later."
        raise Refusal("procurement.standstill", message, LAW, earliest=deadline.earliest)
    return deadline.sentence


def early_tender(tender_notice_on: date, gateway_decided_on: date | None) -> str:
    """Say that a tender notice went out before the decision that allows it, or "". It is put on record."""
    if gateway_decided_on is not None and gateway_decided_on <= tender_notice_on:
        return ""
    return f"The tender notice of {long_date(tender_notice_on)} came before the decision to procure. The Monitoring Officer is told."
