"""Recording whether a case is an education matter, so that the education co-optees may call its decision in.

Local Government Act 2000 Sch A1 paras 7 and 8: representatives of the churches and of parent governors vote on questions
which relate to education functions of the executive, wholly or partly. SI 2001/478 regs 3 and 10.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.refusals import Refusal
from decisions.models import EducationMatter
from decisions.selectors.education_matters import education_matter

LAW = "LGA 2000 Sch A1 paras 7 and 8; SI 2001/478 regs 3 and 10"


def mark_education_matter(
    *, case: Case, is_education: bool, reasons: str, actor: Actor, at: datetime
) -> EducationMatter:
    """Record that a case is an education matter, or that it is none after all.

    Signatures that co-optees gave before a correction keep counting; those after it do not. Effects in order: the row; one
    event. The clock tells the co-optees while the decision can be called in. Raises PermissionDenied; Refusal
    education.no_reasons, education.same, education.ended.
    """
    standing = access.require(actor, "education.mark", case, at)
    if not reasons.strip():
        message = "Say which education functions of the council it concerns, or why it concerns none."
        raise Refusal("education.no_reasons", message, LAW)
    if not case.is_open:
        raise Refusal("education.ended", "This case has ended. Nothing can be called in or heard in it any more.", LAW)
    newest = education_matter(case)
    if is_education is (newest is not None and newest.is_education):
        state = "is recorded as an education matter already" if is_education else "is not recorded as an education matter"
        raise Refusal("education.same", f"This case {state}. Nothing is to be changed.", LAW)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=LAW)
    row = EducationMatter.create_as(
        act, case=case, n=newest.n + 1 if newest else 1, is_education=is_education, reasons=reasons.strip(),
        recorded_by=actor.user, recorded_as=standing.words, recorded_at=at,
    )  # fmt: skip
    ledger.append(
        "education.mark", act, f"{case.reference}/education", case=case,
        fields={"is_education": is_education, "why": row.reasons}, version=str(row.n),
    )  # fmt: skip
    return row
