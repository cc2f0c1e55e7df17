"""A partner tells that it carries out its own part while the council's part is on hold.

A call-in reaches executive decisions of the council only (Local Government Act 2000 s9F(2), (4)): what a partner decides
in its own right is not stayed by it.
"""

from __future__ import annotations

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.proposals import current_version
from decisions.models import PartnerAct
from decisions.rules.implementation import partner_may_act
from decisions.selectors.holds import has_no_hold
from decisions.selectors.sign_offs import signatories

LAW = "LGA 2000 s9F(2), (4)"
READ = (Alternative("Read the case", "case"),)


def tell_own_part(
    *,
    case: Case,
    what: str,
    own_authority: bool,
    authority: str,
    depends_on_council: bool,
    begins_on: date,
    actor: Actor,
    at: datetime,
) -> PartnerAct:
    """Put on the public record what the agency does by itself, and under which decision of its own.

    Effects in order: the act is kept; one event. The hold stays over the council's part. Raises PermissionDenied;
    Refusal partner.not_partner, partner.not_held, partner.waits, partner.no_text.
    """
    standing = access.require(actor, "partner.act", case, at)
    agency = standing.office.body.organisation
    version = current_version(case)
    if version is None or agency not in signatories(version):
        message = "Only an agency other than the council that contributes to this case has a part of its own in it."
        raise Refusal("partner.not_partner", message, LAW, alternatives=READ)
    if has_no_hold(case):
        message = "The council’s part is not on hold, so there is nothing to tell apart."
        raise Refusal("partner.not_held", message, LAW, alternatives=READ)
    allowed, why = partner_may_act(own_authority=own_authority, depends_on_council=depends_on_council)
    if not allowed:
        raise Refusal("partner.waits", f"{why} Wait until the hold is lifted, or decide it in your own right first.", LAW, alternatives=READ)
    if not what.strip() or not authority.strip():
        raise Refusal("partner.no_text", "Say what your agency does, and name the decision of its own.", LAW)
    ledger.passed(Evaluation("partner.may_act", why, LAW, {"own_authority": own_authority, "depends_on_council": depends_on_council}))
    act = Act(actor, standing, at, rule=LAW)
    told = PartnerAct.create_as(
        act, case=case, n=case.partner_acts.count() + 1, organisation=agency, what=what.strip(), authority=authority.strip(),
        begins_on=begins_on, told_by=actor.user, told_as=standing.words, told_at=at,
    )  # fmt: skip
    ledger.append(
        "partner.act", act, f"{case.reference}/own-part/{told.n}", case=case,
        fields={
            "agency": agency.name, "what": told.what, "authority": told.authority, "begins_on": begins_on.isoformat(),
            "council_part_on_hold": True,
        },
    )  # fmt: skip
    return told
