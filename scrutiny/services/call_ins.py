"""Call-in: requesting and signing it, the end of its window, releasing the decision.

Local Government Act 2000 s9F(2)(a), (4): scrutiny may recommend that a decision made but not implemented be
reconsidered by the person who made it. Numbers, window and grounds are the constitution's.
"""

from collections.abc import Sequence
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.services.duties import involve
from decisions.rules.early_effects import held_words
from decisions.selectors.holds import open_holds
from decisions.selectors.records import first_record
from decisions.services.holds import lift_hold, place_hold
from scrutiny.models import CallIn, Signature, SignatureWithdrawal
from scrutiny.rules import call_in_rulings, call_ins
from scrutiny.selectors.call_ins import (
    current_call_in,
    open_call_in,
    request_of,
    roles_held,
    seats_of,
    signatory,
    signed_since,
    window_of,
)
from scrutiny.services.call_in_steps import fail, move_ruling, ruling_due

HELD = "Called in by councillors; the decision cannot be carried out until that is settled."


def request_call_in(
    *,
    case: Case,
    resolutions: Sequence[int],
    grounds: Sequence[dict],
    alternative: str,
    actor: Actor,
    at: datetime,
) -> CallIn:
    """Write a request and sign it first.

    Refuses what cannot be called in, a second call-in, an open request beside this one, and a signature that does not
    count. If one signature is enough under the constitution, the decision is on hold at once.
    """
    standing = access.require(actor, "call_in.sign", case, at)
    record = first_record(case)
    if record is None:
        raise Refusal("call_in.not_published", "There is no published decision to call in yet.", call_ins.LAW)
    if open_call_in(case) is not None:
        ways = (Alternative("Read and sign the call-in that is open", "call_in"),)
        message = "A call-in of this decision is open already. Sign that one."
        raise Refusal("call_in.open", message, call_ins.LAW, alternatives=ways)
    done = CallIn.objects.filter(case=case)
    before = done.filter(decision=record.decision, is_valid=True).exclude(outcome="WITHDRAWN")  # nobody heard that one
    call_in_rulings.require_callable(
        call_in_applies=record.call_in["applies"],
        why_not=record.call_in.get("reason", ""),
        called_in_before=before.exists(),
    )
    act = Act(actor, standing, at)
    number = done.count() + 1
    call_in = CallIn(
        case=case,
        decision=record.decision,
        record=record,
        number=number,
        reference=f"{case.reference}/call-in/{number}",
        lead=actor.user,
        resolutions=list(resolutions),
        grounds=list(grounds),
        alternative=alternative,
        opened_at=at,
    )
    window = _require_may_sign(call_in, standing, actor, at, [])
    call_in.save_as(act)
    return _sign(call_in, act, "call_in.request", window)


def sign_call_in(*, case: Case, actor: Actor, at: datetime) -> CallIn:
    """Add one's signature; with the one that completes the request, the decision is on hold."""
    standing = access.require(actor, "call_in.sign", case, at)
    call_in = open_call_in(case)
    if call_in is None or call_in.ruled_at is not None:
        ways = (Alternative("Start a call-in", "call_in"),)
        raise Refusal("call_in.none", "There is no call-in open to sign. You can start one.", call_ins.LAW, alternatives=ways)
    signed = list(call_in.signatures.values_list("person_id", flat=True))
    if SignatureWithdrawal.objects.filter(signature__call_in=call_in, signature__person=actor.user).exists():
        message = "You withdrew your signature from this request. Another councillor can sign in your place."
        raise Refusal("call_in.withdrew", message, call_ins.LAW)
    window = _require_may_sign(call_in, standing, actor, at, signed)
    return _sign(call_in, Act(actor, standing, at), "call_in.sign", window)


