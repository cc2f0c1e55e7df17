"""The scheme of delegation as the rules see it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from commissioning.models import Appointment, Delegation, Office
from commissioning.selectors.constitutions import constitution_in_force
from decisions.rules import authority as rules
from decisions.rules import delegations, scheme_checks
from decisions.rules.key_decision import KeyFacts
from decisions.selectors.makers import kind_of


def scheme() -> list[delegations.Delegation]:
    """Every line of the scheme, past, present and to come; one statement."""
    rows = Delegation.objects.select_related("office__body__organisation")
    return [line(row) for row in rows.order_by("office__order", "office_id", "function", "starts_on", "pk")]


def line(row: Delegation) -> delegations.Delegation:
    """One line of the scheme as the rules see it."""
    return delegations.Delegation(
        row.function, row.office_id, row.starts_on, row.ends_on, row.limit, row.key_decisions,
        delegations.consultees(row.conditions), row.source, row.executive, kind_of(row.office, executive=row.executive),
    )  # fmt: skip


def functions() -> list[str]:
    """The functions that the scheme names, in alphabetical order."""
    return list(Delegation.objects.order_by("function").values_list("function", flat=True).distinct())


def gives_as_executive(function: str) -> set[bool]:
    """Whether the lines of a function give it as one of the executive (True), of the council (False), or each."""
    return set(Delegation.objects.filter(function=function).order_by("executive").values_list("executive", flat=True))


def answer(function: str, facts: KeyFacts, on: date) -> rules.Answer:
    """Who may decide, under the scheme and the constitution in force on the day."""
    return rules.who_may_decide(scheme(), function=function, facts=facts, on=on, constitution=constitution_in_force(on))


def titles(found: rules.Answer) -> dict[object, str]:
    """The names of everybody in an answer."""
    offices = Office.objects.in_bulk([one.office for one in found.makers if isinstance(one.office, int)])
    return {rules.CABINET: "The Cabinet", rules.COUNCIL: "Full council"} | {pk: one.title for pk, one in offices.items()}


@dataclass(frozen=True)
class NamedFinding:
    """A fault of the scheme with the office in words."""

    finding: scheme_checks.Finding
    office: str

    @property
    def sentence(self) -> str:
        about = f"{self.finding.function}, {self.office}" if self.finding.function else self.office
        return f"{about}: {self.finding.why}"


def faults(on: date) -> list[NamedFinding]:
    """Gaps and double hits of the scheme from a day on."""
    return named(check(scheme(), on))


def check(lines: Sequence[delegations.Delegation], on: date) -> tuple[scheme_checks.Finding, ...]:
    """The check of these lines with the portfolios and the vacant offices of the day."""
    held = Appointment.objects.filter(starts_on__lte=on, is_deputy=False).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    roles = dict(Office.objects.exclude(body__kind="CABINET_COMMITTEE").values_list("pk", "role"))  # a seat there has no portfolio
    vacant = set(roles) - set(held.values_list("office_id", flat=True))
    portfolios = [pk for pk, role in roles.items() if role in ("LEADER", "CABINET_MEMBER")]
    return scheme_checks.check_scheme(lines, on=on, portfolios=portfolios, vacant=vacant)


def named(found: Iterable[scheme_checks.Finding]) -> list[NamedFinding]:
    """The findings with their offices in words."""
    offices = dict(Office.objects.values_list("pk", "title"))
    return [NamedFinding(one, offices[int(one.office)]) for one in found]
