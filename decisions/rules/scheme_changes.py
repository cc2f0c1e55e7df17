"""A change of the scheme of delegation: which changes are lawful, and what the scheme says after one.

The Leader arranges who exercises the functions of the executive (LGA 2000 s9E(2)). A change reaches forward only: what
was decided under a line keeps its footing, so a line is never taken away for a day on which somebody may have used it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from commissioning.rules.dates import long_date
from commissioning.rules.refusals import Refusal
from decisions.rules.delegations import SECTION_9E, Delegation, require_lawful_maker
from decisions.rules.scheme_checks import Finding


class Kind(StrEnum):
    """A new line, the same line with other words, or a line that ends."""

    ADD = "ADD"
    CHANGE = "CHANGE"
    END = "END"


@dataclass(frozen=True)
class Change:
    """`old` is the line that changes or ends, `new` what stands instead; `on` the first day of the change."""

    kind: Kind
    on: date
    old: Delegation | None = None
    new: Delegation | None = None


def scheme_after(scheme: Sequence[Delegation], change: Change) -> tuple[Delegation, ...]:
    """Every line as it stands once the change applies."""
    lines = [_ended(row, change.on) if row == change.old else row for row in scheme]
    return (*lines, change.new) if change.new is not None else tuple(lines)


def _ended(row: Delegation, on: date) -> Delegation:
    last = on - timedelta(days=1)
    return replace(row, ends_on=last if row.ends_on is None else min(row.ends_on, last))


def require_lawful_change(change: Change, *, today: date) -> str:
    """Refuse a change that reaches back, ends what has ended, or changes nothing; says what it comes to.

    Raises Refusal: delegation.unlawful_maker, scheme.no_source, scheme.past, scheme.over, scheme.never, scheme.same.
    """
    if change.new is not None:
        require_lawful_maker(change.new.maker)
        if not change.new.source.strip():
            whose = "Leader’s" if change.new.executive else "council’s"
            raise Refusal("scheme.no_source", f"Name the {whose} decision or the paragraph from which the line comes.", change.new.law)
    earliest = today if change.kind is Kind.ADD else today + timedelta(days=1)
    if change.on < earliest:
        message = f"A change reaches forward only. The first day on which it can apply is {long_date(earliest)}."
        raise Refusal("scheme.past", message, SECTION_9E, earliest=earliest)
    if change.old is not None:
        _require_to_change(change.old, change)
    if change.new is not None and change.new.ends_on is not None and change.new.ends_on < change.on:
        raise Refusal("scheme.never", "The line would end before it begins. Give a later last day.", SECTION_9E)
    return f"It applies from {long_date(change.on)}."


def _require_to_change(old: Delegation, change: Change) -> None:
    if old.ends_on is not None and old.ends_on < change.on:
        message = f"That line ends on {long_date(old.ends_on)} already. Add a new line instead."
        raise Refusal("scheme.over", message, SECTION_9E)
    if change.on <= old.starts_on:
        message = f"That line begins on {long_date(old.starts_on)}. It can change from the day after that."
        raise Refusal("scheme.past", message, SECTION_9E, earliest=old.starts_on + timedelta(days=1))
    if change.new is not None and replace(change.new, starts_on=old.starts_on) == old:
        raise Refusal("scheme.same", "Nothing would change. Change the office, the limit or the conditions.", SECTION_9E)


@dataclass(frozen=True)
class Faults:
    """The faults of a scheme that a change would bring, and those that it would mend."""

    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]


def compare_faults(before: Sequence[Finding], after: Sequence[Finding]) -> Faults:
    """What the check of the scheme finds after the change and did not find before, and the other way round."""
    return Faults(
        tuple(one for one in after if one not in before), tuple(one for one in before if one not in after)
    )
