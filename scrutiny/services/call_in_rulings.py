"""Whether a request is a valid call-in, which part of the decision it holds, and which of its words everybody may read.

Local Government Act 2000 s9F(4); who rules, and on what, is the constitution's.
"""

from collections.abc import Sequence
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.call_in_rule_set import RUNS_BESIDE
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import Evaluation
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, involve, open_duties
from decisions.rules.implementation import held_resolutions
from decisions.selectors.holds import open_holds
from decisions.services.holds import narrow_hold
from scrutiny.models import CallIn, CallInText
from scrutiny.rules import call_in_rulings, call_ins
from scrutiny.rules.hearings import heard_where
from scrutiny.selectors.call_ins import (
    open_call_in,
    original_words,
    request_of,
    window_of,
)
from scrutiny.services.call_in_steps import ruling_due, tell_signatories


def open_call_in_rule(*, case: Case, act: Act) -> None:
    """Ask the office that the constitution names (the Monitoring Officer where it is not filled) to rule on validity by
    the end of the next working day: everything is on hold meanwhile."""
    call_in = open_call_in(case)
    constitution = constitution_of(case)
    due = ruling_due(case, act.at, "request complete")
    named = first_of(constitution.call_in.validity_decider)
    offices = named or first_of("MONITORING_OFFICER")
    open_duties(case, "call_in.rule", act, offices=offices, due=due, subject_id=call_in.pk)


def rule_on_call_in(
    *,
    duty: Duty,
    valid: bool,
    reasons: str,
    public_words: str = "",
    left_out: str = "",
    severable: bool = False,
    consulted: str = "",
    actor: Actor,
    at: datetime,
) -> CallIn:
    """Say whether the request is valid, with reasons that are published; and which words of it everybody may read.

    The one does not depend on the other: `left_out` says why `public_words` differ from what the signatories wrote.
    `severable` certifies that the other resolutions can be carried out without those called in: then only these stay
    on hold. `consulted` is what the office said that the constitution has consulted on it. Effects in order: the ruling; the public text; the hold, if it is narrowed; the duty closes; if invalid the call-in is closed (the hold is
    lifted by the chart); the signatories are told. Raises PermissionDenied; Refusal call_in.no_reasons,
    call_in.pending, call_in.incomplete, call_in.redact, call_in.not_consulted.
    """
    standing = access.require(actor, "call_in.rule", duty, at)
    call_in = open_call_in(duty.case)
    is_public = call_in_rulings.reasons_are_public(constitution_of(duty.case).call_in, valid=valid)
    window = window_of(duty.case)
    constitution = constitution_of(duty.case)
    found = call_ins.standing(request_of(call_in), constitution.call_in, window, at=at)
    call_in_rulings.require_ruling(found, window, valid=valid, reasons=reasons)
    cited = constitution.citation("call_in.validity_with")
    view = call_in_rulings.require_consulted(constitution.call_in, consulted, cited)
    text = call_in_rulings.public_text(original_words(call_in), public_words, must_redact=bool(left_out))
    asked = {"counted": len(found.counted), "needed": found.needed, "gaps": found.gaps, "ruled_valid": valid}
    ledger.passed(Evaluation("call_in.validity", found.why, call_ins.LAW, asked))
    if view:
        whom = call_in_rulings.consulted_in_words(constitution.call_in)
        ledger.passed(Evaluation("call_in.consulted", f"The {whom}, who is consulted on validity, was asked.", cited, {}))
    act = Act(actor, standing, at, reason=reasons)
    held, free = _split(call_in, severable=valid and severable)
    call_in.ruled_at, call_in.is_valid, call_in.ruling_reasons = at, valid, reasons
    call_in.severable, call_in.consulted_view = bool(free) if valid else None, view
    changed = ["ruled_at", "is_valid", "ruling_reasons", "severable", "consulted_view"]
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
            **({"consulted_view": view} if view else {}),
            **({"resolutions_on_hold": list(held), "severable": True} if free else {}),
            **({"left_out": published.get_left_out_display()} if left_out else {}),
        },
        tier="public" if is_public else {"ruling": "member", "reason": "member", "consulted_view": "member"},
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
    where = heard_where(constitution_of(call_in.case).call_in)
    text = f"A call-in that you signed was ruled valid. It goes to the scrutiny committee. {where}"
    if not call_in.is_valid:
        day = long_date(local_date(call_in_rulings.released_from(window, act.at)))
        text = f"A call-in that you signed was ruled not valid. The page says why. The decision can take effect from {day}."
        if window.target_event == RUNS_BESIDE:
            text = "A call-in that you signed was ruled not valid. The page says why. The decision can be carried out again."
    subject = "The call-in is valid" if call_in.is_valid else "The call-in is not valid"
    tell_signatories(call_in, act, "ruled", subject, text)
