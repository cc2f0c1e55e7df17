"""A signatory takes back the own signature from a call-in.

Local Government Act 2000 s9F(2), (4); whether a request stands without a signature is the constitution's own rule.
"""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from scrutiny.models import CallIn, SignatureWithdrawal
from scrutiny.rules import call_in_rulings, call_ins
from scrutiny.rules.call_in_rulings import Withdrawal
from scrutiny.selectors.call_ins import open_call_in, own_signature, request_of, window_of, withdrawn_at
from scrutiny.services.agendas import take_off
from scrutiny.services.call_in_steps import (
    end_call_in,
    fail,
    move_ruling,
    ruling_due,
    tell_missing,
    tell_signatories,
)

TOLD = {
    Withdrawal.RECOUNT: "The signature no longer counts.",
    Withdrawal.WITHDRAWN: "The request is withdrawn.",
    Withdrawal.NO_EFFECT: "The request stays as it is until all signatories have withdrawn in writing.",
}


def withdraw_signature(*, case: Case, statement: str, actor: Actor, at: datetime) -> SignatureWithdrawal:
    """Take back the own signature by a written statement.

    Before the ruling, and inside the window, the signatures are counted again: a request that is no longer complete
    waits until the window ends, and is not valid if nobody takes the place. Afterwards the statement is kept without
    effect, until all signatories have withdrawn: then the call-in ends. Effects in order: the statement; a request
    that ends or waits; mails to those whose signatures stand; one event. Raises PermissionDenied; Refusal
    call_in.not_signed, call_in.heard, call_in.no_statement.
    """
    standing = access.require(actor, "call_in.unsign", case, at)
    call_in = open_call_in(case)
    signature = own_signature(call_in, actor.user) if call_in else None
    if call_in is None or signature is None or withdrawn_at(signature) is not None:
        raise Refusal("call_in.not_signed", "There is no call-in open that carries your signature.", call_ins.LAW)
    if call_in.outcome:
        raise Refusal("call_in.heard", "The committee has heard this call-in. It can no longer be withdrawn.", call_ins.LAW)
    if not statement.strip():
        raise Refusal("call_in.no_statement", "Write that you withdraw, and why. It is kept with the request.", call_ins.LAW)
    act = Act(actor, standing, at, reason=statement.strip(), rule=call_ins.LAW)
    withdrawal = SignatureWithdrawal.create_as(act, signature=signature, statement=statement.strip(), withdrawn_at=at)
    follows = _follow(call_in, act)
    counted = call_ins.standing(request_of(call_in), constitution_of(case).call_in, _window(call_in), at=at)
    ledger.passed(Evaluation("call_in.withdrawal", TOLD[follows], call_ins.LAW, {"ruled": call_in.ruled_at is not None}))
    ledger.append(
        "call_in.unsign", act, call_in.reference, case=case,
        fields={"signatures": len(counted.counted), "needed": counted.needed, "follows": TOLD[follows]},
    )  # fmt: skip
    return withdrawal


def _window(call_in: CallIn) -> Deadline:
    window = window_of(call_in.case)
    if window is None:
        raise LookupError(f"Call-in {call_in.reference} has no window")
    return window


def _follow(call_in: CallIn, act: Act) -> Withdrawal:
    """What the withdrawal does to the request, and that it is done."""
    request, window = request_of(call_in), _window(call_in)
    rules = constitution_of(call_in.case).call_in
    follows = call_in_rulings.withdrawal(
        request.signatories, rules, window, at=act.at, ruled=call_in.ruled_at is not None, lead=call_in.lead_id
    )
    if follows is Withdrawal.WITHDRAWN:
        take_off(call_in.case, act)
        end_call_in(call_in, act, "WITHDRAWN")
        tell_signatories(call_in, act, "withdrawn", "The call-in is withdrawn", "A call-in that you signed is withdrawn.")
    if follows is Withdrawal.RECOUNT and call_in.received_at:
        found = call_ins.standing(request, rules, window, at=act.at)
        if found.state is call_ins.State.FAILED:
            fail(call_in, act, found)
        elif found.state is call_ins.State.GATHERING:
            move_ruling(call_in, act, ruling_due(call_in.case, window.ends_at, "window closed"))
            tell_missing(call_in, act, found, window)
    return follows
