"""Certifying and publishing the record of a decision (SI 2012/2089 regs 12 to 14; SI 2014/2095 regs 7 and 8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.canonical import hash_of
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.services.duties import close_duty, involve, open_duties
from decisions.models import CallInClass, Decision, DecisionRecord
from decisions.records.content import NO_NOTES, record_content
from decisions.rules.outcomes import EXEMPT_WORDS, CallIn, CallInStanding, Outcome, call_in_standing
from decisions.rules.overlays import Step
from decisions.rules.records import (
    NONE_GRANTED,
    RECORD_LAW,
    Conflict,
    Statement,
    late_publication,
    law_for,
    require_certifiable,
    unnoted,
    with_notes,
)
from decisions.rules.urgency import Kind, require_call_in_exemption
from decisions.selectors.call_in_classes import call_in_class
from decisions.selectors.decisions import decision_to_record
from decisions.selectors.records import certifier_of
from decisions.selectors.urgency import agreement, exemption_reported, exemption_rules
from decisions.services.overlays import require_not_stopped
from decisions.services.void_reviews import review_if_doubtful


def open_record_certify(*, case: Case, act: Act) -> None:
    """Ask the proper officer for the record, within the constitution's target from the decision or its reconsideration.

    Where everybody who is or deputises for the proper officer clerked the meeting, the person who presided is asked
    instead, as regulation 12(1) has it for a meeting without one.
    A decision whose authority or footing is in doubt, the answer to a call-in too, goes to the Monitoring Officer as well, and
    is held until then.
    """
    rules, decision = constitution_of(case), decision_to_record(case)
    within = rules.records.publish_within
    law = law_for(decision.maker_kind) if decision is not None else RECORD_LAW
    due = rules.record_due(
        act.at, calendar_for(rules, within.calendar), start_event="decision made", target_event="overdue from"
    )
    due = replace(due, rule="record.publish", citation=f"{due.citation}; {law}")
    office, person = certifier_of(case, decision, act.at)
    open_duties(case, "record.certify", act, offices=[office], person=person, due=due)
    if decision is not None:
        review_if_doubtful(case, decision, act)


def certify_record(
    *, duty: Duty, conflicts_settled: bool, claims_exemption: bool = False, hops_notes: Mapping[int, str] = NO_NOTES, actor: Actor,
    at: datetime,
) -> DecisionRecord:
    """Certify the statement of a decision, or of its reconsideration, and publish it, in this order: check that it is complete, reckon the call-in window from
    this publication, freeze the content under its hash, close the duty, write the event.

    `hops_notes`: which dispensation the head of paid service granted, or that none was, by the place of each declared conflict;
    that note lifts nothing and is no dispensation of the council. Refuses an incomplete statement, the person who clerked the item, and a claim that call-in does not apply when the
    office that the constitution names has not agreed before the decision. The page is public from this moment; the PDF
    follows from the worker.
    """
    standing = access.require(actor, "record.certify", duty, at)
    case = duty.case
    decision = decision_to_record(case)
    if decision is None:
        raise Refusal("record.no_decision", "There is no decision to record yet.", RECORD_LAW)
    require_not_stopped(case, Step.PUBLISH, at)
    statement = statement_of(decision, conflicts_settled=conflicts_settled, notes=hops_notes)
    law = law_for(decision.maker_kind)
    require_certifiable(statement, certifier=actor.user.pk, clerk=decision.clerked_by_id, law=law)
    ledger.passed(
        Evaluation(
            "record.complete",
            "Everything that the record must state is there, and somebody else clerked the item.",
            law,
            {"decision": decision.n, "outcome": decision.outcome, "is_key": decision.is_key},
        )
    )
    act = Act(actor, standing, at)
    call_in = call_in_of(decision, at, claims_exemption=claims_exemption)
    ledger.passed(_call_in_applied(decision, call_in))
    number = DecisionRecord.objects.filter(case=case).count() + 1
    certified = {"by": actor.user.name, "as": standing.words, "at": at.isoformat()}
    content = record_content(
        decision, number=number, certified=certified, call_in=call_in, late=_late(decision, at), published_at=at,
        notes=hops_notes,
    )  # fmt: skip
    record = DecisionRecord.create_as(
        act,
        decision=decision,
        case=case,
        number=number,
        content=content,
        content_hash=hash_of(content),
        call_in=call_in,
        certified_by=actor.user,
        certified_as=standing.words,
        published_at=at,
        effective_on=None if call_in["applies"] or not decision.is_agreed else local_date(at),
    )
    involve(case, act, "certifier")
    close_duty(duty, act, "PUBLISHED")
    _log(record, act)
    return record


def _late(decision: Decision, at: datetime) -> str:
    """That the record comes later than the constitution's target, in words; "" in time. It is published all the same."""
    rules = constitution_of(decision.case)
    calendar = calendar_for(rules, rules.records.publish_within.calendar)
    return late_publication(local_date(at), rules.record_due(decision.made_on, calendar).ends_on)


