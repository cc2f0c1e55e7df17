"""Whether a new version of a proposal changes its substance, part by part.

A material change makes clearances stale, re-tests the key-decision notice and asks whether consultation is still
adequate; anything else is an erratum. The list is proposed here; the Monitoring Officer decides.
Source: R (Moseley) v Haringey [2014] UKSC 56; SI 2012/2089 reg 9 (the notice runs for the matter it states).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.rules.content import same_text
from commissioning.rules.money import pounds

Content = Mapping[str, Any]
TOLERANCE_PERCENT = 5
TOLERANCE_PENCE = 5_000_000
WHOLE_PARTS = {
    "contributions": "The agencies’ contributions changed.",
    "shares": "The shares of the savings changed.",
    "conditions": "The conditions changed.",
    "wards": "The wards affected changed.",
    "equality": "The equality conclusion changed.",
    "delegation": "The delegation changed.",
    "consultations": "What a consultation said, or what followed from it, changed.",
    "exempt_parts": "What is kept from the public changed.",
}


@dataclass(frozen=True)
class Change:
    """One change of substance: the part of the proposal and what changed, in words."""

    part: str
    why: str


def whole_life(content: Content) -> int:
    """The cost of all years together, in pence."""
    return sum(line["pence"] for line in content.get("finance", ()))


def beyond_tolerance(
    before: int,
    after: int,
    *,
    percent: int = TOLERANCE_PERCENT,
    pence: int = TOLERANCE_PENCE,
    threshold: int | None = None,
) -> bool:
    """Whether a value moved by more than the percentage or the sum, or crossed a threshold either way."""
    moved = abs(after - before)
    crossed = threshold is not None and (before > threshold) != (after > threshold)
    return crossed or moved > pence or moved * 100 > abs(before) * percent


def _preferred(content: Content) -> list[str]:
    return [option["key"] for option in content.get("options", ()) if option.get("preferred")]


def _found(before: Content, after: Content, threshold: int | None) -> Iterator[Change]:
    if not same_text(before, after, "recommendations"):
        yield Change("recommendations", "The recommendations changed.")
    was, now = whole_life(before), whole_life(after)
    if beyond_tolerance(was, now, threshold=threshold):
        yield Change("finance", f"The value went from {pounds(was)} to {pounds(now)}.")
    if _preferred(before) != _preferred(after):
        yield Change("options", "The preferred option changed.")
    if before.get("sections", {}).get("LEGAL") != after.get("sections", {}).get("LEGAL"):
        yield Change("sections", "The legal conclusion changed.")
    for part, why in WHOLE_PARTS.items():
        if not same_text(before, after, part):
            yield Change(part, why)


def changes(before: Content, after: Content, *, threshold: int | None = None) -> tuple[Change, ...]:
    """Every change of substance between two versions; none at all means that the new one is an erratum.

    `threshold` is the council's key-decision sum in pence: crossing it is always material.
    """
    return tuple(_found(before, after, threshold))
