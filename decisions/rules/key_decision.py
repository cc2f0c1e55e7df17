"""Whether a decision is key: each limb asked separately, with the value and the words of the rule.

Source: SI 2012/2089 reg 8(1): (a) expenditure or savings significant against the budget for the service or
function, (b) significant effects on communities in two or more wards. What is significant in money is the
council's own threshold. If in doubt, a decision is key. Only executive decisions can be key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commissioning.rules.money import pounds
from commissioning.rules.refusals import Refusal

REG_8 = "SI 2012/2089 reg 8"
OPERATORS = {">": "over", ">=": "of or over"}


@dataclass(frozen=True)
class Threshold:
    """The council's money test: over, or of or over, a sum; or a percentage of the budget if that is lower."""

    pence: int
    operator: str = ">"
    budget_percent: int | None = None

    def sum_for(self, budget_pence: int | None) -> int:
        """The sum that applies to a service with this budget."""
        if self.budget_percent is None or budget_pence is None:
            return self.pence
        return min(self.pence, budget_pence * self.budget_percent // 100)

    def met(self, value: int, budget_pence: int | None) -> bool:
        limit = self.sum_for(budget_pence)
        return value >= limit if self.operator == ">=" else value > limit

    def words(self, budget_pence: int | None) -> str:
        return f"{OPERATORS[self.operator]} {pounds(self.sum_for(budget_pence))}"


@dataclass(frozen=True)
class KeyFacts:
    """What the assessor states. Values are whole-life pence, income and savings as positive amounts.

    `council_pence` is the council's share, `gross_pence` the joint whole. Judgements are None while unanswered.
    """

    council_pence: int
    gross_pence: int
    wards: tuple[str, ...] = ()
    significant_in_wards: bool | None = None
    service_quality: bool | None = False
    community_of_interest: bool | None = False
    changes_framework: bool | None = False
    executive: bool = True
    budget_pence: int | None = None
    reasons: str = ""


@dataclass(frozen=True)
class Limb:
    """One question, its answer (None: in doubt), and the sentence shown."""

    code: str
    met: bool | None
    why: str


@dataclass(frozen=True)
class KeyAssessment:
    """All limbs, whether the decision is key, and what to look at again."""

    limbs: tuple[Limb, ...]
    warnings: tuple[str, ...]
    executive: bool

    @property
    def is_key(self) -> bool:
        return self.executive and any(limb.met is not False for limb in self.limbs)

    @property
    def why(self) -> str:
        if not self.executive:
            return "The function is not executive, so the decision cannot be key."
        met = [limb.why for limb in self.limbs if limb.met is not False]
        return " ".join(met) if met else "No limb of the test is met."


def _judgement(code: str, answer: bool | None, yes: str, no: str) -> Limb:
    doubt = "" if answer is not None else " It is in doubt, and in doubt a decision is key."
    return Limb(code, answer, (yes if answer is not False else no) + doubt)


def assess(facts: KeyFacts, threshold: Threshold) -> KeyAssessment:
    """Ask every limb; the decision is key when one is met or in doubt.

    The money limb is tested on the council's share; a gross value that passes gives a warning.
    """
    value, budget = abs(facts.council_pence), facts.budget_pence
    words = threshold.words(budget)
    met = threshold.met(value, budget)
    money = Limb(
        "MONEY", met, f"The council’s share is {pounds(value)}; the rule is {words}: {'key' if met else 'not key'}."
    )
    two_wards = len(facts.wards) >= 2
    effects = _judgement(
        "WARDS",
        facts.significant_in_wards if two_wards or facts.significant_in_wards is None else False,
        f"Significant effects in {len(facts.wards)} wards.",
        f"{len(facts.wards)} wards affected, not significantly in two or more.",
    )
    local = (
        _judgement("SERVICE_QUALITY", facts.service_quality, "Significant for the service of many people.", "Not significant for the service of many people."),
        _judgement("COMMUNITY", facts.community_of_interest, "Significant for a community of interest.", "Not significant for a community of interest."),
        _judgement("FRAMEWORK", facts.changes_framework, "Changes the budget or policy framework.", "Within budget and policy framework."),
    )
    warnings = []
    if not met and threshold.met(abs(facts.gross_pence), budget):
        warnings.append(f"The gross joint value of {pounds(abs(facts.gross_pence))} passes the threshold. Say why it is not key.")
    return KeyAssessment((money, effects, *local), tuple(warnings), facts.executive)


@dataclass(frozen=True)
class Sibling:
    """Another proposal of the same service, for the test against splitting."""

    reference: str
    service: str
    council_pence: int
    decided_or_planned_on: date


def aggregation_warning(
    service: str, council_pence: int, on: date, others: Iterable[Sibling], threshold: Threshold, *, days: int = 92
) -> str:
    """Warn when proposals of one service within a quarter together pass a threshold that each stays under.

    The Monitoring Officer then records why they are not one key decision; "" when there is nothing to warn of.
    """
    near = [
        sibling
        for sibling in others
        if sibling.service == service and abs((sibling.decided_or_planned_on - on).days) <= days
    ]
    total = abs(council_pence) + sum(abs(sibling.council_pence) for sibling in near)
    if not near or threshold.met(abs(council_pence), None) or not threshold.met(total, None):
        return ""
    names = ", ".join(sibling.reference for sibling in near)
    return (
        f"Together with {names} this comes to {pounds(total)} in the same service within a quarter, {threshold.words(None)}. "
        "The Monitoring Officer must record why they are not one key decision."
    )


def require_aggregation_answer(warning: str, monitoring_officer_reason: str) -> None:
    """Refuse to go on past an aggregation warning without the recorded reason; Refusal("key.aggregation")."""
    if warning and not monitoring_officer_reason.strip():
        raise Refusal("key.aggregation", warning, REG_8)


def require_downgrade(*, notice_published: bool, monitoring_officer_reason: str) -> str:
    """A decision announced as key becomes non-key only with the Monitoring Officer's recorded reason.

    Raises Refusal("key.downgrade").
    """
    if notice_published and not monitoring_officer_reason.strip():
        message = "The decision was announced as key. Only the Monitoring Officer can record why it is not, with reasons."
        raise Refusal("key.downgrade", message, REG_8)
    return monitoring_officer_reason.strip() or "No notice was published; the assessment stands."


def require_reasons(assessment: KeyAssessment, reasons: str) -> None:
    """Every assessment carries reasons, for scrutiny may ask for them (reg 18); Refusal("key.no_reasons")."""
    if not reasons.strip():
        raise Refusal("key.no_reasons", "Write why the decision is or is not key.", "SI 2012/2089 regs 8 and 18")
