"""A rule that was asked and let a step pass: which rule, with what, and what it said.

Stored with the step, so that anybody who reads the audit trail later sees why it was lawful then, also after the rule
or the numbers have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commissioning.rules.deadlines import Deadline


@dataclass(frozen=True)
class Evaluation:
    """`rule` is the stable code that a refusal by the same rule carries; `result` is its answer in words.

    `inputs` are what it was asked with: text, numbers, dates, lists of these. Money is pence under a name that ends in
    `_pence`. Nothing private belongs here: members of the council and scrutiny read it.
    """

    rule: str
    result: str
    citation: str = ""
    inputs: Mapping[str, object] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """As the log keeps it; an input that was not given is left out."""
        inputs = {name: value for name, value in self.inputs.items() if value is not None}
        return {"rule": self.rule, "citation": self.citation, "inputs": inputs, "result": self.result}


def reached(deadline: Deadline, day: date, rule: str = "") -> Evaluation:
    """That a period had run out by a day: how it was counted, from when, and its first lawful day."""
    inputs = {
        "basis": str(deadline.basis),
        "n": deadline.n,
        "counts_from": deadline.counts_from,
        "earliest": deadline.earliest,
        "day": day,
        "calendar": deadline.calendar,
        "calendar_version": deadline.calendar_version,
    }
    return Evaluation(rule or deadline.rule, deadline.sentence, deadline.citation, inputs)
