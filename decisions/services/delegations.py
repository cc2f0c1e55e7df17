"""The authority under which one person decides: asked when the step opens and again when the decision is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from commissioning import ledger
from commissioning.models import Case, Delegation, Office, ProposalVersion
from commissioning.rules.dates import long_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from decisions.models import Allocation
from decisions.rules import delegations as rules
from decisions.rules.authority import SECTION_9E_2
from decisions.selectors.case_authority import (
    allocation_of,
    barred_from,
    council_part,
    function_of,
    left_with_interest,
)
from decisions.selectors.decisions import scheme_of
from decisions.selectors.key_decision_notices import is_key
from decisions.selectors.makers import keeps_out, maker_of

FUNCTION = "this decision"


def require_delegation(case: Case, maker: Office, version: ProposalVersion, on: date, *, amended: int | None = None) -> dict:
    """What gives one person the decision on a day, copied so that a later change does not undo it; kept with the step.

    The Leader's allocation of the matter goes before the scheme. Where no line in force names the function, the Leader
    decides (Local Government Act 2000 s9E(2)). A function of the council is an officer's only by a line that gives it as
    one (Local Government Act 1972 s101). `amended` is the whole cost in pence as an amendment would make it: the line has to
    reach what the council would pay then. Raises Refusal delegation.*.
    """
    kind = maker_of(case, maker)
    rules.require_lawful_maker(kind)
    _require_not_out(case, maker, kind, on)
    allocation, named = allocation_of(case), function_of(case)
    if allocation is not None:
        return _allocated(case, allocation, maker, kind)
    if named is not None and maker.role == "LEADER" and not _is_named(named.function, on):
        function = named.function or "A function that the scheme does not name"
        return _passed(case, function, maker, kind, "Section 9E", "No line in force names it; the Leader decides.")
    scheme = {line: rule for line, rule in scheme_of(maker).items() if rule.maker == kind}
    lines = [rule for rule in scheme.values() if named is None or rule.function == named.function]
    value = council_part(version, amended)
    row = _line(case, lines, maker, kind, value, on)
    line = next(line for line, rule in scheme.items() if rule == row)
    return _by_line(case, line, row, maker, value, on)


def _require_not_out(case: Case, maker: Office, kind: str, on: date) -> None:
    """Whoever left the matter gets it back from nobody; the officer of the text, or with an interest, does not get it at all."""
    if maker.pk in barred_from(case) or left_with_interest(case, maker, on):
        if kind not in rules.OFFICERS:
            message = f"{maker.title} left this matter and takes no step in it. The Leader says who decides instead."
            raise Refusal("delegation.interest", message, "Localism Act 2011 s31(6) to (8)", alternatives=ways())
        message = f"{maker.title} left this matter and takes no step in it. Choose another officer whom the scheme names."
        raise Refusal("delegation.interest", message, rules.SECTION_117, alternatives=ways())
    why = keeps_out(case, maker, on) if kind in rules.OFFICERS else ""
    if why:
        message = f"{maker.title} cannot decide this. {why} Choose another officer whom the scheme names."
        raise Refusal("delegation.kept_out", message, rules.SECTION_117, alternatives=ways())


def with_consultation(row: dict, said: rules.Consulted | None, on: date) -> dict:
    """What the decision keeps of the consultation that its line asks for; nothing where the line asks for none.

    Raises Refusal delegation.not_consulted, delegation.consulted_later.
    """
    rules.require_consulted(row["conditions"], said, decided_on=on, maker=row.get("maker", "CABINET_MEMBER"))
    if not row["conditions"] or said is None or said.on is None:
        return {}
    asked = {"condition": row["conditions"], "who": said.who.strip(), "on": said.on}
    why = f"{said.who.strip()} was consulted on {long_date(said.on)}."
    ledger.passed(Evaluation("delegation.consulted", why, rules.law_of(row.get("maker", "")), asked))
    return {"consulted": said.who.strip(), "consulted_on": said.on.isoformat(), "consulted_view": said.view.strip()}


def ways() -> tuple[Alternative, ...]:
    """The pages on which the right decision-maker is found."""
    return (
        Alternative("See who may decide this case", "case_law"),
        Alternative("Say under which function it falls", "case_function"),
    )


def _is_named(function: str, on: date) -> bool:
    rows = Delegation.objects.filter(function=function, starts_on__lte=on) if function else Delegation.objects.none()
    return any(row.ends_on is None or row.ends_on >= on for row in rows)


def _allocated(case: Case, allocation: Allocation, maker: Office, kind: str) -> dict:
    since = long_date(allocation.made_on)
    if allocation.office_id != maker.pk:
        message = f"The Leader allocated this matter to {allocation.name} on {since}."
        raise Refusal("delegation.allocated", message, SECTION_9E_2, alternatives=ways())
    named = function_of(case)
    function = named.function if named and named.function else "This matter"
    return _passed(case, function, maker, kind, f"Allocation {allocation.n}, {since}", "The Leader allocated the matter.")


def _passed(case: Case, function: str, maker: Office, kind: str, source: str, why: str) -> dict:
    """An authority that is no line of the scheme, in the shape of one."""
    asked = {"office": maker.title, "function": function, "is_key": is_key(case)}
    ledger.passed(Evaluation("delegation.authority", why, SECTION_9E_2, asked))
    return {
        "function": function,
        "office": maker.title,
        "limit": None,
        "conditions": "",
        "from": "",
        "until": "",
        "source": f"{SECTION_9E_2}; {source}",
        **_kind(kind),
    }


def _kind(kind: str) -> dict:
    """That an officer decides, and on whose function; nothing for a member of the executive."""
    return {"maker": kind} if kind in rules.OFFICERS else {}


def _line(
    case: Case, lines: list[rules.Delegation], maker: Office, kind: str, value: int, on: date
) -> rules.Delegation:
    """The line that covers the decision; while nobody has named the function, the only one that could."""
    ask = partial(
        rules.require_authority, office=maker.pk, pence=value, is_key=is_key(case), decided_on=on, maker=kind
    )
    ask([replace(one, function=FUNCTION) for one in lines], function=FUNCTION)
    fit = []
    for one in lines:
        try:
            fit.append(ask([one], function=one.function))
        except Refusal:
            continue
    if len({one.function for one in fit}) > 1:
        named = " or ".join(f"“{one.function}”" for one in fit)
        message = f"Two lines of the scheme reach this value. Say first whether it falls under {named}."
        raise Refusal("delegation.function", message, fit[0].law, alternatives=ways())
    return fit[0]


def _by_line(
    case: Case, line: Delegation, row: rules.Delegation, maker: Office, value: int, on: date
) -> dict:
    asked = {
        "office": maker.title,
        "value_council": value,
        "limit": line.limit,
        "is_key": is_key(case),
        "day": on,
        "from": line.starts_on,
        "until": line.ends_on,
    }
    why = f"{line.function}: in force on the day and wide enough."
    ledger.passed(Evaluation("delegation.authority", why, f"{row.law}; {line.source}", asked))
    return {
        "function": line.function,
        "office": maker.title,
        "limit": line.limit,
        "conditions": line.conditions,
        "from": line.starts_on.isoformat(),
        "until": line.ends_on.isoformat() if line.ends_on else "",
        "source": line.source,
        **_kind(row.maker),
    }
