"""What every decision shares: its words, the notice it needs, the rows that keep it, its one event.

Steps inside the acts of deciding; they check no permission.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commissioning import ledger
from commissioning.acts import Act
from commissioning.models import Duty, Office, User
from commissioning.rules.dates import local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.services.duties import close_all, close_duty, involve
from decisions.models import AgendaItem, Decision, Resolution
from decisions.rules.agencies import OBJECTION_LAW, objection_route, require_mentioned, require_weighed
from decisions.rules.key_decision import assess
from decisions.rules.motions import Words
from decisions.rules.notice_scope import REG_9
from decisions.rules.outcomes import (
    AFTERWARDS,
    PUT_OFF,
    RECORD_ONLY,
    Outcome,
    made_on,
    require_not_retrospective,
    require_within_authority,
)
from decisions.selectors.advice import amendment_certificate
from decisions.selectors.case_authority import council_part, facts_of
from decisions.selectors.decisions import key_reasons
from decisions.selectors.key_decision_notices import (
    covers,
    is_assessed_outside,
    is_key,
    latest_assessment,
    live_notice,
)
from decisions.selectors.sign_offs import late_objections, missing_signatures
from decisions.services.agenda_items import end_item
from decisions.services.key_decision_routes import Footing, require_footing
from decisions.services.motions import Carried

RECORD_LAW = "SI 2012/2089 regs 12 and 13"
AGREED = ("AGREED", "AGREED_AMENDED")
CARRIES = (*AGREED, "NOTED", "REGULARISED")  # outcomes that a motion carried
AMENDMENT_WAYS = (
    Alternative(
        "Defer the item; the proposal is amended and a new notice is published",
        "duty",
        query={"outcome": "DEFERRED"},
        kinds=("item.outcome",),
    ),
    Alternative(
        "Agree the recommendations without the amendment",
        "duty",
        query={"outcome": "AGREED"},
        kinds=("item.outcome", "decision.make"),
    ),
    Alternative("Pass the decision to the Cabinet", "duty_pass"),
    Alternative(
        "Confirm the decision as it was made", "duty", query={"result": "CONFIRMED"}, kinds=("reconsider.decide",)
    ),
    Alternative(
        "Rescind it; what you want instead is a new decision, with its own notice and its own call-in",
        "duty",
        query={"result": "RESCINDED"},
        kinds=("reconsider.decide",),
    ),
)


def require_words(words: Words, law: str = RECORD_LAW, *, short_form: bool = False) -> None:
    """No decision without reasons and the alternatives considered and rejected (regs 12(1) and 13(2), (4); SI 2014/2095 reg 7);
    in short form only the alternatives, if any (reg 7(3)(c))."""
    if not words.reasons.strip():
        raise Refusal("decision.no_reasons", "Give the reasons for the decision.", law)
    if not words.alternatives.strip() and not short_form:
        message = (
            "Say which alternatives were considered and rejected, or write “None, because” and the reason."
        )
        raise Refusal("decision.no_alternatives", message, law)
    if words.outcome == "AGREED_AMENDED" and not any(text.strip() for text in words.resolutions):
        message = "Write the resolutions as they were amended."
        raise Refusal("decision.no_text", message, law)


def require_match(claims_carried: bool, carried: Carried) -> None:
    """The outcome stated has to be what the count says; agreed without a vote may also be agreed to reject."""
    if carried.tally["votes"] or "agreed without" not in carried.tally["why"].lower():
        if claims_carried is not carried.carried:
            message = f"The count does not say that. {carried.tally['why']}"
            raise Refusal("decision.mismatch", message, RECORD_LAW)


def require_not_afterwards(words: Words, at: datetime) -> None:
    """What has happened already is put on record, not agreed to. Raises Refusal decision.*."""
    why = require_not_retrospective(Outcome(words.outcome), since=words.since, because=words.because, today=local_date(at))
    if why:
        ledger.passed(Evaluation("decision.afterwards", why, AFTERWARDS, {"since": words.since}))


def require_noticed(item: AgendaItem, words: Words, at: datetime) -> Footing | None:
    """A key decision needs its notice with 28 clear days run, or one of the two quicker ways (SI 2012/2089 regs 9 to 11).

    None for a decision that is not key, and where nothing is authorised but only put on record.
    """
    if Outcome(words.outcome) in RECORD_ONLY or not is_key(item.case):
        return None
    maker = item.maker.title if item.maker else item.meeting.body.name
    return require_footing(item.case, maker=maker, on=local_date(at), at=at)


def weigh_objections(item: AgendaItem, words: Words) -> list[dict]:
    """An objection that came after the report was published is put to the decision-maker with the Monitoring Officer's
    advice; the decision mentions it and says why the item is not deferred. Returns what the decision keeps of each.

    Raises Refusal decision.objection, decision.objection_advice, decision.not_deferred.
    """
    rows = late_objections(item)
    if not rows:
        return []
    objecting = {row.act.organisation.short: row.act.organisation.name for row in rows}
    require_weighed([row.act.organisation.name for row in rows if row.advice is None], words.not_deferred)
    require_mentioned(objecting, " ".join((words.text, words.reasons, words.alternatives, words.not_deferred, *words.resolutions)))
    told = objection_route(agenda_published=True, decided=False, in_effect=False)[1]
    ledger.passed(Evaluation("decision.objections", told, OBJECTION_LAW, {"agencies": sorted(objecting.values())}))
    return [
        {
            "agency": row.act.organisation.name,
            "objected_at": row.act.signed_at.isoformat(),
            "objection": row.act.conditions,
            "advised_to_defer": not row.advice.may_go_on,
            "advice": row.advice.text,
            "not_deferred": words.not_deferred.strip(),
        }
        for row in rows
        if row.advice is not None
    ]


def require_in_scope(item: AgendaItem, words: Words, at: datetime, *, footing: Footing | None = None) -> None:
    """What is agreed lies within budget and policy framework, and an amendment within the notice.

    An amendment whose cost passes the tolerance goes on only where the Monitoring Officer has certified beforehand that it
    is still the matter of the notice. With a `footing` other than the notice, that names maker and day, and the notice only
    the sum. Raises Refusal decision.outside_framework (SI 2000/2853 reg 5 and Sch 4),
    notice.does_not_cover, notice.amended_to_key (SI 2012/2089 regs 8 and 9).
    """
    require_within_authority(
        outside_budget_or_framework=words.outside_framework, outcome=Outcome(words.outcome), is_assessed_outside=is_assessed_outside(item.case)
    )
    _require_not_key_now(item, words)
    notice = live_notice(item.case) if words.outcome == "AGREED_AMENDED" and words.pence is not None else None
    if notice is None or not is_key(item.case):
        return
    maker = item.maker.title if item.maker else item.meeting.body.name
    named = footing is None or footing.notice is not None
    amended = covers(notice, item.version, maker=maker if named else "", on=local_date(at) if named else None, pence=words.pence)
    if amended.covers or words.pence is None:
        return
    certificate = amendment_certificate(item, words.pence)
    if certificate is None:
        message = (
            f"The amendment goes beyond the notice. {amended.why} What goes further needs a new notice first, or the Monitoring "
            "Officer’s certificate that it is still the matter of the notice."
        )
        ask = Alternative(
            "Ask the Monitoring Officer to certify that it lies within the notice", "case_amendment", query={"pence": words.pence}
        )
        raise Refusal("notice.does_not_cover", message, REG_9, alternatives=(*AMENDMENT_WAYS, ask))
    why = f"Certified as within the notice by the Monitoring Officer: {certificate.text}"
    ledger.passed(Evaluation("notice.certified", why, REG_9, {"pence": words.pence, "certified": certificate.request.pence}))


def _require_not_key_now(item: AgendaItem, words: Words) -> None:
    """An amendment does not make a key decision, of which notice has to be given, out of one that was none."""
    if words.amended_pence is None or is_key(item.case):
        return
    rules = constitution_of(item.case).key_decision
    before = facts_of(item.case, None, item.version)
    after = replace(before, council_pence=council_part(item.version, words.amended_pence), gross_pence=words.amended_pence)
    found = assess(after, rules)
    why = f"With this amendment it would be a key decision, and no notice of one has been given. {found.why}"
    passes = found.is_key and not assess(before, rules).is_key
    if not passes and rules.budget_percent is not None:  # by the budget a lower sum may be significant; only the assessment knew it
        assessment = latest_assessment(item.case)
        passes = assessment is not None and abs(after.council_pence) > max(abs(before.council_pence), abs(assessment.council_pence))
        why = "The constitution measures by the budget of the service, and more was not assessed. Until it is, the decision counts as key."
    if passes:
        raise Refusal("notice.amended_to_key", why, "SI 2012/2089 regs 8 and 9", alternatives=AMENDMENT_WAYS)


def record_decision(
    item: AgendaItem,
    act: Act,
    words: Words,
    *,
    kind: str,
    mode: str,
    tally: dict,
    conflicts: list,
    made_by: User,
    maker: Office | None = None,
    delegation: dict | None = None,
    footing: Footing | None = None,
    objections: Sequence[dict] = (),
) -> Decision:
    """Keep the decision and its numbered resolutions; a step inside the acts above."""
    case = item.case
    texts = _resolutions(item, words)
    decision = Decision.create_as(
        act,
        case=case,
        n=case.decisions.count() + 1,
        kind=kind,
        item=item,
        version=item.version,
        maker_office=maker,
        body=maker.body if maker else item.meeting.body,
        mode=mode,
        outcome=words.outcome,
        text=words.text.strip() or f"{dict(Decision.OUTCOMES)[words.outcome]}: {case.title}.",
        reasons=words.reasons.strip(),
        alternatives=words.alternatives.strip(),
        tally=tally,
        conflicts=conflicts,
        subject_to=missing_signatures(case) if words.outcome in AGREED else [],
        since=words.since,
        because=words.because.strip(),
        amended_pence=words.amended_pence,
        delegation=delegation or {},
        objections=list(objections),
        route=footing.route.value if footing else "",
        urgent_by=footing.reference if footing else "",
        is_key=is_key(case),
        key_reasons=key_reasons(case),
        made_on=made_on(act.at),
        made_at=act.at,
        made_by=made_by,
        clerked_by=None if made_by == act.actor.user else act.actor.user,
    )
    Resolution.objects.insert_many(
        [Resolution(decision=decision, number=number, text=text) for number, text in enumerate(texts, 1)], act
    )
    if decision.clerked_by:
        involve(case, act, "clerk")
    return decision


def _resolutions(item: AgendaItem, words: Words) -> Sequence[str]:
    """As amended, else the recommendations of the report; none when nothing was agreed."""
    given = [text.strip() for text in words.resolutions if text.strip()]
    if given:
        return given
    if words.outcome != "AGREED":
        return []
    return [part["text"] for part in item.version.content.get("recommendations", ())]


def append_decision(kind: str, decision: Decision, act: Act) -> None:
    """The one event of a decision: everything that the public record will say."""
    ledger.append(
        kind,
        act,
        f"{decision.case.reference}/decision",
        case=decision.case,
        fields={
            "outcome": decision.outcome,
            "mode": decision.mode,
            "made_by": decision.made_by.name,
            "for_body": decision.maker_office.title if decision.is_officers else decision.body.name,
            "made_on": decision.made_on.isoformat(),
            "text": decision.text,
            "resolutions": [row.text for row in decision.resolutions.all()],
            "reasons": decision.reasons,
            "alternatives": decision.alternatives,
            "tally": decision.tally,
            "conflicts": decision.conflicts,
            "subject_to": decision.subject_to,
            "delegation": decision.delegation,
            **({"objections": decision.objections} if decision.objections else {}),
            "is_key": decision.is_key,
            "route": decision.route,
            "urgent_by": decision.urgent_by,
            **({"amended_pence": decision.amended_pence} if decision.amended_pence is not None else {}),
            **({"since": decision.since.isoformat(), "because": decision.because} if decision.since else {}),
            "content_hash": decision.version.content_hash,
            "proposal_version": decision.version.number,
        },
        version=str(decision.n),
    )


def finish(duty: Duty, item: AgendaItem, act: Act, result: str) -> None:
    """The item and its duty end; votes that were never cast, and urgency not yet agreed, are no longer asked for."""
    end_item(item, act, result)
    close_all(duty.case, act, "ENDED", kind="vote.cast")
    if result not in PUT_OFF:
        close_all(duty.case, act, "ENDED", kind="urgency.answer")
        close_all(duty.case, act, "ENDED", kind="notice.publish")
    close_duty(duty, act, result)
