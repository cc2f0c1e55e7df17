"""What is still missing before an act may happen, one line per gap.

A form that may be saved half-finished is checked as a whole when it is handed on; everything missing is
listed at once, so nobody has to mend one thing, submit again and learn of the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.rules.refusals import Refusal


@dataclass(frozen=True)
class Shortcoming:
    """One gap: the section it is in, the field, and what to do about it in plain words."""

    section: str
    field: str
    message: str


def require_none(shortcomings: Iterable[Shortcoming], *, code: str, opening: str, citation: str = "") -> None:
    """Refuse with every gap named when there is at least one.

    Raises Refusal(code): `opening` followed by the messages in the order found.
    """
    gaps = tuple(shortcomings)
    if gaps:
        raise Refusal(code, f"{opening} {' '.join(gap.message for gap in gaps)}", citation)
