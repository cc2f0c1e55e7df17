"""The scheme of delegation as a page shows it, the changes that wait, and what a change would do to open cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef

from commissioning.models import Case, Delegation
from commissioning.selectors.proposals import current_version
from decisions.models import AgendaItem, CaseFunction, Decision, SchemeChange
from decisions.rules import scheme_changes as rules
from decisions.rules.delegations import Delegation as Line
from decisions.rules.delegations import consultees
from decisions.rules.outcomes import PUT_OFF
from decisions.selectors import authority
from decisions.selectors.case_authority import Known, known, may_decide, names_of_lawful, with_authority
from decisions.selectors.makers import is_executive, kind_of

CABINET = "The Cabinet"
COUNCIL = "The council or its committee"


def lines_of_scheme() -> list[Delegation]:
    """Every line, office by office."""
    return list(Delegation.objects.select_related("office").order_by("office__order", "office_id", "function", "starts_on"))


def waiting_changes() -> list[SchemeChange]:
    """Proposed and neither confirmed nor turned down."""
    return list(SchemeChange.objects.filter(closed_at__isnull=True).select_related("office", "proposed_by"))


def change_of(row: SchemeChange) -> rules.Change:
    """A proposed change as the rules see it."""
    old = authority.line(row.line) if row.line else None
    if row.kind == rules.Kind.END:
        return rules.Change(rules.Kind.END, row.applies_on, old)
    new = Line(
        row.function, row.office_id, row.applies_on, row.ends_on, row.limit, row.key_decisions,
        consultees(row.conditions), row.source, row.executive, kind_of(row.office, executive=row.executive),
    )  # fmt: skip
    return rules.Change(rules.Kind(row.kind), row.applies_on, old, new)


@dataclass(frozen=True)
class Moved:
    """An open case that somebody else would decide: on which day, who now, who then."""

    case: Case
    on: date
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What a change would do: faults of the scheme that it brings or mends, and the open cases that it moves."""

    new_faults: list[authority.NamedFinding]
    mended: list[authority.NamedFinding]
    moved: list[Moved]


def preview(row: SchemeChange) -> Preview:
    """Look at a change, proposed or only typed, before anybody confirms it."""
    before = authority.scheme()
    after = rules.scheme_after(before, change_of(row))
    found = rules.compare_faults(authority.check(before, row.applies_on), authority.check(after, row.applies_on))
    return Preview(authority.named(found.new), authority.named(found.mended), list(moved(before, after, row.applies_on)))


def moved(before: Sequence[Line], after: Sequence[Line], on: date) -> Iterable[Moved]:
    """Each case that waits for one person and would have another decider on the day on which they may decide; then
    each that waits for nobody yet."""
    waiting = AgendaItem.objects.filter(kind="DECISION", ended_at__isnull=True, maker__isnull=False, case__closed_at__isnull=True)
    for item in waiting.select_related("case", "maker", "version").order_by("case__year", "case__number"):
        day = max(on, item.decide_from or on)
        whole = known(item.case, day, item.version)
        was, then = (_decider(lines, item, whole, day) for lines in (before, after))
        if was != then:
            yield Moved(item.case, day, was, then)
    yield from _named(before, after, on)


def _named(before: Sequence[Line], after: Sequence[Line], on: date) -> Iterable[Moved]:
    """Each undecided case that is before nobody yet and whose named function would get other deciders."""
    waiting = AgendaItem.objects.filter(case=OuterRef("pk"), kind="DECISION", ended_at__isnull=True)
    decided = Decision.objects.filter(case=OuterRef("pk")).exclude(outcome__in=PUT_OFF)
    cases = with_authority(Case.objects.filter(closed_at__isnull=True)).filter(~Exists(waiting), ~Exists(decided))
    for case in cases.filter(Exists(CaseFunction.objects.filter(case=OuterRef("pk")))).order_by("year", "number"):
        whole = known(case, on, current_version(case))
        was, then = (names_of_lawful(case, replace(whole, lines=list(lines)), on) for lines in (before, after))
        if was != then:
            yield Moved(case, on, was, then)


def _decider(lines: Sequence[Line], item: AgendaItem, whole: Known, on: date) -> str:
    """Whom the item waits for, as long as they may decide it with these lines; else whoever decides without one."""
    if item.maker is not None and may_decide(item.case, replace(whole, lines=list(lines)), item.maker, on):
        return item.maker.title
    return CABINET if is_executive(item.case) else COUNCIL
