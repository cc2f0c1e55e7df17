"""Four urgency consents that are never merged, and who may give each.

(a) a key decision on short notice (reg 10 without consent, reg 11 with consent), (b) a private meeting at
short notice (reg 5(6)), (c) agenda and report at shorter notice, (d) exemption from call-in, which only the
constitution knows. One consent never implies another. Source: SI 2012/2089 regs 5, 6, 7, 10, 11.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.refusals import Alternative, Refusal
from decisions.rules.private_meetings import in_public

REG_11 = "SI 2012/2089 reg 11"
REG_5_6 = "SI 2012/2089 reg 5(6)"
CONSTITUTION = "The constitution's call-in procedure"


class Kind(StrEnum):
    """What a consent lifts, and nothing else."""

    KEY_DECISION = "KEY_DECISION"
    PRIVATE_MEETING = "PRIVATE_MEETING"
    SHORT_AGENDA = "SHORT_AGENDA"
    CALL_IN_EXEMPTION = "CALL_IN_EXEMPTION"


class Capacity(StrEnum):
    """The offices in the statutory chain, in order."""

    SCRUTINY_CHAIR = "SCRUTINY_CHAIR"
    CIVIC_MAYOR = "CIVIC_MAYOR"
    VICE_CHAIR_OF_COUNCIL = "VICE_CHAIR_OF_COUNCIL"


TITLES = {
    Capacity.SCRUTINY_CHAIR: "the chair of the relevant scrutiny committee",
    Capacity.CIVIC_MAYOR: "the civic Mayor as chair of the council",
    Capacity.VICE_CHAIR_OF_COUNCIL: "the vice-chair of the council",
}


@dataclass(frozen=True)
class Post:
    """One office of the chain: whether anybody holds it, and why the holder cannot act, if so."""

    filled: bool = True
    unreachable: bool = False
    has_interest: bool = False
    executive_member: bool = False

    @property
    def able(self) -> bool:
        return self.filled and not (self.unreachable or self.has_interest or self.executive_member)

    @property
    def reason(self) -> str:
        if not self.filled:
            return "the post is vacant"
        if self.has_interest:
            return "the holder has an interest in the matter"
        if self.executive_member:
            return "the holder is a member of the executive"
        return "the holder cannot be reached" if self.unreachable else "the holder can act"


@dataclass(frozen=True)
class Consentor:
    """Who may consent, or nobody (`capacity` None), with each step of the chain explained."""

    capacity: Capacity | None
    steps: tuple[str, ...]

    @property
    def why(self) -> str:
        return " ".join(self.steps)


def without_consent(kind: Kind, on: date) -> tuple[Alternative, ...]:
    """What is lawful on a day though nobody agrees to any urgency."""
    if kind is Kind.CALL_IN_EXEMPTION:
        words = "Let the call-in window run: see by when each step must then be done"
        return (Alternative(words, "plan_backwards", query={"by": on.isoformat()}),)
    if kind is Kind.PRIVATE_MEETING:
        return (in_public(on),)
    words = "Use the general exception with five clear days’ notice"
    return (Alternative(words, "case_exception", query={"decide_on": on.isoformat()}),)


def consentor(chair: Post, mayor: Post, vice_chair: Post) -> Consentor:
    """Walk the chain of regs 11(1) and 5(6): scrutiny chair; if none or unable, the chair of the council;
    the vice-chair only when there is no chair of either body.

    The gap is real: a civic Mayor in post who cannot be reached leaves nobody to ask.
    """
    if chair.able:
        return Consentor(Capacity.SCRUTINY_CHAIR, ("The scrutiny chair can act.",))
    steps = [f"The scrutiny chair cannot consent: {chair.reason}."]
    if mayor.able:
        return Consentor(Capacity.CIVIC_MAYOR, (*steps, "The civic Mayor can act."))
    steps.append(f"The civic Mayor cannot consent: {mayor.reason}.")
    if chair.filled or mayor.filled:
        return Consentor(
            None, (*steps, "The vice-chair counts only when neither post is filled, so nobody can consent.")
        )
    if vice_chair.able:
        return Consentor(Capacity.VICE_CHAIR_OF_COUNCIL, (*steps, "The vice-chair of the council can act."))
    return Consentor(None, (*steps, f"The vice-chair cannot consent: {vice_chair.reason}."))


def require_call_in_exemption(
    *, agreed_by: str, consent_roles: Mapping[str, str] | set[str], reasons: str
) -> str:
    """Check a claim that call-in does not apply because of urgency; a reg 10 or reg 11 route proves nothing here.

    `consent_roles` are the offices the constitution names. Raises Refusal("urgency.exemption").
    """
    if agreed_by not in consent_roles or not reasons.strip():
        message = "Exemption from call-in needs the agreement of the office that the constitution names, and reasons in the record. Without them call-in applies."
        raise Refusal("urgency.exemption", message, CONSTITUTION)
    return "Exempt from call-in by agreement, with reasons in the record."
