"""Ruling on a call-in: what can be called in, who rules, what withdrawing does, when a hold ends.

Source: LGA 2000 s9F(4); the constitution's call-in procedure.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from commissioning.rules.call_in_rule_set import CallInRuleSet, ResidentTrigger, Role
from commissioning.rules.constitution_words import code_in_words
from commissioning.rules.dates import LONDON
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from scrutiny.rules.call_ins import LATER, LAW, Key, Signatory, Standing, State


def require_callable(
    *,
    call_in_applies: bool,
    why_not: str = "",
    called_in_before: bool = False,
) -> None:
    """Refuse a call-in of what cannot be called in, and a second call-in of the same decision.

    What differs materially is never the answer to a call-in: an amendment beyond the notice is refused, and comes as a new
    decision with a window of its own. Raises Refusal: call_in.not_applicable, call_in.second.
    """
    if called_in_before:
        message = "This decision was called in before and then confirmed. One decision is called in once."
        raise Refusal("call_in.second", message, LAW, alternatives=LATER)
    if not call_in_applies:
        raise Refusal(
            "call_in.not_applicable", f"This cannot be called in. {why_not}".strip(), LAW, alternatives=LATER
        )


class Withdrawal(StrEnum):
    """What a written withdrawal does to a request."""

    RECOUNT = "RECOUNT"
    WITHDRAWN = "WITHDRAWN"
    NO_EFFECT = "NO_EFFECT"


def withdrawal(
    signatories: Iterable[Signatory], rules: CallInRuleSet, window: Deadline, *, at: datetime, ruled: bool, lead: Key
) -> Withdrawal:
    """What taking back a signature does, each withdrawal being a written statement.

    All signatories together end the request at any time before it is heard (or its lead alone, where the constitution
    says so). One alone counts only before the ruling, and inside the window unless the constitution allows it later.
    """
    signed = list(signatories)
    if all(one.withdrawn_at for one in signed):
        return Withdrawal.WITHDRAWN
    if rules.withdrawal == "LEAD_SIGNATORY" and any(one.withdrawn_at for one in signed if one.person == lead):
        return Withdrawal.WITHDRAWN
    in_time = window.open_at(at) or not rules.signature_withdrawal_in_window
    return Withdrawal.RECOUNT if in_time and not ruled else Withdrawal.NO_EFFECT


def ruled_with(rules: CallInRuleSet) -> Role | None:
    """The office that is consulted before anybody rules, where the constitution names one beside who rules."""
    return rules.validity_with if rules.validity_with != rules.validity_decider else None


def consulted_in_words(rules: CallInRuleSet) -> str:
    """That office as a sentence names it; "" where nobody is consulted."""
    role = ruled_with(rules)
    return code_in_words(role).lower() if role else ""


def reasons_are_public(rules: CallInRuleSet, *, valid: bool) -> bool:
    """Whether everybody reads why: of a valid request always, of a rejected one where the constitution publishes it."""
    return valid or rules.rejection_reasons_published


def require_consulted(rules: CallInRuleSet, said: str, citation: str) -> str:
    """What the office said that is consulted on validity, on record with the ruling; raises Refusal("call_in.not_consulted")."""
    whom = consulted_in_words(rules)
    if not whom:
        return ""
    if not said.strip():
        message = f"Ask the {whom} first, and write down what was said about whether the call-in is valid."
        raise Refusal("call_in.not_consulted", message, citation)
    return said.strip()


def require_ruling(result: Standing, window: Deadline, *, valid: bool, reasons: str) -> None:
    """A ruling gives reasons, waits while a missing signature can still come, and cannot call valid what is incomplete.

    Raises Refusal: call_in.no_reasons, call_in.pending, call_in.incomplete.
    """
    if not reasons.strip():
        raise Refusal("call_in.no_reasons", "Give the reasons for the ruling; they are published.", LAW)
    if result.state is State.GATHERING:
        message = f"The request is not complete, and others can still sign until the window closes. {result.why} Wait until then."
        raise Refusal("call_in.pending", message, LAW, earliest=window.earliest)
    if valid and not result.holds:
        raise Refusal("call_in.incomplete", f"The request is not complete. {result.why}", LAW)


def released_from(window: Deadline, ruled_at: datetime) -> datetime:
    """When an invalid request stops holding: with the ruling, but never before the window's own end."""
    return max(ruled_at, window.earliest_at).astimezone(LONDON)


def residents_in_time(window: Deadline | None, received_on: date, *, at: datetime, in_effect: bool) -> bool:
    """Whether a petition reached the council while the window was open, on whatever later day an officer logs it. On the last
    day of a window with a closing time only what is logged by then; nothing holds a decision that has taken effect."""
    if window is None or in_effect:
        return False
    whole_day = received_on == window.ends_on and window.cut_off is None
    return window.open_at(at) or received_on < window.ends_on or whole_day


def residents_signal(signatures: int, trigger: ResidentTrigger, *, window_open: bool) -> str:
    """What residents' signatures do: a request for scrutiny, never a hold, unless a local rule enables one.

    SCRUTINY_REQUEST; CONSIDER_CALL_IN where enough have signed under the council's own rule; HOLD where that rule lets
    them hold a decision whose window is still open.
    """
    if not trigger.enabled or signatures < (trigger.threshold or 1):
        return "SCRUTINY_REQUEST"
    return "HOLD" if trigger.effect == "HOLDS_DECISION" and window_open else "CONSIDER_CALL_IN"


def public_text(original: str, redacted: str, *, must_redact: bool) -> str:
    """The words of a request that the public reads; validity is ruled on separately.

    Raises Refusal("call_in.redact") when something must go and no redacted version is there.
    """
    if not must_redact:
        return original
    if not redacted.strip() or redacted.strip() == original.strip():
        message = "Write a public version without the words that cannot be published. The original stays restricted."
        raise Refusal("call_in.redact", message, "Defamation Act 2013; UK GDPR art 5")
    return redacted
