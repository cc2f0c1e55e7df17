"""Call-in: signing a request, ruling on it, hearing it, releasing the decision.

Local Government Act 2000 s9F(2)(a), (4): scrutiny may recommend that a decision made but not implemented be
reconsidered by the person who made it. Numbers, window and grounds are the constitution's.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import Case, Duty, Office
from commissioning.rules.constitution import Constitution
from commissioning.rules.dates import LONDON, local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.services.duties import close_duty, involve, open_duties
from decisions.rules.implementation import held_resolutions
from decisions.rules.reconsiderations import Consequence
from decisions.selectors.holds import open_holds
from decisions.selectors.records import first_record
from decisions.services.holds import lift_hold, narrow_hold, place_hold, raise_concerns
from scrutiny.models import CallIn, CallInText, Hearing, Signature, SignatureWithdrawal
from scrutiny.rules import call_in_rulings, call_ins, hearings
from scrutiny.selectors.call_ins import (
    current_call_in,
    is_said_missed,
    open_call_in,
    original_words,
    request_of,
    signatory,
    signed_since,
    window_of,
)
from scrutiny.services.agendas import heard
from scrutiny.services.call_in_steps import fail, move_ruling, ruling_due, tell_signatories


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
    call_in_rulings.require_callable(
        call_in_applies=record.call_in["applies"],
        why_not=record.call_in.get("reason", ""),
        called_in_before=done.filter(is_valid=True).exclude(outcome="WITHDRAWN").exists(),  # nobody heard that one
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
        standing.office.role,
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
            reason="Called in by councillors; the decision cannot be carried out until that is settled.",
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


def open_call_in_rule(*, case: Case, act: Act) -> None:
    """Ask the office that the constitution names (the Monitoring Officer where it is not filled) to rule on validity by
    the end of the next working day: everything is on hold meanwhile."""
    call_in = open_call_in(case)
    constitution = constitution_of(case)
    due = ruling_due(case, act.at, "request complete")
    named = Office.objects.filter(role=constitution.call_in.validity_decider).order_by("pk")[:1]
    offices = named or Office.objects.filter(role="MONITORING_OFFICER").order_by("pk")[:1]
    open_duties(case, "call_in.rule", act, offices=offices, due=due, subject_id=call_in.pk)


def rule_on_call_in(
    *,
    duty: Duty,
    valid: bool,
    reasons: str,
    public_words: str = "",
    left_out: str = "",
    severable: bool = False,
    actor: Actor,
    at: datetime,
) -> CallIn:
    """Say whether the request is valid, with reasons that are published; and which words of it everybody may read.

    The one does not depend on the other: `left_out` says why `public_words` differ from what the signatories wrote.
    `severable` certifies that the other resolutions can be carried out without those called in: then only these stay
    on hold. Effects in order: the ruling; the public text; the hold, if it is narrowed; the duty closes; if invalid the call-in is closed (the hold is
    lifted by the chart); the signatories are told. Raises PermissionDenied; Refusal call_in.no_reasons,
    call_in.pending, call_in.incomplete, call_in.redact.
    """
    standing = access.require(actor, "call_in.rule", duty, at)
    call_in = open_call_in(duty.case)
    window = window_of(duty.case)
    found = call_ins.standing(request_of(call_in), constitution_of(duty.case).call_in, window, at=at)
    call_in_rulings.require_ruling(found, window, valid=valid, reasons=reasons)
    text = call_in_rulings.public_text(original_words(call_in), public_words, must_redact=bool(left_out))
    asked = {"counted": len(found.counted), "needed": found.needed, "gaps": found.gaps, "ruled_valid": valid}
    ledger.passed(Evaluation("call_in.validity", found.why, call_ins.LAW, asked))
    act = Act(actor, standing, at, reason=reasons)
    held, free = _split(call_in, severable=valid and severable)
    call_in.ruled_at, call_in.is_valid, call_in.ruling_reasons = at, valid, reasons
    call_in.severable = bool(free) if valid else None
    changed = ["ruled_at", "is_valid", "ruling_reasons", "severable"]
    if not valid:
        call_in.closed_at, call_in.outcome = at, "INVALID"
        changed += ["closed_at", "outcome"]
    call_in.save_as(act, update_fields=changed)
    published = CallInText.create_as(
        act, call_in=call_in, text=text, left_out=left_out, published_by=actor.user, published_at=at
    )
    if free:
        _narrow(call_in, act, held)
    involve(duty.case, act, "validity")
    close_duty(duty, act, "VALID" if valid else "INVALID")
    _tell_ruling(call_in, act, window)
    ledger.append(
        "call_in.rule",
        act,
        call_in.reference,
        case=duty.case,
        fields={
            "valid": valid, "ruling": reasons, "public_words": published.text,
            **({"resolutions_on_hold": list(held), "severable": True} if free else {}),
            **({"left_out": published.get_left_out_display()} if left_out else {}),
        },
    )
    return call_in


def _split(call_in: CallIn, *, severable: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which numbered resolutions are held and which are free, if the ones called in may be held alone."""
    numbers = list(call_in.decision.resolutions.values_list("number", flat=True))
    alone = severable and constitution_of(call_in.case).call_in.partial_call_in
    return held_resolutions(numbers, call_in.resolutions, severable=alone)


