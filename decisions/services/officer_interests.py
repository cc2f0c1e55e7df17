"""An officer's written notice of a pecuniary interest in a contract (Local Government Act 1972 s117)."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import involve
from decisions.models import OfficerInterest

SECTION_117 = "LGA 1972 s117"


def notify_interest(*, case: Case, nature: str, actor: Actor, at: datetime) -> OfficerInterest:
    """Give written notice of an interest in what a case would buy; the officer takes no further part in it.

    Effects in order: the notice is kept; the person becomes interested, which the table of forbidden pairs sets against
    every part that shapes or passes the case; one event. Raises PermissionDenied; Refusal interest.nature,
    interest.notified.
    """
    standing = access.require(actor, "interest.notify", case, at)
    if not nature.strip():
        raise Refusal("interest.nature", "Say what the interest is, and in which contract.", SECTION_117)
    if OfficerInterest.objects.filter(case=case, person=actor.user).exists():
        raise Refusal("interest.notified", "You have given notice in this case already.", SECTION_117)
    act = Act(actor, standing, at, rule=SECTION_117)
    row = OfficerInterest.create_as(
        act, case=case, person=actor.user, office=standing.office, nature=nature.strip(), notified_at=at
    )
    involve(case, act, "interested")
    ledger.append(
        "interest.notify", act, f"{case.reference}/officer-interest/{row.pk}", case=case,
        fields={"nature": row.nature}, tier="personal",
    )  # fmt: skip
    return row