def _log(record: DecisionRecord, act: Act) -> None:
    window = record.call_in.get("deadline") or {}
    ledger.append(
        "decision.publish",
        act,
        f"{record.case.reference}/record",
        case=record.case,
        version=str(record.number),
        fields={
            "content": record.content_hash,
            "outcome": record.decision.outcome,
            "call_in": record.call_in["applies"],
            "window_ends": window.get("ends_at"),
            **({"private": record.content["private"]} if "private" in record.content else {}),
        },
    )


def _call_in_applied(decision: Decision, call_in: Mapping) -> Evaluation:
    window = call_in["deadline"] or {}
    asked = {
        "outcome": decision.outcome,
        "mode": decision.mode,
        "is_key": decision.is_key,
        "window": window.get("sentence"),
    }
    citation = constitution_of(decision.case).citation("call_in.applies_to")
    return Evaluation("call_in.applies", call_in["reason"], citation, asked)


def call_in_of(decision: Decision, at: datetime, *, claims_exemption: bool = False) -> Mapping:
    """Whether call-in applies to a decision published at `at`, why, and the reckoning of its window.

    A claim of exemption needs its own agreement, given before the decision; special urgency does not stand for it.
    Raises Refusal("urgency.exemption").
    """
    rules = constitution_of(decision.case)
    exempt = _exempt(decision) if claims_exemption else ""
    marked = call_in_class(decision.case)
    found = call_in_standing(
        Outcome(decision.outcome),
        maker_kind=decision.maker_kind,
        is_key=decision.is_key,
        rules=rules.call_in,
        exempt_class=marked.code if marked else "",
        special_urgency=decision.route == "REG11",
        exemption_agreed=bool(exempt),
        already_called_in=decision.kind == "RECONSIDERATION",
    )
    if found.status is not CallIn.APPLIES:
        return {"applies": False, "status": found.status.value, "reason": " ".join(filter(None, (found.why, exempt, _marked(marked, found)))), "deadline": None}
    calendar = calendar_for(rules, rules.call_in.period.calendar)
    window = rules.call_in_window(at, calendar, decided=decision.made_on)
    return {"applies": True, "status": found.status.value, "reason": found.why, "deadline": window.as_dict()}


def _marked(row: CallInClass | None, found: CallInStanding) -> str:
    """Who recorded the class for which call-in does not apply, and why; "" where something else rules it out."""
    if row is None or not row.code or EXEMPT_WORDS[row.code] not in found.why:
        return ""
    cited = constitution_of(row.case).citation("call_in.exempt_classes")
    return f"{row.reasons.rstrip('.')}. Recorded by {row.recorded_as} on {long_date(local_date(row.recorded_at))} ({cited})."


def _exempt(decision: Decision) -> str:
    """Who agreed that call-in does not apply, and why. Raises Refusal("urgency.exemption")."""
    agreed = agreement(decision.case, Kind.CALL_IN_EXEMPTION)
    in_time = agreed is not None and agreed.answered_at < decision.made_at
    require_call_in_exemption(
        agreed_by=agreed.capacity if agreed and in_time else "",
        consent_roles=set(exemption_rules(decision.case).agreed_by),
        reasons=agreed.reasons if agreed else "",
    )
    if agreed is None:
        return ""
    told = exemption_reported(constitution_of(decision.case))
    return f"{agreed.answered_as} agreed on {long_date(local_date(agreed.answered_at))}: {agreed.reasons.rstrip('.')}. {told}"


def statement_of(decision: Decision, *, conflicts_settled: bool, notes: Mapping[int, str] | None = None) -> Statement:
    """The decision as the rule for records reads it; `notes` of the head of paid service, None while they are not asked for."""
    missing = () if notes is None else unnoted(decision.conflicts, decision.maker_kind)
    return Statement(
        decision_text=decision.text,
        made_on=decision.made_on,
        maker=decision.maker_office.title if decision.maker_office else decision.body.name,
        outcome=Outcome(decision.outcome),
        reasons=decision.reasons,
        none_considered_because=decision.alternatives,
        conflicts=tuple(
            Conflict(
                person=str(c.get("person", "")),
                nature=str(c.get("nature", "") or c.get("kind", "")),
                action=str(c.get("action", "") or "took no part"),
                hops_note=str(c.get("hops_note", "") or ("" if n in missing else NONE_GRANTED)),
                is_dpi=c.get("kind") == "DPI",
                section_33_note=str(c.get("section_33_note", "") or "No dispensation under section 33."),  # asked of a DPI alone
            )
            for n, c in enumerate(with_notes(decision.conflicts, notes or NO_NOTES))
        ),
        conflicts_settled=conflicts_settled,
        short_form=bool(decision.delegation.get("short_form")),
        regularises_because=decision.because,
        is_key=decision.is_key,
        urgency_route=decision.route or "NONE",
        urgency_consent_ref=decision.urgent_by,
    )
