"""The line of the scheme of delegation under which one member decides: asked when the step opens and when it is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from commissioning import ledger
from commissioning.models import Case, Office, ProposalVersion
from commissioning.rules.evaluations import Evaluation
from decisions.rules import delegations as rules
from decisions.selectors.decisions import scheme_of
from decisions.selectors.key_decision_notices import is_key

FUNCTION = "this decision"


def require_delegation(case: Case, maker: Office, version: ProposalVersion, on: date) -> dict:
    """The line that covers the decision on a day, copied so that a later change does not undo it; kept with the step.

    Raises Refusal delegation.*.
    """
    scheme = scheme_of(maker)
    key = is_key(case)
    row = rules.require_authority(
        [replace(rule, function=FUNCTION) for rule in scheme.values()],
        function=FUNCTION,
        office=maker.pk,
        pence=version.value_council,
        is_key=key,
        decided_on=on,
    )
    line = next(line for line, rule in scheme.items() if replace(rule, function=FUNCTION) == row)
    asked = {
        "office": maker.title,
        "value_council": version.value_council,
        "limit": line.limit,
        "is_key": key,
        "day": on,
        "from": line.starts_on,
        "until": line.ends_on,
    }
    why = f"{line.function}: in force on the day and wide enough."
    ledger.passed(Evaluation("delegation.authority", why, f"{rules.SECTION_9E}; {line.source}", asked))
    return {
        "function": line.function,
        "office": maker.title,
        "limit": line.limit,
        "conditions": line.conditions,
        "from": line.starts_on.isoformat(),
        "until": line.ends_on.isoformat() if line.ends_on else "",
        "source": line.source,
    }