def _require_may_sign(
    call_in: CallIn, standing: Standing, actor: Actor, at: datetime, signed: list[int]
) -> Deadline | None:
    """Refuse a signature that does not count; returns the call-in window against which it counts."""
    window = window_of(call_in.case)
    constitution = constitution_of(call_in.case)
    rules = constitution.call_in
    who = signatory(
        actor.user,
        {standing.office.role} | roles_held(seats_of([actor.user.pk]), actor.user.pk, at),
        standing.office.party,
        at,
        call_in.decision,
        yearly=signed_since(actor.user, call_ins.council_year_began(local_date(at), constitution.annual_meetings)),
    )
    call_ins.require_may_sign(who, rules, window, already_signed=signed)
    asked = {"office": standing.title, "window": window.sentence, "signed_before": len(signed), "signed_this_year": who.made_yearly}
    counts = "In time, from somebody whom the constitution names, and not signed before."
    ledger.passed(Evaluation("call_in.signature", counts, call_ins.LAW, asked))
    return window


def _sign(call_in: CallIn, act: Act, kind: str, window: Deadline | None) -> CallIn:
    office = act.standing.office
    rules = constitution_of(call_in.case).call_in
    was_short = call_in.received_at is not None and not call_ins.standing(request_of(call_in), rules, window, at=act.at).holds
    Signature.create_as(
        act, call_in=call_in, person=act.actor.user, office=office, party=office.party, signed_at=act.at
    )
    involve(call_in.case, act, "caller")
    standing = call_ins.standing(request_of(call_in), rules, window, at=act.at)
    asked = {"counted": len(standing.counted), "needed": standing.needed, "gaps": standing.gaps}
    ledger.passed(Evaluation("call_in.complete", standing.why, call_ins.LAW, asked))
    if standing.holds and call_in.received_at is None:
        call_in.received_at = act.at
        call_in.save_as(act, update_fields=["received_at"])
        place_hold(
            call_in.case,
            act,
            kind="CALL_IN",
            reference=call_in.reference,
            reason=held_words(call_in.case.effective_on) if call_in.case.effective_on else HELD,
        )
    elif standing.holds and was_short:
        move_ruling(call_in, act, ruling_due(call_in.case, act.at, "request complete again"))
    ledger.append(
        kind,
        act,
        call_in.reference,
        case=call_in.case,
        fields={
            "signatures": len(standing.counted),
            "needed": standing.needed,
            "holds": standing.holds,
            "grounds": call_in.grounds,
            "alternative": call_in.alternative,
            "resolutions": call_in.resolutions,
        },
        tier={"grounds": "exempt", "alternative": "exempt"},  # in their own words; see CallInText for what is published
    )
    return call_in


def starts_chart(call_in: CallIn) -> bool:
    """Whether this very act made the request complete, so that the chart of the call-in begins."""
    if all(hold.reference != call_in.reference for hold in open_holds(call_in.case)):
        return False
    return not Duty.objects.filter(case=call_in.case, kind="call_in.rule", subject_id=call_in.pk).exists()


def release(*, case: Case, act: Act) -> None:
    """The call-in is settled: close it and lift its hold. The decision never takes effect before its window ends."""
    call_in = current_call_in(case)
    if call_in.closed_at is None:
        call_in.closed_at = act.at
        call_in.save_as(act, update_fields=["closed_at"])
    for hold in open_holds(case):
        if hold.reference == call_in.reference:
            lift_hold(hold, act, because=_settled(call_in))
    ledger.append("call_in.release", act, call_in.reference, case=case, fields={"outcome": call_in.outcome})


def _settled(call_in: CallIn) -> str:
    """How it was settled: by the committee, or by the council where it was referred there."""
    said = call_in.get_outcome_display()
    return f"{said}. {call_in.council_review.get_result_display()}" if hasattr(call_in, "council_review") else said


def close_window(*, case: Case, act: Act) -> None:
    """The window has closed: a request that is not complete is not valid, and its hold ends. A complete one stays on hold."""
    call_in, failed = open_call_in(case), False
    if call_in is not None and call_in.ruled_at is None:
        found = call_ins.standing(request_of(call_in), constitution_of(case).call_in, window_of(case), at=act.at)
        failed = not found.holds
        if failed:
            fail(call_in, act, found)
    ledger.append("call_in.lapse", act, f"{case.reference}/call-in", case=case, fields={"lapsed": failed})
