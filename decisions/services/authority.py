"""Saying under which function of the scheme a case falls, and the Leader's own arrangement for one matter.

The Leader has a duty to arrange it where the member who would decide has an interest, or where nobody would decide.

Local Government Act 2000 s9E(2): the Leader discharges a function of the executive, or arranges for the Cabinet, a
committee of it, one of its members or an officer to do so.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Case, Delegation, Duty, Office
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import close_all, open_duties
from decisions.models import AgendaItem, Allocation, CaseFunction
from decisions.rules.authority import SECTION_9E_2
from decisions.rules.delegations import SECTION_9E, SECTION_101, require_lawful_maker
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors.authority import gives_as_executive
from decisions.selectors.case_authority import (
    allocation_of,
    has_decider,
    leaders,
    out_of,
)
from decisions.selectors.makers import is_executive, maker_of
from decisions.selectors.reconsiderations import waits_for_a_place

KIND = "function.allocate"


def name_function(*, case: Case, function: str, reasons: str, actor: Actor, at: datetime) -> CaseFunction:
    """Say which function of the scheme the case exercises; "" when the scheme names none.

    Effects in order: the function is kept; the Leader is asked to allocate the matter where no line in force with a
    holder names it, and no longer asked where one does; one event. Raises PermissionDenied; Refusal function.unknown,
    function.no_reasons, function.whose, case.decided.
    """
    standing = access.require(actor, "function.name", case, at)
    if function and not Delegation.objects.filter(function=function).exists():
        raise Refusal("function.unknown", "The scheme of delegation does not name this function.", SECTION_9E)
    if not reasons.strip():
        raise Refusal("function.no_reasons", "Say why the case falls under this function.", SECTION_9E)
    if function and is_executive(case) not in gives_as_executive(function):
        whose, other = ("the executive", "the council") if is_executive(case) else ("the council", "the executive")
        message = f"The case was put as a function of {whose}, and the scheme gives “{function}” as one of {other}. Choose another function."
        raise Refusal("function.whose", message, f"{SECTION_9E}; {SECTION_101}")
    _require_undecided(case)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=SECTION_9E)
    row = CaseFunction.create_as(
        act, case=case, n=case.functions.count() + 1, function=function, reasons=reasons.strip(),
        named_by=actor.user, named_as=standing.words, named_at=at,
    )  # fmt: skip
    if has_decider(function, local_date(at)):
        close_all(case, act, "NOT_NEEDED", kind=KIND)
    elif is_executive(case) and allocation_of(case) is None and not _is_pending(case):
        ask_leader_to_allocate(case, act)
    ledger.append("function.name", act, f"{case.reference}/function", case=case, fields={"function": function}, version=str(row.n))
    return row


def allocate(
    *,
    case: Case,
    reasons: str,
    body: Body | None = None,
    office: Office | None = None,
    duty: Duty | None = None,
    actor: Actor,
    at: datetime,
) -> Allocation:
    """Say who decides one matter: the Cabinet or a committee of it, one member of the executive, or an officer.

    A decision that was called in keeps its line; what may be allocated of it is the answer, once whoever decided has left that.
    A notice that names another decision-maker no longer covers the decision, which publishing the agenda tests again.
    `duty` is the Leader's duty to do so, where there is one; it may be done without.
    Effects in order: the arrangement is kept; the duty closes; one event. Raises PermissionDenied; Refusal
    allocation.no_reasons, allocation.not_executive, allocation.wrong_body, allocation.interest, allocation.pending,
    delegation.unlawful_maker, case.decided.
    """
    standing = access.require(actor, KIND, duty or case, at)
    if not reasons.strip():
        raise Refusal("allocation.no_reasons", "Say why it is arranged so.", SECTION_9E_2)
    if not is_executive(case):
        message = "It is a function of the council, so the Leader does not arrange it. The scheme names the officer, or the council or its committee decides."
        raise Refusal("allocation.not_executive", message, SECTION_101)
    if (body is None) is (office is None) or (body is not None and body.kind not in Body.EXECUTIVE):
        message = "Choose the Cabinet, a committee of it, one of its members, or an officer."
        raise Refusal("allocation.wrong_body", message, SECTION_9E_2)
    if office is not None:
        require_lawful_maker(maker_of(case, office))
        out = out_of(case, local_date(at)).get(office.pk)
        if out is not None:
            raise Refusal("allocation.interest", f"{office.title} cannot decide this. {out.why} Choose somebody else.", out.citation)
    if not waits_for_a_place(case):
        _require_undecided(case)
    if _is_pending(case):
        message = "The matter is before its decision-maker already. It has to be passed on or deferred there first."
        raise Refusal("allocation.pending", message, SECTION_9E_2)
    act = Act(actor, standing, at, reason=reasons.strip(), rule=SECTION_9E_2)
    row = Allocation.create_as(
        act, case=case, n=case.allocations.count() + 1, body=body, office=office, reasons=reasons.strip(),
        made_by=actor.user, made_as=standing.words, made_at=at, made_on=local_date(at),
    )  # fmt: skip
    close_all(case, act, "ALLOCATED", kind=KIND)
    ledger.append(KIND, act, f"{case.reference}/allocation", case=case, fields={"decider": row.name}, version=str(row.n))
    return row


def ask_leader_to_allocate(case: Case, act: Act) -> None:
    """Give the Leader the duty to say who decides, unless it waits already; a step inside other acts, without an own event."""
    if Duty.objects.filter(case=case, kind=KIND, closed_at__isnull=True).exists():
        return
    open_duties(case, KIND, act, offices=leaders().select_related("body")[:1])


def _is_pending(case: Case) -> bool:
    """Whether the matter is before a decision-maker."""
    return AgendaItem.objects.filter(case=case, kind="DECISION", ended_at__isnull=True).exists()


def _require_undecided(case: Case) -> None:
    if case.decisions.exclude(outcome__in=PUT_OFF).exists():
        raise Refusal("case.decided", "This case has been decided; the decision keeps the line under which it was made.", SECTION_9E)
