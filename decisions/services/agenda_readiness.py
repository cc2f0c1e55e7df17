"""A case that is ready to be put on an agenda: its cleared version, and how long that may wait."""

from datetime import datetime

from commissioning import ledger
from commissioning.models import Case, Duty, ProposalVersion
from commissioning.rules.counting import forward
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.proposals import current_version
from decisions.rules import clearances as clearance_rules
from decisions.rules.agendas import REG_6
from decisions.selectors.clearances import sheet

CHECK_DAYS = 2


def two_days(case: Case, at: datetime) -> Deadline:
    """How long the proper officer has to put a case that is ready on an agenda; the product's own target."""
    constitution = constitution_of(case)
    return forward(
        "WORK_AFTER", CHECK_DAYS, at, calendar_for(constitution), rule="agenda.check",
        citation=constitution.citation("publication"), start_event="ready to publish", target_event="overdue from",
    )  # fmt: skip


def cleared_version(duty: Duty) -> ProposalVersion:
    """The current version, with every clearance it needs. Raises Refusal item.closed, clearance.missing."""
    if not duty.is_open:
        message = "This has been done already. The case page shows the meeting."
        raise Refusal("item.closed", message, REG_6)
    version = current_version(duty.case)
    cleared = sheet(duty.case, version)
    why = clearance_rules.require_clear(cleared)
    asked = {
        "content_hash": version.content_hash if version else "",
        "cleared_by": [row.role for row in cleared.standings],
    }
    ledger.passed(Evaluation("clearance.all_given", why, clearance_rules.CLEARANCE_LAW, asked))
    return version
