"""An officer's written notice of a pecuniary interest in a contract (Local Government Act 1972 s117)."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Office
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import involve
from decisions.models import OfficerInterest
from decisions.rules.delegations import SECTION_117
from decisions.services.handing_back import leave_what_waits


def notify_interest(*, case: Case, nature: str, actor: Actor, at: datetime) -> OfficerInterest:
    """Give written notice of an interest in what a case would buy; the officer takes no further part in it.

    Effects in order: the notice is kept; the person becomes interested, which the table of forbidden pairs sets against
    every part that shapes or passes the case; what waits for the officer to decide alone goes back; one event. Raises PermissionDenied; Refusal interest.nature,
    interest.notified.
    """
    standing = access.require(actor, "interest.notify", case, at)
    act = Act(actor, standing, at, rule=SECTION_117)
    row = keep_notice(case, act, standing.office, nature)
    left = {"decision_left": True} if leave_what_waits(case, row.nature, act) else {}
    ledger.append(
        "interest.notify", act, f"{case.reference}/officer-interest/{row.pk}", case=case,
        fields={"nature": row.nature, **left}, tier="personal",
    )  # fmt: skip
    return row


def keep_notice(case: Case, act: Act, office: Office | None, nature: str) -> OfficerInterest:
    """The notice as a row, and the person as interested; a step of this act and of leaving a decision to somebody else."""
    if not nature.strip():
        raise Refusal("interest.nature", "Say what the interest is, and in which contract.", SECTION_117)
    person = act.actor.user
    if OfficerInterest.objects.filter(case=case, person=person).exists():
        raise Refusal("interest.notified", "You have given notice in this case already.", SECTION_117)
    row = OfficerInterest.create_as(act, case=case, person=person, office=office, nature=nature.strip(), notified_at=act.at)
    involve(case, act, "interested")
    return row
