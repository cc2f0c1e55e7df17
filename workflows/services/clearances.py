"""When the time of a clearance is over: silence counts as "no comment" where the constitution says so, nowhere else."""

import logging
from datetime import datetime

from commissioning.acts import Actor
from decisions.selectors.clearances import silent_and_overdue
from decisions.services.clearances import let_lapse
from workflows import desk

log = logging.getLogger(__name__)


def lapse_silent(at: datetime) -> int:
    """Let each such clearance lapse, so that its case goes on; returns how many did. Safe to repeat."""
    return sum(_lapsed(duty.case_id, duty.pk) for duty in silent_and_overdue(at))


def _lapsed(case: int, duty: int) -> bool:
    try:
        return desk.act(case, let_lapse, by=Actor.system("clearance"), duty=duty).is_done
    except Exception:
        log.exception("Clearance %s could not lapse", duty)
        return False
