"""Whether a decision is key: each limb asked separately, with the value and the words of the rule.

Source: SI 2012/2089 reg 8(1): (a) expenditure or savings significant against the budget for the service or
function, (b) significant effects on communities in two or more wards. What is significant in money is the
council's own threshold. If in doubt, a decision is key. Only executive decisions can be key.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from commissioning.rules.constitution import KeyDecisionRules
from commissioning.rules.dates import months_later
from commissioning.rules.lists import listed
from commissioning.rules.money import pounds
from commissioning.rules.refusals import Refusal

REG_8 = "SI 2012/2089 reg 8"
EVERYWHERE = "All wards"


def significant_sum(rules: KeyDecisionRules, budget_pence: int | None) -> int:
    """The sum that counts for a service with this budget: the council's, or its share of the budget if lower."""
    if rules.budget_percent is None or budget_pence is None:
        return rules.threshold_pence
    return min(rules.threshold_pence, budget_pence * rules.budget_percent // 100)


def passes(rules: KeyDecisionRules, pence: int, budget_pence: int | None = None) -> bool:
    """Whether a value is significant; the constitution says whether the sum itself already is."""
    limit = significant_sum(rules, budget_pence)
    return pence >= limit if rules.comparison == "AT_LEAST" else pence > limit


def counted_value(rules: KeyDecisionRules, council_pence: int, income_pence: int) -> int:
    """The value that the money limb is tested on: the council's share, or its income where the constitution counts that."""
    return max(abs(council_pence), abs(income_pence)) if rules.income_counts else abs(council_pence)


def rule_in_words(rules: KeyDecisionRules, budget_pence: int | None = None) -> str:
    """The money test as the page shows it: "over £500,000"."""
    return f"{'at least' if rules.comparison == 'AT_LEAST' else 'over'} {pounds(significant_sum(rules, budget_pence))}"


@dataclass(frozen=True)
class KeyFacts:
    """What the assessor states. Values are whole-life pence, income and savings as positive amounts.

    `council_pence` is the council's share of spending or saving, `gross_pence` the joint whole. Judgements are
    None while unanswered.
    """

    council_pence: int
    gross_pence: int
    income_pence: int = 0
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


def is_everywhere(wards: Iterable[str]) -> bool:
    """Whether the whole borough is named in one line."""
    return any(ward.strip().casefold() == EVERYWHERE.casefold() for ward in wards)


def _effects(facts: KeyFacts, rules: KeyDecisionRules) -> Limb:
    """The limb of the wards: the judgement, unless so few are named that there cannot be two."""
    named, answer = len(facts.wards), facts.significant_in_wards
    few = 0 < named < rules.wards_at_least and not is_everywhere(facts.wards)
    where = f"{named} ward{'' if named == 1 else 's'}" if named else ""
    if is_everywhere(facts.wards):
        where = "all wards"
    no = f"{where.capitalize()} affected, not significantly in two or more." if where else "Not significant in two or more wards."
    return _judgement("WARDS", False if few and answer else answer, f"Significant effects in {where or 'two or more wards'}.", no)


def _local_limbs(facts: KeyFacts, rules: KeyDecisionRules) -> Iterator[Limb]:
    """The limbs that a council adds to the two of the statute."""
    if rules.service_users:
        yes, no = (
            "Significant for the service of many people.",
            "Not significant for the service of many people.",
        )
        yield _judgement("SERVICE_QUALITY", facts.service_quality, yes, no)
    if rules.communities_of_interest:
        yes, no = "Significant for a community of interest.", "Not significant for a community of interest."
        yield _judgement("COMMUNITY", facts.community_of_interest, yes, no)
    if rules.framework_change:
        yes, no = "Changes the budget or policy framework.", "Within the budget and policy framework."
        yield _judgement("FRAMEWORK", facts.changes_framework, yes, no)


def assess(facts: KeyFacts, rules: KeyDecisionRules) -> KeyAssessment:
    """Ask every limb; the decision is key when one is met or in doubt.

    The money limb is tested on the council's share; a gross value that passes gives a warning.
    """
    value, budget = counted_value(rules, facts.council_pence, facts.income_pence), facts.budget_pence
    met = passes(rules, value, budget)
    words = f"the rule is {rule_in_words(rules, budget)}: {'key' if met else 'not key'}"
    money = Limb("MONEY", met, f"The council’s share is {pounds(value)}; {words}.")
    effects = _effects(facts, rules)
    warnings = []
    if not met and passes(rules, abs(facts.gross_pence), budget):
        warnings.append(
            f"The gross joint value of {pounds(abs(facts.gross_pence))} passes the threshold. Say why it is not key."
        )
    return KeyAssessment((money, effects, *_local_limbs(facts, rules)), tuple(warnings), facts.executive)


@dataclass(frozen=True)
class Sibling:
    """Another proposal of the same service, for the test against splitting."""

    reference: str
    service: str
    council_pence: int
    decided_or_planned_on: date
    supplier: str = ""


def _together(sibling: Sibling, service: str, supplier: str) -> bool:
    named = supplier.strip().casefold()
    return sibling.service == service or bool(named and sibling.supplier.strip().casefold() == named)


def _near(one: date, other: date, months: int) -> bool:
    """Whether two days are no more than that many months apart."""
    earlier, later = sorted((one, other))
    return later <= months_later(earlier, months)


def _where(near: Iterable[Sibling], service: str) -> str:
    same = all(sibling.service == service for sibling in near)
    return "in the same service" if same else "in the same service or for the same supplier"


def aggregation_warning(
    service: str,
    council_pence: int,
    on: date,
    others: Iterable[Sibling],
    rules: KeyDecisionRules,
    *,
    supplier: str = "",
    budget_pence: int | None = None,
) -> str:
    """Warn when proposals of one service, or for one supplier, near in time, together pass a sum that each stays under.

    The Monitoring Officer then records why they are not one key decision; "" when there is nothing to warn of.
    """
    near = [
        sibling
        for sibling in others
        if _together(sibling, service, supplier) and _near(sibling.decided_or_planned_on, on, rules.aggregation_months)
    ]
    total = abs(council_pence) + sum(abs(sibling.council_pence) for sibling in near)
    if not near or passes(rules, abs(council_pence), budget_pence) or not passes(rules, total, budget_pence):
        return ""
    names = listed(sibling.reference for sibling in near)
    return (
        f"Together with {names} this comes to {pounds(total)} {_where(near, service)} within {rules.aggregation_months} "
        f"months; the rule is {rule_in_words(rules, budget_pence)}. The Monitoring Officer must record why they are not one key decision."
    )


def outgrown(
    rules: KeyDecisionRules, *, assessed: tuple[int, frozenset[str]], stated: tuple[int, frozenset[str]]
) -> str:
    """Why an assessment as not key does not answer for the proposal as it now stands, or "": value and wards of each.

    A share that has risen into what is significant, or further wards, were never looked at; in doubt a decision is key.
    A council that measures by the budget of the service looks again at any rise.
    """
    (was, there), (now, wards) = assessed, stated
    whys = []
    if abs(now) > abs(was) and (rules.budget_percent is not None or passes(rules, abs(now))):
        whys.append(f"The council’s share is now {pounds(abs(now))}; {pounds(abs(was))} was assessed.")
    added = frozenset() if is_everywhere(there) else wards - there
    if added and (len(wards) >= rules.wards_at_least or is_everywhere(wards)):
        whys.append(f"It now also affects {listed(sorted(added))}.")
    return f"{' '.join(whys)} Until it is assessed again the decision counts as key." if whys else ""


def require_reasons(assessment: KeyAssessment, reasons: str) -> None:
    """Every assessment carries reasons, for scrutiny may ask for them (reg 18); Refusal("key.no_reasons")."""
    if not reasons.strip():
        raise Refusal(
            "key.no_reasons", "Write why the decision is or is not key.", "SI 2012/2089 regs 8 and 18"
        )
