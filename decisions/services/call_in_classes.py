"""Recording that a decision is quasi-judicial or procedural, where the constitution keeps such decisions from call-in.

Local Government Act 2000 s9F(4) gives scrutiny the power to have a decision reconsidered; which decisions call-in reaches is
the constitution's. Without this record such a decision can be called in like every other.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import constitution_of
from decisions.models import CallInClass
from decisions.selectors.call_in_classes import call_in_class, classes_kept_out, is_published

LAW = "LGA 2000 s9F(4)"
LAW_PAGE = (Alternative("See what is recorded about this decision", "case_law"),)


def mark_call_in_class(*, case: Case, code: str, reasons: str, actor: Actor, at: datetime) -> CallInClass:
    """Record the class of a decision ("" for none) before its record is published.

    Effects in order: the row; one event. The record of the decision then says that call-in does not apply, why, and who
    recorded it. Raises PermissionDenied; Refusal call_in_class.no_reasons, call_in_class.ended, call_in_class.published,
    call_in_class.not_excluded, call_in_class.same.
    """
    standing = access.require(actor, "call_in.exempt", case, at)
    cited = f"{constitution_of(case).citation('call_in.exempt_classes')}; {LAW}"
    newest = call_in_class(case)
    _require_open(case, cited)
    if not reasons.strip():
        raise Refusal("call_in_class.no_reasons", "Say why the decision is of that class; residents read it.", cited)
    if code and code not in dict(classes_kept_out(case)):
        message = "The constitution does not keep decisions of this class from call-in, so this one can be called in like every other."
        raise Refusal("call_in_class.not_excluded", message, cited, alternatives=LAW_PAGE)
    if code == (newest.code if newest else ""):
        raise Refusal("call_in_class.same", "This is recorded already. Nothing is to be changed.", cited, alternatives=LAW_PAGE)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=cited)
    row = CallInClass.create_as(
        act, case=case, n=newest.n + 1 if newest else 1, code=code, reasons=reasons.strip(),
        recorded_by=actor.user, recorded_as=standing.words, recorded_at=at,
    )  # fmt: skip
    ledger.append(
        "call_in.exempt", act, f"{case.reference}/call-in-class", case=case,
        fields={"class": row.code, "why": row.reasons}, version=str(row.n),
    )  # fmt: skip
    return row


def _require_open(case: Case, cited: str) -> None:
    """Before the record is published: afterwards everybody has read until when the decision can be called in."""
    if not case.is_open:
        raise Refusal("call_in_class.ended", "This case has ended. Nothing can be called in in it any more.", cited)
    if is_published(case):
        message = "The record is published, and says whether the decision can be called in. That no longer changes."
        raise Refusal("call_in_class.published", message, cited, alternatives=(Alternative("Read the case", "case"),))
