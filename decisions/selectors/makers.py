"""Who the holder of an office is as a decision-maker."""

from __future__ import annotations

from commissioning.models import Case, Office
from commissioning.rules.access_matrix import DECIDING_OFFICERS
from commissioning.rules.tracks import Track
from decisions.rules import delegations as rules


def is_executive(case: Case) -> bool:
    """Whether the case exercises a function of the executive; its track was chosen by that."""
    return case.track != Track.OFFICER_NON_EXECUTIVE


def kind_of(office: Office, *, executive: bool) -> str:
    """One of the lawful kinds of decision-maker, or the kind that may not decide; asks whose the office is only of officers."""
    own = office.role not in DECIDING_OFFICERS or office.body.organisation.kind == "COUNCIL"
    return rules.kind_of(office.role, executive=executive, own=own)


def maker_of(case: Case, office: Office) -> str:
    """The same for a case."""
    return kind_of(office, executive=is_executive(case))
