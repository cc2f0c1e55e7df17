"""Whether a decision may be put into effect now, and everything that stands in the way.

A decision waits for its call-in window, for every open hold, for the signatures it depends on, and for every
overlay that stops the council. A partner's own lawful act is not stayed by a call-in of the council's.
Source: LGA 2000 s9F(4) (made but not implemented); LGHA 1989 s5A(6); LGFA 1988 s115; Procurement Act 2023 s51.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commissioning.rules.deadlines import Deadline
from commissioning.rules.lists import listed
from commissioning.rules.refusals import Refusal
from decisions.rules.outcomes import AUTHORISES, CallIn, Outcome


class Overlay(StrEnum):
    """A stop that lies over a case or over the whole council."""

    SUSPENDED_PREELECTION = "SUSPENDED_PREELECTION"
    SPEND_STOP = "SPEND_STOP"
    MO_S5A_HOLD = "MO_S5A_HOLD"
    COURT_ORDER = "COURT_ORDER"
    LEGAL_HOLD = "LEGAL_HOLD"
    AGENCY_OBJECTION = "AGENCY_OBJECTION"
    STANDSTILL = "STANDSTILL"


STOPS = {
    Overlay.SUSPENDED_PREELECTION: (
        "The Monitoring Officer suspended it until after the election.",
        "Recommended Code on Local Authority Publicity 2011",
    ),
    Overlay.SPEND_STOP: (
        "A section 114 report is in force: no new agreement without the chief finance officer’s written authority.",
        "LGFA 1988 ss114, 115(6) and (6A)",
    ),
    Overlay.MO_S5A_HOLD: (
        "The Monitoring Officer reported it as unlawful; the executive must consider the report first.",
        "LGHA 1989 s5A(6)",
    ),
    Overlay.COURT_ORDER: ("A court order stops it.", "Senior Courts Act 1981 s31"),
    Overlay.AGENCY_OBJECTION: (
        "An agency objects; the Monitoring Officer reviews.",
        "The agencies’ agreement",
    ),
    Overlay.STANDSTILL: ("The standstill after the award notice has not ended.", "Procurement Act 2023 s51"),
}


@dataclass(frozen=True)
class Block:
    """One thing in the way: a code, plain words, the source."""

    code: str
    why: str
    citation: str


@dataclass(frozen=True)
class Verdict:
    """Whether implementation may begin, and all that stands in the way."""

    blocks: tuple[Block, ...]

    @property
    def allowed(self) -> bool:
        return not self.blocks

    @property
    def why(self) -> str:
        return " ".join(block.why for block in self.blocks) or "Nothing stands in the way."


@dataclass(frozen=True)
class Position:
    """The state of one decision. `window` is the call-in period, None before publication or without call-in;
    `beside_window`: the constitution lets it be carried out while that is open."""

    outcome: Outcome
    published: bool
    call_in: CallIn
    window: Deadline | None = None
    beside_window: bool = False
    holds: tuple[str, ...] = ()
    missing_sign_offs: tuple[str, ...] = ()
    overlays: frozenset[Overlay] = frozenset()
    finance_authority: bool = False


def verdict(position: Position, *, at: datetime) -> Verdict:
    """List everything that stands in the way at a moment; the finance officer's written authority for this
    very agreement lifts a spending stop, and a legal hold concerns disposal, not implementation."""
    blocks = []
    if position.outcome not in AUTHORISES:
        blocks.append(Block("NO_AUTHORITY", "This outcome gives no authority to act.", "LGA 2000 s9E"))
    if not position.published:
        blocks.append(Block("NOT_PUBLISHED", "The record is not published.", "SI 2012/2089 regs 12 to 14"))
    elif position.call_in is CallIn.APPLIES and not position.beside_window and (position.window is None or at < position.window.earliest_at):
        ends = f" {position.window.sentence}." if position.window else ""
        blocks.append(Block("WINDOW", f"The call-in window is open.{ends}", "LGA 2000 s9F(4)"))
    blocks += [Block("HOLD", f"On hold: {hold}.", "LGA 2000 s9F(4)") for hold in position.holds]
    if position.missing_sign_offs:
        names = listed(position.missing_sign_offs)
        blocks.append(
            Block(
                "SIGN_OFF", f"Waits for the signature of {names}.", "The agencies’ own schemes of delegation"
            )
        )
    for overlay in sorted(position.overlays):
        lifted = overlay is Overlay.SPEND_STOP and position.finance_authority
        if overlay in STOPS and not lifted:
            blocks.append(Block(overlay, *STOPS[overlay]))
    return Verdict(tuple(blocks))


def require_may_implement(position: Position, *, at: datetime) -> str:
    """Refuse to put a decision into effect while anything is in the way; Refusal("implementation.blocked")."""
    result = verdict(position, at=at)
    if not result.allowed:
        ends = position.window.earliest if position.window and at < position.window.earliest_at else None
        citation = "; ".join(dict.fromkeys(block.citation for block in result.blocks))
        message = f"The decision cannot take effect yet. {result.why}"
        raise Refusal("implementation.blocked", message, citation, earliest=ends)
    return result.why


def partner_may_act(*, own_authority: bool, depends_on_council: bool) -> tuple[bool, str]:
    """Whether a partner may put its own part into effect while the council's part is held."""
    if not own_authority:
        return False, "The partner has no decision of its own yet."
    if depends_on_council:
        return False, "The partner’s decision is conditional on the council’s, which is on hold."
    return True, "The partner acts on its own authority. The council’s part is on hold."


def held_resolutions(
    numbers: Collection[int], called_in: Iterable[int], *, severable: bool
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Split numbered resolutions into held and free: all are held unless the Monitoring Officer certifies that
    the ones called in can be severed."""
    held = set(called_in) & set(numbers)
    if held and not severable:
        held = set(numbers)
    return tuple(sorted(held)), tuple(sorted(set(numbers) - held))
