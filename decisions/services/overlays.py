"""Stops: declaring one, ending it, letting one agreement through; and the check that every step under a stop makes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.dates import instant, local_date
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.refusals import Refusal
from commissioning.selectors.calendars import live
from decisions.models import Overlay, SpendAuthority
from decisions.rules import overlays as rules
from decisions.selectors import overlays


def require_not_stopped(case: Case, step: rules.Step, at: datetime) -> None:
    """Refuse a step of a case that a stop in force forbids, and keep with the step that none did; one statement.

    Raises Refusal overlay.*.
    """
    standing = overlays.as_rules(overlays.over(case, at))
    why = rules.require_not_stopped(standing, step, at)
    asked = {"step": step.value, "stops_in_force": [one.kind.value for one in standing]}
    ledger.passed(Evaluation("overlay.none_stops", why, rules.STOPS_LAW, asked))


def declare(
    *,
    kind: str,
    document: str,
    reason: str,
    starts_on: date | None = None,
    poll_on: date | None = None,
    stops: Collection[str] = (),
    case: Case | None = None,
    actor: Actor,
    at: datetime,
) -> Overlay:
    """Declare a stop over one case or, without one, over the whole council. It stands from `starts_on`, else from now.

    Effects in order: the stop is kept; one event. Raises PermissionDenied for everybody but the statutory officer whose
    stop it is; Refusal overlay.incomplete, overlay.again.
    """
    chosen = rules.Kind(kind)
    told = rules.SPECIFICATIONS[chosen]
    standing = access.require(actor, f"overlay.{chosen.lower()}", None, at)
    today = local_date(at)
    case = case if told.one_case else None
    rules.require_declaration(
        chosen,
        has_case=case is not None,
        document=document,
        poll_on=poll_on,
        starts_on=starts_on or today,
        stops=[rules.Step(step) for step in stops],
        calendar=live("england"),
    )
    if any(row.kind == kind and row.case_id == (case.pk if case else None) for row in _standing(case, at)):
        message = f"{told.label} stands already. End that one first."
        raise Refusal("overlay.again", message, told.citation)
    act = Act(actor, standing, at, reason=reason, rule=told.citation)
    row = Overlay(
        kind=kind,
        case=case,
        stops=sorted(stops) if chosen is rules.Kind.COURT_ORDER else [],
        starts_at=at if starts_on is None or starts_on == today else instant(starts_on),
        poll_on=poll_on,
        document=document.strip(),
        reason=reason.strip(),
        declared_by=actor.user,
        declared_at=at,
        ends_at=rules.ends_by_itself(chosen, poll_on),
    ).save_as(act)
    _log("overlay.declare", row, act, document=row.document, starts_at=row.starts_at, stops=row.stops)
    return row


def end(*, overlay: Overlay, concluded_on: date, reason: str, actor: Actor, at: datetime) -> Overlay:
    """End a stop. After a report has been considered it stands for the rest of the working day that follows.

    Effects in order: the moment of its end is kept; one event. Raises PermissionDenied; Refusal overlay.ended,
    overlay.not_concluded.
    """
    kind = rules.Kind(overlay.kind)
    standing = access.require(actor, f"overlay.{kind.lower()}", None, at)
    if overlay.ended_by_id or (overlay.ends_at and overlay.ends_at <= at):
        raise Refusal("overlay.ended", "This stop has been ended already.", rules.SPECIFICATIONS[kind].citation)
    act = Act(actor, standing, at, reason=reason, rule=rules.SPECIFICATIONS[kind].citation)
    overlay.ends_at = rules.end_of(kind, concluded_on, at, live("england"))
    overlay.concluded_on = concluded_on
    overlay.ended_by = actor.user
    overlay.ended_because = reason.strip()
    overlay.save_as(act, update_fields=["ends_at", "concluded_on", "ended_by", "ended_because"])
    _log("overlay.end", overlay, act, ends_at=overlay.ends_at, concluded_on=concluded_on)
    return overlay


def authorise(
    *, overlay: Overlay, case: Case, ground: str, agreement: str, actor: Actor, at: datetime
) -> SpendAuthority:
    """The chief finance officer's written authority for one agreement while spending is stopped (LGFA 1988 s115(6A)).

    Effects in order: the authority is kept; one event. Raises PermissionDenied; Refusal overlay.no_spend_stop,
    overlay.authorised.
    """
    standing = access.require(actor, "overlay.authorise", None, at)
    if overlay.kind != "SPEND_STOP" or (overlay.ends_at and overlay.ends_at <= at):
        raise Refusal("overlay.no_spend_stop", "No spend stop stands, so no authority is needed.", rules.SPEND_LAW)
    if SpendAuthority.objects.filter(overlay=overlay, case=case).exists():
        message = f"The agreement of case {case.reference} is authorised already."
        raise Refusal("overlay.authorised", message, rules.SPEND_LAW)
    act = Act(actor, standing, at, reason=agreement, rule=rules.SPEND_LAW)
    row = SpendAuthority.create_as(
        act, overlay=overlay, case=case, ground=ground, agreement=agreement.strip(), given_by=actor.user, given_at=at
    )
    fields = {"ground": row.get_ground_display(), "agreement": row.agreement}
    ledger.append("overlay.authorise", act, _subject(overlay), case=case, fields=fields)
    return row


def lift(*, overlay: Overlay, at: datetime) -> Overlay:
    """The stop is over: what waited under it may be set going again. Effects in order: lifted; one event."""
    act = Act(Actor.system("overlay"), access.SYSTEM, at, rule=rules.SPECIFICATIONS[rules.Kind(overlay.kind)].citation)
    overlay.lifted_at = at
    overlay.save_as(act, update_fields=["lifted_at"])
    _log("overlay.lift", overlay, act)
    return overlay


def _standing(case: Case | None, at: datetime) -> list[Overlay]:
    return overlays.over(case, at) if case else overlays.over_council(at)


def _subject(overlay: Overlay) -> str:
    return f"stop:{overlay.pk}"


def _log(kind: str, overlay: Overlay, act: Act, **fields: object) -> None:
    told = {"stop": overlay.get_kind_display(), **fields}
    ledger.append(kind, act, _subject(overlay), case=overlay.case, fields=told)
