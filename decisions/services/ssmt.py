"""The senior management team of all agencies recommends: one answer per agency, then the chair states the outcome."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.dates import instant
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.offices import first_of
from commissioning.selectors.rows import only
from commissioning.services.duties import close_all, close_duty, involve, open_duties
from decisions.models import AgencyRecommendation, AgendaItem, Interest, SsmtOutcome
from decisions.rules import interests as interest_rules
from decisions.rules import ssmt as rules
from decisions.rules.ssmt_wording import require_wording
from decisions.selectors import ssmt as table_of_agencies
from decisions.selectors.meetings import live_item
from decisions.services.agenda_items import LAST_MINUTE, end_item

NEED_REASONS = ("DEFERRED", "NOT_SUPPORTED")


def open_ssmt(*, case: Case, act: Act) -> None:
    """Ask every voting agency for its recommendation and the chair for the outcome, both on the day of the meeting.

    Agencies may answer before the meeting and at it, so nobody is late when it begins.
    """
    item = live_item(case, "RECOMMENDATION")
    due_at = instant(item.meeting.meets_on, LAST_MINUTE) if item else None
    subject = item.pk if item else None
    open_duties(
        case,
        "ssmt.recommend",
        act,
        offices=table_of_agencies.lead_offices(),
        due_at=due_at,
        subject_id=subject,
    )
    open_duties(
        case,
        "ssmt.outcome",
        act,
        offices=first_of("SSMT_CHAIR"),
        due_at=due_at,
        subject_id=subject,
    )


def item_of(duty: Duty, kind: str) -> AgendaItem:
    """The agenda item a duty is about; raises Refusal("item.gone") when it is no longer before the body."""
    items = AgendaItem.objects.select_related("meeting__body", "meeting__chair", "version", "maker", "notice")
    item = only(items.filter(pk=duty.subject_id, case=duty.case_id, kind=kind))
    if item is None:
        raise Refusal("item.gone", "This item is no longer before the meeting. Go back to the case.")
    item.case = duty.case
    return item


def recommend(
    *,
    duty: Duty,
    position: str,
    conditions: str = "",
    dissent: str = "",
    interest: str = "NONE",
    nature: str = "",
    actor: Actor,
    at: datetime,
) -> AgencyRecommendation:
    """Answer for one agency: its interest first, then its position.

    Effects in order: the interest is kept; the answer is kept as the agency's next (a correction until the chair
    states the outcome); the person becomes a recommender; the duty closes; one event.
    Raises PermissionDenied; Refusal ssmt.closed, ssmt.two_agencies, ssmt.interest, ssmt.conditions, ssmt.dissent.
    """
    standing = access.require(actor, "ssmt.recommend", duty, at)
    item = item_of(duty, "RECOMMENDATION")
    if item.ended_at is not None:
        message = "The chair has stated the outcome, so answers can no longer be given or changed."
        raise Refusal("ssmt.closed", message, rules.CHARTER)
    agency = duty.office.body.organisation
    _require_one_agency(item, actor, agency.pk, at)
    _require_interest_allows(interest, nature, position)
    _require_words(duty.case, position, conditions, dissent)
    act = Act(actor, standing, at, rule=rules.CHARTER)
    Interest.create_as(
        act,
        item=item,
        version=item.version,
        person=actor.user,
        office=duty.office,
        n=Interest.objects.filter(item=item, person=actor.user).count() + 1,
        kind=interest,
        nature=nature.strip(),
        stage="CONFIRMED",
        declared_at=at,
    )
    answer = AgencyRecommendation.create_as(
        act,
        duty=duty,
        n=duty.agency_recommendations.count() + 1,
        item=item,
        organisation=agency,
        office=duty.office,
        position=position,
        conditions=conditions.strip(),
        dissent=dissent.strip(),
        given_by=actor.user,
        given_at=at,
    )
    involve(duty.case, act, "recommender")
    if duty.is_open:
        close_duty(duty, act, position)
    ledger.append(
        "ssmt.recommend",
        act,
        f"{duty.case.reference}/ssmt/{agency.key}",
        case=duty.case,
        fields={
            "agency": agency.name,
            "answer": answer.n,
            "position": position,
            "conditions": answer.conditions,
            "dissent": answer.dissent,
            "interest": interest,
            "proposal_version": item.version.number,
        },
        tier="member",
        version=str(answer.n),
    )
    return answer


def _require_one_agency(item: AgendaItem, actor: Actor, agency: int, at: datetime) -> None:
    """One person speaks for a second agency only when both have appointed that person to their lead office."""
    spoken = set(
        item.agency_recommendations.filter(given_by=actor.user).values_list("organisation", flat=True)
    )
    appointed = {
        appointment.office.body.organisation_id
        for appointment in access.live_appointments(actor.user, at)
        if appointment.office.role == "AGENCY_LEAD"
    }
    rules.require_delegate(actor.user.pk, spoken | {agency}, appointed_by=appointed)


def _require_interest_allows(interest: str, nature: str, position: str) -> None:
    kind = interest_rules.Kind(interest)
    if kind is not interest_rules.Kind.NONE and not nature.strip():
        raise Refusal("ssmt.interest_text", "Say what the interest is, in a sentence.", rules.CHARTER)
    if kind in interest_rules.BARRED and position != "ABSTAIN":
        message = "With this interest your agency cannot support or oppose the proposal. Abstain, or ask your deputy."
        raise Refusal("ssmt.interest", message, "Procurement Act 2023 ss81 to 83")


def _require_words(case: Case, position: str, conditions: str, dissent: str) -> None:
    if position == "SUPPORT_WITH_CONDITIONS" and not conditions.strip():
        raise Refusal(
            "ssmt.conditions", "Write the conditions under which your agency supports this.", rules.CHARTER
        )
    if position == "DO_NOT_SUPPORT" and not dissent.strip():
        raise Refusal("ssmt.dissent", "Write why your agency does not support this.", rules.CHARTER)
    constitution = constitution_of(case)
    if len(dissent.split()) > constitution.ssmt.dissent_words:
        most = constitution.ssmt.dissent_words
        message = f"Your dissent has {len(dissent.split())} words. Shorten it to {most} words or fewer."
        raise Refusal("ssmt.dissent_length", message, constitution.citation("ssmt.dissent_words"))


def state_ssmt_outcome(
    *,
    duty: Duty,
    outcome: str,
    text: str,
    reasons: str = "",
    actions: list[str] | None = None,
    actor: Actor,
    at: datetime,
) -> SsmtOutcome:
    """State what the team concluded; the rules check that it fits the agencies' answers.

    Effects in order: the outcome is kept with every agency's answer; the item ends; agencies are no longer asked;
    the duty closes; one event. Raises PermissionDenied; Refusal ssmt.closed, ssmt.too_early, ssmt.inquorate,
    ssmt.outcome, ssmt.wording, ssmt.reasons, ssmt.actions.
    """
    standing = access.require(actor, "ssmt.outcome", duty, at)
    item = item_of(duty, "RECOMMENDATION")
    if not duty.is_open:
        raise Refusal("ssmt.closed", "The outcome has been stated already.", rules.CHARTER)
    _require_begun(item, at)
    table = table_of_agencies.table(item)
    reckoning = _require_fits(table_of_agencies.OUTCOMES[outcome], table, item)
    require_wording(text)
    _require_reasons(outcome, reasons, actions or [])
    act = Act(actor, standing, at, reason=reasons, rule=rules.CHARTER)
    stated = SsmtOutcome.create_as(
        act,
        case=duty.case,
        item=item,
        n=SsmtOutcome.objects.filter(case=duty.case).count() + 1,
        outcome=outcome,
        text=text.strip(),
        reasons=reasons.strip(),
        actions=actions or [],
        positions=[_position(place) for place in table.places],
        reckoning=reckoning,
        stated_by=actor.user,
        stated_at=at,
    )
    end_item(item, act, outcome)
    close_all(duty.case, act, "NOT_ANSWERED", kind="ssmt.recommend")
    close_duty(duty, act, outcome)
    ledger.append(
        "ssmt.outcome",
        act,
        f"{duty.case.reference}/ssmt",
        case=duty.case,
        fields={
            "outcome": outcome,
            "wording": stated.get_outcome_display(),
            "text": stated.text,
            "reasons": stated.reasons,
            "actions": stated.actions,
            "positions": stated.positions,
            "reckoning": reckoning,
        },
        version=str(stated.n),
    )
    return stated


def _require_begun(item: AgendaItem, at: datetime) -> None:
    if at < item.meeting.starts_at:
        raise Refusal(
            "ssmt.too_early",
            "The meeting has not begun. State the outcome at the meeting.",
            rules.CHARTER,
            earliest=item.meeting.meets_on,
        )


def _require_fits(chosen: rules.Outcome, table: table_of_agencies.Table, item: AgendaItem) -> str:
    """Returning and deferring need no quorum; everything else must be what the answers amount to."""
    if chosen in (rules.Outcome.RETURNED, rules.Outcome.DEFERRED):
        return table.quorum.why
    parties = table_of_agencies.agencies([place.office for place in table.places], item.version)
    stances: dict[int | str, rules.Stance] = {
        place.office.body.organisation_id: rules.Stance(place.answer.position)
        for place in table.places
        if place.answer
    }
    conclusion = rules.conclude(parties, stances, constitution_of(item.case).ssmt)
    follows = rules.require_outcome(chosen, conclusion)
    counted = {"answers": {place.office.key: place.answer.position for place in table.places if place.answer}}
    ledger.passed(
        Evaluation("ssmt.quorum", table.quorum.why, rules.CHARTER, {"answered": len(stances)}),
        Evaluation("ssmt.outcome", follows, rules.CHARTER, counted | {"outcome": chosen.value}),
    )
    return f"{table.quorum.why} {follows}"


def _require_reasons(outcome: str, reasons: str, actions: list[str]) -> None:
    if outcome == "RETURNED" and not actions:
        raise Refusal(
            "ssmt.actions", "List what the officer has to do before the proposal comes back.", rules.CHARTER
        )
    if outcome in NEED_REASONS and not reasons.strip():
        raise Refusal("ssmt.reasons", "Give the reason.", rules.CHARTER)


def _position(place: table_of_agencies.Place) -> dict:
    answer = place.answer
    return {
        "agency": place.office.body.organisation.name,
        "key": place.office.body.organisation.key,
        "contributes": place.contributes,
        "position": answer.position if answer else "",
        "label": answer.get_position_display() if answer else "No answer",
        "conditions": answer.conditions if answer else "",
        "dissent": answer.dissent if answer else "",
    }
