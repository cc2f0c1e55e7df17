"""Asks about exemptions whose day of review has come. Run by the tick, as often as one likes."""

import logging
from datetime import datetime

from commissioning.acts import Actor
from commissioning.rules.dates import local_date
from decisions.selectors.exempt_parts import to_review
from decisions.services.exempt_reviews import ask_to_review
from workflows import desk

log = logging.getLogger(__name__)


def ask_about_exemptions(at: datetime) -> int:
    """Ask in every case, one that has ended too; returns how many were asked about. A failure is logged and tried again."""
    asked = 0
    for case in {one.case.pk: one.case for one in to_review(local_date(at))}.values():
        try:
            asked += desk.act(case, ask_to_review, by=Actor.system("exemptions"), ended=True).is_done
        except Exception:
            log.exception("The exemptions of case %s could not be asked about", case.reference)
    return asked
