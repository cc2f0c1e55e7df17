"""Each agency's own signature: who must sign, what a signature is worth now, and when all may act together.

A signature binds to the hash of the commitments (operative recommendations, shares, conditions), lasts six
months unless the constitution says otherwise, and stands even if the signatory's delegation ends later.
Source: each agency's own scheme of delegation; NHS Act 2006 ss65Z5, 75; SI 2000/617 for pooled funds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.dates import long_date, months_later
from commissioning.rules.refusals import Refusal

SIGN_LAW = "The agency's own scheme of delegation"
VALID_MONTHS = 6
Key = int | str


class State(StrEnum):
    """Where one agency's signature stands."""

    NOT_REQUIRED = "NOT_REQUIRED"
    REQUESTED = "REQUESTED"
    IN_PRINCIPLE = "IN_PRINCIPLE"
    SIGNED = "SIGNED"
    SIGNED_WITH_CONDITIONS = "SIGNED_WITH_CONDITIONS"
    OBJECTED = "OBJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    STALE = "STALE"


ACTS = frozenset(
    {State.IN_PRINCIPLE, State.SIGNED, State.SIGNED_WITH_CONDITIONS, State.OBJECTED, State.WITHDRAWN}
)
BINDING = frozenset({State.SIGNED, State.SIGNED_WITH_CONDITIONS})


@dataclass(frozen=True)
class Stake:
    """What an agency has in a proposal; `impact_percent` is the share of the effect that it bears."""

    agency: Key
    name: str
    pence: int = 0
    staff: bool = False
    assets: bool = False
    data: bool = False
    functions: bool = False
    impact_percent: int = 0


@dataclass(frozen=True)
class SignOff:
    """An agency's act: what it did, on which commitments, when. `conditions_accepted` once all parties agree."""

    agency: Key
    act: State
    commitments_hash: str
    signed_on: date
    valid_until: date | None = None
    conditions_accepted: bool = True


@dataclass(frozen=True)
class Standing:
    """One agency's position with the sentence that explains it."""

    agency: Key
    name: str
    state: State
    binds: bool
    why: str


@dataclass(frozen=True)
class JointEffect:
    """Whether the joint effect may begin, and for whom it waits."""

    standings: tuple[Standing, ...]

    @property
    def ready(self) -> bool:
        return all(standing.binds for standing in self.standings)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(standing.name for standing in self.standings if not standing.binds)

    @property
    def why(self) -> str:
        if self.ready:
            return "Every agency asked has signed the current commitments."
        return " ".join(standing.why for standing in self.standings if not standing.binds)


def required(stakes: Iterable[Stake], *, impact_percent: int = 100) -> tuple[Stake, ...]:
    """The agencies that must sign: those that put in money, staff, assets, data or functions, or bear the effect."""
    return tuple(
        stake
        for stake in stakes
        if stake.pence
        or stake.staff
        or stake.assets
        or stake.data
        or stake.functions
        or stake.impact_percent >= impact_percent
    )


def valid_until(signed_on: date, months: int = VALID_MONTHS) -> date:
    """The last day on which a signature is good: the same day `months` later, or that month's last day."""
    return months_later(signed_on, months)


def standing(stake: Stake, act: SignOff | None, commitments_hash: str, *, on: date) -> Standing:
    """What one agency's signature is worth on a day, for the commitments with this hash."""
    if act is None:
        return Standing(stake.agency, stake.name, State.REQUESTED, False, f"{stake.name} has not signed.")
    until = act.valid_until or valid_until(act.signed_on)
    if act.act in BINDING and act.commitments_hash != commitments_hash:
        state, why = State.STALE, "signed an earlier version; ask again."
    elif act.act in BINDING and on > until:
        state, why = State.EXPIRED, f"signed, but the signature ended on {long_date(until)}."
    elif act.act is State.SIGNED_WITH_CONDITIONS and not act.conditions_accepted:
        return Standing(
            stake.agency, stake.name, act.act, False, f"{stake.name} awaits acceptance of its conditions."
        )
    else:
        state, why = (
            act.act,
            {State.OBJECTED: "objects.", State.WITHDRAWN: "withdrew its signature."}.get(
                act.act, "signed in principle only." if act.act is State.IN_PRINCIPLE else "has signed."
            ),
        )
    return Standing(stake.agency, stake.name, state, state in BINDING, f"{stake.name} {why}")


def joint_effect(
    stakes: Iterable[Stake], acts: Mapping[Key, SignOff], commitments_hash: str, *, on: date
) -> JointEffect:
    """Put all required agencies' positions together; `acts` holds each agency's latest act."""
    return JointEffect(
        tuple(standing(stake, acts.get(stake.agency), commitments_hash, on=on) for stake in stakes)
    )


def require_may_sign(
    act: State,
    *,
    shown_hash: str,
    current_hash: str,
    delegation_live: bool,
    limit_pence: int | None,
    share_pence: int,
    consultation_open: bool = False,
    text: str = "",
) -> str:
    """Check a signature at the moment it is given.

    Raises Refusal: signoff.unknown, signoff.stale, signoff.no_delegation, signoff.limit, signoff.in_principle,
    signoff.no_text.
    """
    if act not in ACTS:
        raise Refusal(
            "signoff.unknown", "Choose to sign, sign with conditions, sign in principle or object.", SIGN_LAW
        )
    if shown_hash != current_hash:
        raise Refusal(
            "signoff.stale",
            "The commitments changed since you opened them. Read them and sign again.",
            SIGN_LAW,
        )
    if not delegation_live:
        message = (
            "Your authority to sign for the agency is not in force. The agency must name another signatory."
        )
        raise Refusal("signoff.no_delegation", message, SIGN_LAW)
    if act in BINDING and limit_pence is not None and share_pence > limit_pence:
        message = "The agency’s share is above your limit. Take it to the body that may decide it."
        raise Refusal("signoff.limit", message, SIGN_LAW)
    if act in BINDING and consultation_open:
        message = "Consultation has not closed. Sign in principle now and confirm when it has closed."
        raise Refusal("signoff.in_principle", message, "R (Moseley) v Haringey [2014] UKSC 56")
    if act in (State.SIGNED_WITH_CONDITIONS, State.OBJECTED, State.WITHDRAWN) and not text.strip():
        raise Refusal("signoff.no_text", "Write the conditions or the reason.", SIGN_LAW)
    return "Authority in force, within limits, on the current commitments."
