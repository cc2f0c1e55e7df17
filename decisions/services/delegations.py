"""The authority under which one person decides: asked when the step opens and again when the decision is made."""

from __future__ import annotations

from datetime import date

from commissioning import ledger
from commissioning.models import Case, Delegation, Office, ProposalVersion, User
from commissioning.rules.dates import long_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative
from decisions.rules import delegations as rules
from decisions.rules.authority import SECTION_9E_2, require_may
from decisions.selectors.case_authority import CaseAnswer, answer_for
from decisions.selectors.makers import maker_of


def require_delegation(
    case: Case, maker: Office, version: ProposalVersion, on: date, *, amended: int | None = None, by: User | None = None
) -> dict:
    """What gives one person the decision on a day, copied so that a later change does not undo it; kept with the step.

    Asks what the page "who may decide" asks, and refuses with its reason. The Leader's allocation of the matter goes before
    the scheme. Where no line in force names the function, the Leader decides (Local Government Act 2000 s9E(2)). A function
    of the council is an officer's only by a line that gives it as one (Local Government Act 1972 s101). `amended` is the
    whole cost in pence as an amendment would make it: the line has to reach what the council would pay then. `by` is the
    holder who acts. Raises Refusal delegation.*, agenda.passed_on, decision.outside_framework.
    """
    kind = maker_of(case, maker)
    found = answer_for(case, on, version, amended=amended, about=maker, by=by)
    own = require_may(found.answer, maker.pk, kind=kind, title=maker.title, ways=ways())
    line = found.line_of(own)
    if line is not None and own.row is not None:
        return _by_line(line, own.row, found, maker, on)
    if found.allocation is not None:
        since = f"Allocation {found.allocation.n}, {long_date(found.allocation.made_on)}"
        function = found.named.function if found.named else ""
        return _passed(found, function or "This matter", maker, kind, since, "The Leader allocated the matter.")
    function = found.function or "A function that the scheme does not name"
    return _passed(found, function, maker, kind, "Section 9E", "No line in force names it; the Leader decides.")


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


def _passed(found: CaseAnswer, function: str, maker: Office, kind: str, source: str, why: str) -> dict:
    """An authority that is no line of the scheme, in the shape of one."""
    asked = {"office": maker.title, "function": function, "is_key": found.answer.is_key}
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


def _by_line(line: Delegation, row: rules.Delegation, found: CaseAnswer, maker: Office, on: date) -> dict:
    asked = {
        "office": maker.title,
        "value_council": found.answer.pence,
        "limit": line.limit,
        "is_key": found.answer.is_key,
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
