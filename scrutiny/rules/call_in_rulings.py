"""Ruling on a call-in: what can be called in, who rules, what withdrawing does, when a hold ends.

Source: LGA 2000 s9F(4); the constitution's call-in procedure.
"""

from collections.abc import Iterable
from datetime import datetime

from commissioning.rules.dates import LONDON
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Refusal
from scrutiny.rules.call_ins import LATER, LAW, Signatory, Standing


def require_callable(
    *,
    call_in_applies: bool,
    why_not: str = "",
    called_in_before: bool = False,
    materially_different: bool = False,
) -> None:
    """Refuse a call-in of what cannot be called in, and a second call-in of the same decision.

    A reconsidered decision that differs materially is a new decision. Raises Refusal: call_in.not_applicable,
    call_in.second.
    """
    if called_in_before and not materially_different:
        message = "This decision was called in before and then confirmed. One decision is called in once."
        raise Refusal("call_in.second", message, LAW, alternatives=LATER)
    if not call_in_applies:
        raise Refusal(
            "call_in.not_applicable", f"This cannot be called in. {why_not}".strip(), LAW, alternatives=LATER
        )


def withdrawal(signatories: Iterable[Signatory], *, validated: bool, in_writing: bool) -> str:
    """What withdrawing does: after validation only all signatories together, in writing, end a call-in."""
    if not validated:
        return "RECOUNT"
    return "WITHDRAWN" if in_writing and all(one.withdrawn_at for one in signatories) else "NO_EFFECT"


def require_ruling(result: Standing, *, valid: bool, reasons: str) -> None:
    """A ruling gives reasons, and cannot call valid what is incomplete; Refusal: call_in.no_reasons, call_in.incomplete."""
    if not reasons.strip():
        raise Refusal("call_in.no_reasons", "Give the reasons for the ruling; they are published.", LAW)
    if valid and not result.holds:
        raise Refusal("call_in.incomplete", f"The request is not complete. {result.why}", LAW)


def released_from(window: Deadline, ruled_at: datetime) -> datetime:
    """When an invalid request stops holding: with the ruling, but never before the window's own end."""
    return max(ruled_at, window.earliest_at).astimezone(LONDON)


def residents_signal(signatures: int, *, local_rule: bool, threshold: int) -> str:
    """What residents' signatures do: a request for scrutiny, never a hold, unless a local rule enables one."""
    if local_rule and signatures >= threshold:
        return "CONSIDER_CALL_IN"
    return "SCRUTINY_REQUEST"


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