def _narrow(call_in: CallIn, act: Act, held: Sequence[int]) -> None:
    called = f"Resolution {held[0]} is" if len(held) == 1 else f"Resolutions {', '.join(map(str, held))} are"
    reason = (
        f"{called} called in by councillors and cannot be carried out until that is settled. "
        "The Monitoring Officer certified that the other resolutions do not depend on it."
    )
    for hold in open_holds(call_in.case):
        if hold.reference == call_in.reference:
            narrow_hold(hold, act, held, reason=reason)


def starts_partial_effect(call_in: CallIn) -> bool:
    """Whether this very ruling set a part of the decision free, so that the chart of its effect begins."""
    return bool(call_in.severable) and call_in.ruled_at is not None and call_in.closed_at is None


def _tell_ruling(call_in: CallIn, act: Act, window: Deadline) -> None:
    text = "A call-in that you signed was ruled valid. It goes to the scrutiny committee."
    if not call_in.is_valid:
        day = long_date(local_date(call_in_rulings.released_from(window, act.at)))
        text = f"A call-in that you signed was ruled not valid. The page says why. The decision can take effect from {day}."
    subject = "The call-in is valid" if call_in.is_valid else "The call-in is not valid"
    tell_signatories(call_in, act, "ruled", subject, text)


def open_call_in_hear(*, case: Case, act: Act) -> None:
    """Ask the committee to hear it, within the constitution's period from validation."""
    call_in = open_call_in(case)
    constitution = constitution_of(case)
    within = constitution.call_in.hearing.within
    calendar = calendar_for(constitution, within.calendar if within else "england")
    due = hearings.deadline(act.at, constitution.call_in, calendar)
    offices = Office.objects.filter(role="SCRUTINY_CHAIR").order_by("pk")[:1]
    open_duties(case, "call_in.hear", act, offices=offices, due=due, subject_id=call_in.pk)


def record_hearing(
    *,
    duty: Duty,
    present: int,
    interests: str,
    whip: str,
    outcome: str,
    reasons: str,
    concerns: Sequence[str],
    actor: Actor,
    at: datetime,
) -> Hearing:
    """Record what the committee did.

    Checks quorum, the whip declaration and the outcome; refers concerns to the hold, so that the decision-maker has
    to answer each of them; takes the item off the committee's agenda; closes the duty. No action closes the call-in; the chart lifts the hold.
    """
    standing = access.require(actor, "call_in.hear", duty, at)
    case = duty.case
    constitution = constitution_of(case)
    _require_quorum(constitution, present, local_date(at))
    hearings.require_whip_declared(declared=bool(whip.strip()))
    named = [concern.strip() for concern in concerns if concern.strip()]
    hearings.require_outcome(hearings.Outcome(outcome), constitution.call_in, concerns=named, reasons=reasons)
    call_in = open_call_in(case)
    act = Act(actor, standing, at, reason=reasons)
    hearing = Hearing.create_as(
        act,
        call_in=call_in,
        heard_on=at.astimezone(LONDON).date(),
        present=present,
        whip=whip,
        interests=interests,
        outcome=outcome,
        reasons=reasons,
        concerns=named if outcome == "REFER_BACK" else [],
        recorded_by=actor.user,
        recorded_at=at,
    )
    call_in.outcome = outcome
    call_in.save_as(act, update_fields=["outcome"])
    if outcome == "REFER_BACK":
        for hold in open_holds(case):
            if hold.reference == call_in.reference:
                raise_concerns(hold, act, named)
    late = heard(case, act)
    involve(case, act, "scrutineer")
    close_duty(duty, act, outcome)
    ledger.append(
        "call_in.hear",
        act,
        call_in.reference,
        case=case,
        fields={
            "outcome": outcome, "present": present, "whip": whip, "concerns": hearing.concerns,
            **({"late_item": late} if late else {}),
        },
    )
    return hearing


