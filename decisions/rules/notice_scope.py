"""Which decision a published notice covers, and when it is spent.

The 28 clear days run for that matter and that decision-maker. A notice is spent by a change of either, by an
earlier date than stated, or by lapse. Source: SI 2012/2089 reg 9.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.rules.dates import long_date, months_later
from commissioning.rules.lists import listed
from commissioning.rules.refusals import Alternative, Refusal

REG_9 = "SI 2012/2089 reg 9"
WAYS = (
    Alternative("Publish a new notice", "notice_again"),
    Alternative("Use the general exception with five clear days’ notice", "case_exception"),
    Alternative("Ask for agreement to special urgency", "case_urgency_ask", query={"kind": "KEY_DECISION"}),
)


class Slippage(StrEnum):
    """What happens to the 28 days when a decision slips beyond the stated period."""

    RESTART = "RESTART"
    CARRY = "CARRY"


@dataclass(frozen=True)
class Scope:
    """What a notice announced or a decision does: who, when, how much (pence), where, and what in essence."""

    maker: str
    first: date
    last: date
    pence: int
    areas: frozenset[str]
    matter: str


@dataclass(frozen=True)
class Fit:
    """Whether a decision lies within its notice, the reasons if not, and what to watch if so."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def covers(self) -> bool:
        return not self.reasons

    @property
    def why(self) -> str:
        return " ".join(self.reasons or ("The decision lies within the notice.", *self.warnings))


def fit(
    notice: Scope,
    decision: Scope,
    *,
    slippage: Slippage = Slippage.CARRY,
    percent: int = 5,
    pence: int = 5_000_000,
    members_changed: bool = False,
) -> Fit:
    """Compare the decision with what its notice announced.

    A new notice is needed for another maker, an earlier date, a rise beyond the tolerance (more than
    `percent` per cent or more than `pence`), new areas or another matter. Later than announced needs one only
    under the RESTART rule. A change in the body's membership never does.
    """
    reasons: list[str] = []
    warnings: list[str] = []
    if decision.maker != notice.maker:
        reasons.append(f"The notice names {notice.maker}, but {decision.maker} would decide.")
    if decision.first < notice.first:
        reasons.append(
            f"The notice gives {long_date(notice.first)} as the first date; this would be earlier."
        )
    if decision.last > notice.last:
        late = f"The decision would come after {long_date(notice.last)}, the last date in the notice."
        (reasons if slippage is Slippage.RESTART else warnings).append(late)
    rise = abs(decision.pence) - abs(notice.pence)
    if rise > pence or rise * 100 > abs(notice.pence) * percent:
        reasons.append("The value is above what the notice announced.")
    if added := decision.areas - notice.areas:
        reasons.append(f"The decision also affects {listed(sorted(added))}.")
    if decision.matter != notice.matter:
        reasons.append("The matter is not the one in the notice.")
    if members_changed:
        warnings.append("The body’s membership has changed; show the new list with the notice.")
    return Fit(tuple(reasons), tuple(warnings))


def carries(announced: Scope, later: Scope, *, slippage: Slippage, restart_after_months: int) -> bool:
    """Whether a notice published again keeps the clear days that ran for the one first `announced`.

    It does with matter, maker, value and areas unchanged and no earlier date, as where only a document is added; past the
    announced period only under the CARRY rule and within the months of the constitution. Anything else starts 28 new clear days.
    """
    is_late = later.last > announced.last
    slips = slippage is Slippage.CARRY and later.first <= months_later(announced.last, restart_after_months)
    return (slips or not is_late) and fit(announced, later).covers


def require_fit(result: Fit) -> str:
    """Refuse to use a notice for a decision it does not cover; raises Refusal("notice.does_not_cover")."""
    if not result.covers:
        message = f"The published notice does not cover this decision. {result.why}"
        raise Refusal("notice.does_not_cover", message, REG_9, alternatives=WAYS)
    return result.why


def lapses_on(decision_to: date, grace_months: int = 3) -> date:
    """The last day on which a notice that was not used is still good: its period plus the grace."""
    return months_later(decision_to, grace_months)


def require_live(decision_to: date, on: date, *, grace_months: int = 3) -> str:
    """Refuse a lapsed notice; raises Refusal("notice.lapsed") with the three lawful ways on."""
    last = lapses_on(decision_to, grace_months)
    if on > last:
        raise Refusal(
            "notice.lapsed", f"The notice lapsed after {long_date(last)}.", REG_9, alternatives=WAYS
        )
    return f"The notice is good until {long_date(last)}."
