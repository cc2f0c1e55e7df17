"""Sums of money in whole pence: reading, writing, splitting and tying totals without losing a penny.

Money is an integer number of pence everywhere; a fraction of a penny never exists. Reading is strict
because a wrong guess at an amount changes whether a decision is key.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from commissioning.rules.lists import listed
from commissioning.rules.refusals import Refusal

HUNDRED = Decimal("100")
PLAIN = re.compile(r"£?\s?(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{2}))?\Z", re.ASCII)
SHORT = re.compile(r"£?\s?(\d{1,6}(?:\.\d{1,3})?)\s?(k|m|bn)\Z", re.ASCII | re.IGNORECASE)
SCALE = {"k": 10**3, "m": 10**6, "bn": 10**9}
SHARES_LAW = "Savings share rule of the Contract for Place: shares total 100.00 exactly"


@dataclass(frozen=True)
class Amount:
    """An amount as read: pence, and whether the person must confirm what was understood."""

    pence: int
    confirm: bool
    echo: str


@dataclass(frozen=True)
class Tie:
    """Whether parts add up to a total, and by how many pence they are out (parts minus total)."""

    label: str
    total: int
    parts: int

    @property
    def difference(self) -> int:
        return self.parts - self.total

    @property
    def ties(self) -> bool:
        return self.difference == 0

    @property
    def why(self) -> str:
        if self.ties:
            return f"{self.label}: the parts come to the total of {pounds(self.total)}."
        side = "more" if self.difference > 0 else "less"
        return (
            f"{self.label}: the parts come to {pounds(self.parts)}, which is {pounds(abs(self.difference))} {side} "
            f"than the total of {pounds(self.total)}."
        )


def pounds(pence: int) -> str:
    """Write pence as people read them: "£1,200,000", "£601,307.33", "-£5"."""
    sign = "-" if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def read_pounds(text: str) -> Amount:
    """Read an amount in pounds; "£1.2m" and "1,200,000" are read but echoed back for confirmation.

    Raises Refusal("money.unreadable") for anything else: signs, exponents, words, stray digits.
    """
    entry = text.strip()
    if plain := PLAIN.match(entry):
        pence = int(plain[1].replace(",", "")) * 100 + int(plain[2] or 0)
        return Amount(pence, "," in entry, pounds(pence))
    if short := SHORT.match(entry):
        exact = Decimal(short[1]) * SCALE[short[2].lower()] * HUNDRED
        return Amount(int(exact), True, pounds(int(exact)))
    raise Refusal(
        "money.unreadable",
        f"“{entry[:40]}” is not an amount we can read. Enter pounds in figures, for example 1200000 or 1200000.50.",
    )


def require_whole_shares(shares: Mapping[str, Decimal]) -> str:
    """Check that percentage shares total exactly 100.00, with no tolerance.

    Raises Refusal("money.shares") that says by how much they are out.
    """
    total = sum(shares.values(), Decimal(0))
    bad = [
        party
        for party, share in shares.items()
        if not share.is_finite() or share < 0 or share != share.quantize(Decimal("0.01"))
    ]
    if bad:
        message = f"Give the share of {listed(bad)} as a percentage of nothing or more with two decimals."
        raise Refusal("money.shares", message, SHARES_LAW)
    if total != HUNDRED:
        message = f"The shares add up to {total}, not 100.00. Change them so that they add up exactly."
        raise Refusal("money.shares", message, SHARES_LAW)
    return "The shares add up to 100.00."


def tie(label: str, total: int, parts: Iterable[int]) -> Tie:
    """Compare the sum of parts with the stated total."""
    return Tie(label, total, sum(parts))
