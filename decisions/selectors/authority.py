"""The scheme of delegation as the rules see it, what is wrong with it, and past decisions asked again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from commissioning.models import Appointment, Delegation, Office
from commissioning.selectors.constitutions import constitution_in_force, constitution_of
from decisions.models import Allocation, Decision
from decisions.rules import authority as rules
from decisions.rules import delegations, scheme_checks
from decisions.rules.key_decision import KeyFacts
from decisions.rules.outcomes import PUT_OFF
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


@dataclass(frozen=True)
class Reviewed:
    """A past decision asked again under the rules in force on its day: the same decider or not, and why."""

    decision: Decision
    agrees: bool
    why: str


def decisions_again() -> list[Reviewed]:
    """Every decision on record, asked again: who was allowed to make it on the day on which it was made."""
    rows = Decision.objects.exclude(outcome__in=PUT_OFF).select_related("case__constitution", "maker_office", "body", "version")
    lines = scheme()
    return [_again(row, lines) for row in rows.order_by("made_on", "pk")]


def asked_again(row: Decision) -> Reviewed:
    """One decision asked again under the rules of its day."""
    return _again(row, scheme())


def _by_the_leader(row: Decision, lines: list[delegations.Delegation]) -> Reviewed:
    """A decision on the Leader's own power: the matter was allocated before it, or no line in force named the function."""
    made = Allocation.objects.filter(case=row.case, office=row.maker_office, made_at__lte=row.made_at)
    if made.exists():
        return Reviewed(row, True, "The Leader had allocated the matter.")
    leads = row.maker_office is not None and row.maker_office.role == "LEADER"
    if leads and not any(one.live(row.made_on) for one in lines):
        return Reviewed(row, True, "No line in force named the function, so the Leader decided.")
    return Reviewed(row, False, "A line of the scheme named somebody else, and the Leader had allocated nothing.")


def _is_the_same_again(row: Decision) -> bool:
    """Whether somebody confirms or takes back the own decision, for which the power of that day is enough; to decide something
    else takes power of its own."""
    if row.kind != "RECONSIDERATION" or row.reconsideration.result == "AMENDED":
        return False
    return row.reconsideration.original.maker_office_id == row.maker_office_id


def _by_committee(row: Decision) -> Reviewed:
    """A committee of the Cabinet decides what the Leader had allocated to it (LGA 2000 s9E(2))."""
    newest = Allocation.objects.filter(case=row.case, made_at__lte=row.made_at).order_by("-n").first()
    if newest is not None and newest.body_id == row.body_id:
        return Reviewed(row, True, "The Leader had allocated the matter to this committee.")
    return Reviewed(row, False, "A committee of the Cabinet decided, and the Leader had not allocated the matter to it.")


def _again(row: Decision, lines: list[delegations.Delegation]) -> Reviewed:
    function = str(row.delegation.get("function", ""))
    found = rules.who_may_decide(
        lines,
        function=function,
        facts=KeyFacts(
            row.version.value_council, row.version.value_total, significant_in_wards=False,
            executive=row.maker_kind != "OFFICER_NONEXEC",
        ),
        on=row.made_on,
        constitution=constitution_of(row.case),
    )
    if row.mode != "INDIVIDUAL":
        if row.maker_kind == "CABINET_COMMITTEE":
            return _by_committee(row)
        maker = found.maker(rules.CABINET)
        return Reviewed(row, maker is not None and maker.may, "A meeting of the Cabinet decided; it may.")
    if _is_the_same_again(row):
        return Reviewed(row, True, "Whoever made the decision reconsiders it.")
    if str(row.delegation.get("source", "")).startswith(rules.SECTION_9E_2):
        return _by_the_leader(row, [one for one in lines if one.function == function])
    limit = row.delegation.get("limit")
    for one in lines:
        if (one.function, one.office, one.limit_pence) == (function, row.maker_office_id, limit):
            stands, why = delegations.authority_stands(one, decided_on=row.made_on)
            own = found.maker_by(one)
            if stands and own is not None and own.may:
                return Reviewed(row, True, why)
    why = next((one.why for one in found.makers if one.office == row.maker_office_id), "No line of the scheme names the office.")
    return Reviewed(row, False, why)
