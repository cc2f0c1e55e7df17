"""The key-decision test: each limb answered for itself with reasons, splitting caught, a downgrade never done alone.

SI 2012/2089 reg 8; the assessment is kept because scrutiny may ask why a decision was not treated as key (reg 18).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from decisions.models import KeyAssessment
from decisions.rules.key_decision import (
    REG_8,
    KeyFacts,
    aggregation_warning,
    assess,
    counted_value,
    require_reasons,
    rule_in_words,
)
from decisions.selectors.key_decision_notices import is_key, live_notice
from decisions.selectors.makers import is_executive
from decisions.selectors.siblings import siblings
from decisions.services.advice import ask_monitoring_officer


def assess_key(
    *, case: Case, facts: KeyFacts, limb_reasons: Mapping[str, str], supplier: str = "", actor: Actor, at: datetime
) -> KeyAssessment:
    """Keep the answers to every limb and what follows from them.

    Effects in order: the assessment; the questions to the Monitoring Officer that it asks (decisions added together
    within the months of the constitution; a decision announced as key that would no longer be); one event. Until these
    are answered the decision counts as key. Raises PermissionDenied; Refusal key.no_reasons, key.value, key.no_budget.
    """
    standing = access.require(actor, "key.assess", case, at)
    rules = constitution_of(case).key_decision
    if facts.gross_pence < facts.council_pence:
        raise Refusal("key.value", "The gross value cannot be less than the council’s share of it.", REG_8)
    if rules.budget_percent is not None and not facts.budget_pence:
        message = f"Give the yearly budget of the service: {rules.budget_percent} per cent of it counts where that is less than the council’s sum."
        raise Refusal("key.no_budget", message, REG_8)
    result = assess(facts, rules)
    require_reasons(result, facts.reasons)
    missing = [limb.code for limb in result.limbs if limb.code != "MONEY" and not limb_reasons.get(limb.code, "").strip()]
    if missing:
        raise Refusal("key.no_reasons", "Give the reasons for each answer, also for “no”.", REG_8)
    on = local_date(at)
    others = siblings(case)
    warning = "" if result.is_key else aggregation_warning(
        str(case.sponsor_id), counted_value(rules, facts.council_pence, facts.income_pence), on, others, rules,
        supplier=supplier, budget_pence=facts.budget_pence,
    )  # fmt: skip
    questions = {"AGGREGATION": warning} if warning else {}
    if not result.is_key and (downgrade := _downgrade(case, facts)):
        questions["DOWNGRADE"] = f"{downgrade} {facts.reasons.strip()}"
    act = Act(actor, standing, at, reason=facts.reasons.strip(), rule=REG_8)
    row = KeyAssessment.create_as(
        act, case=case, n=case.key_assessments.count() + 1,
        council_pence=facts.council_pence, gross_pence=facts.gross_pence, income_pence=facts.income_pence,
        wards=list(facts.wards), supplier=supplier.strip(),
        limbs=[{"code": limb.code, "met": limb.met, "why": limb.why, "reasons": limb_reasons.get(limb.code, "").strip()}
               for limb in result.limbs],
        warnings=[*result.warnings, *([warning] if warning else [])],
        near=[sibling.reference for sibling in others if sibling.reference in warning],
        asks=list(questions), is_key=result.is_key, rule=rule_in_words(rules, facts.budget_pence),
        reasons=facts.reasons.strip(), assessed_by=actor.user, assessed_as=standing.words, assessed_at=at, assessed_on=on,
    )  # fmt: skip
    for kind, question in questions.items():
        ask_monitoring_officer(case, act, kind, question, assessment=row)
    ledger.passed(Evaluation("key.assess", result.why, REG_8, {"council_pence": facts.council_pence, "rule": row.rule}))
    ledger.append(
        "key.assess", act, f"{case.reference}/key", case=case,
        fields={"is_key": row.is_key, "limbs": row.limbs, "money_rule": row.rule, "council_pence": row.council_pence,
                "gross_pence": row.gross_pence, "warnings": row.warnings, "asks": row.asks},
        tier={"reason": "public"}, version=str(row.n),
    )  # fmt: skip
    return row


def _downgrade(case: Case, facts: KeyFacts) -> str:
    """What only the Monitoring Officer may agree to, or "": less than was announced, or a function taken out of the
    executive although the case goes its way and would be key there."""
    if live_notice(case) is not None and is_key(case):
        return "The decision was announced as key; it is now assessed as not key."
    if not facts.executive and is_executive(case) and assess(replace(facts, executive=True), constitution_of(case).key_decision).is_key:
        return "The case follows the procedure of the executive; it is assessed as a function that is not executive, and would be key otherwise."
    return ""
