"""Asking the committee to scrutinise a decision after it was made: open to a councillor whenever a call-in is not.

Local Government Act 2000 s9F(2)(a): scrutiny may review decisions made; s9FC: any councillor may refer a matter.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.refusals import Alternative, Refusal
from decisions.selectors.records import first_record
from scrutiny.models import Referral
from scrutiny.selectors.reports import report_of

LAW = "LGA 2000 ss9F(2)(a) and 9FC"


def refer_decision(*, case: Case, why: str, actor: Actor, at: datetime) -> Referral:
    """Put the matter before the committee; the scrutiny officer reads it beside the report that is to be written.

    Nothing is held up by it. One event. Raises PermissionDenied; Refusal referral.no_decision, referral.reported,
    referral.no_reasons, referral.twice.
    """
    standing = access.require(actor, "scrutiny.refer", case, at)
    if first_record(case) is None:
        message = "No decision has been published in this case. Scrutiny of it begins with the decision."
        raise Refusal("referral.no_decision", message, LAW, alternatives=(Alternative("Read the case", "case"),))
    if report_of(case) is not None:
        message = "The committee has reported on this decision already. Read its report on the case page."
        raise Refusal("referral.reported", message, LAW, alternatives=(Alternative("Read the case", "case"),))
    if not why.strip():
        raise Refusal("referral.no_reasons", "Say what the committee should look at, and why.", LAW)
    asked = Referral.objects.filter(case=case)
    if asked.filter(asked_by=actor.user).exists():
        raise Refusal("referral.twice", "You have asked the committee already. Your request is with the scrutiny officer.", LAW)
    act = Act(actor, standing, at, reason=why.strip(), rule=LAW)
    referral = Referral.create_as(
        act, case=case, number=asked.count() + 1, why=why.strip(),
        asked_by=actor.user, asked_as=standing.words, asked_at=at,
    )  # fmt: skip
    ledger.append(
        "scrutiny.refer", act, f"{case.reference}/referral/{referral.number}", case=case,
        fields={"number": referral.number, "why": referral.why}, tier="member",
    )  # fmt: skip
    return referral