def _require_quorum(rules: Constitution, present: int, met_on: date) -> None:
    members = Office.objects.filter(role__in=("SCRUTINY_CHAIR", "SCRUTINY_MEMBER")).count()
    needed = rules.quorum.scrutiny.needed(members)
    if present < needed:
        again, follows = hearings.inquorate(met_on, rules.call_in, calendar_for(rules, rules.call_in.hearing.reconvene.calendar))
        message = (
            f"Only {present} members were present; {needed} are needed. {follows.why} "
            f"Meet again by {long_date(again.ends_on)}."
        )
        raise Refusal("hearing.inquorate", message, rules.citation("quorum.scrutiny"))
    enough = f"{present} members were present; {needed} are needed."
    asked = {"present": present, "needed": needed}
    ledger.passed(Evaluation("hearing.quorum", enough, rules.citation("quorum.scrutiny"), asked))


def miss_hearing(*, case: Case, actor: Actor, at: datetime) -> Consequence | None:
    """The committee's time to hear the call-in is over: what the constitution says of that follows, once.

    Either the decision is released (the duty and the call-in close; the chart lifts the hold), or it stays on hold and the
    committee still has to hear it. One event, which says which. None when there is nothing to follow: heard meanwhile,
    still in time, or said before. A step of the clock; raises PermissionDenied for a person.
    """
    if not actor.is_system:
        raise PermissionDenied("Only the clock says that a hearing was missed.")
    duty = Duty.objects.filter(case=case, kind="call_in.hear", closed_at__isnull=True).order_by("-pk").first()
    call_in = open_call_in(case)
    if duty is None or call_in is None or not duty.deadline or is_said_missed(call_in):
        return None
    deadline = Deadline.from_dict(duty.deadline)
    if deadline.open_at(at):
        return None
    duty.case = case
    follows = hearings.missed(constitution_of(case).call_in)
    act = Act(actor, Standing(capacity="system"), at, rule=hearings.LAW)
    if follows.code == "RELEASE":
        call_in.outcome = "NOT_HEARD"
        call_in.save_as(act, update_fields=["outcome"])
        heard(case, act)
        close_duty(duty, act, "NOT_HEARD")
    ledger.append(
        "call_in.missed", act, call_in.reference, case=case,
        fields={"due": deadline.ends_on.isoformat(), "follows": follows.why, "reckoning": deadline.sentence},
    )  # fmt: skip
    return follows


def release(*, case: Case, act: Act) -> None:
    """The call-in is settled: close it and lift its hold. The decision never takes effect before its window ends."""
    call_in = current_call_in(case)
    if call_in.closed_at is None:
        call_in.closed_at = act.at
        call_in.save_as(act, update_fields=["closed_at"])
    for hold in open_holds(case):
        if hold.reference == call_in.reference:
            lift_hold(hold, act, because=call_in.get_outcome_display())
    ledger.append("call_in.release", act, call_in.reference, case=case, fields={"outcome": call_in.outcome})


def close_window(*, case: Case, act: Act) -> None:
    """The window has closed: a request that is not complete is not valid, and its hold ends. A complete one stays on hold."""
    call_in, failed = open_call_in(case), False
    if call_in is not None and call_in.ruled_at is None:
        found = call_ins.standing(request_of(call_in), constitution_of(case).call_in, window_of(case), at=act.at)
        failed = not found.holds
        if failed:
            fail(call_in, act, found)
    ledger.append("call_in.lapse", act, f"{case.reference}/call-in", case=case, fields={"lapsed": failed})
