"""A stop is declared or ended first, in a step of its own; then every case that waited under it goes on by itself."""

import logging
from datetime import date, datetime
from typing import Any

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex, Case, User
from decisions.models import Overlay
from decisions.selectors.consultations import cases_to_review
from decisions.selectors.overlays import cases_under, ended_but_not_lifted
from decisions.services import overlays
from decisions.services.consultations import ask_to_review
from workflows import desk

log = logging.getLogger(__name__)


def declare(*, by: Actor, **given: Any) -> None:
    """Declare a stop. The same form twice declares it once. Raises PermissionDenied, Refusal."""
    with ledger.recording():
        if _is_first(by):
            overlays.declare(actor=by, at=clock.act_now(), **given)
    if given.get("kind") == "PRE_ELECTION":
        ask_about_consultations(clock.act_now())


def ask_about_consultations(at: datetime) -> None:
    """Ask the officer of every case whose consultation runs into a pre-election period whether it is extended.

    A failure is logged and left for the next tick. Safe to repeat: each consultation is asked about once.
    """
    for case in cases_to_review(at):
        try:
            desk.act(case, ask_to_review, by=Actor.system("overlay"))
        except Exception:
            log.exception("The consultation of case %s could not be asked about", case.reference)


def authorise(*, by: Actor, overlay: int, case: Case, ground: str, agreement: str) -> None:
    """Authorise one agreement; its case goes on if nothing else stands in its way."""
    with ledger.recording():
        if _is_first(by):
            row = Overlay.objects.select_for_update(of=("self",)).get(pk=overlay)
            overlays.authorise(overlay=row, case=case, ground=ground, agreement=agreement, actor=by, at=clock.act_now())
    go_on(case)


def end(*, by: Actor, overlay: int, concluded_on: date, reason: str) -> None:
    """End a stop, now or when the law says; what waited goes on at that moment. Raises PermissionDenied, Refusal."""
    with ledger.recording():
        if _is_first(by):
            row = Overlay.objects.select_for_update(of=("self",)).get(pk=overlay)
            overlays.end(overlay=row, concluded_on=concluded_on, reason=reason, actor=by, at=clock.act_now())
    lift_what_is_over(clock.act_now())


def lift_what_is_over(at: datetime) -> int:
    """Set every case going again whose stop is over; returns how many stops were lifted. Safe to repeat."""
    found = ended_but_not_lifted(at)
    for row in found:
        for case in cases_under(row):
            go_on(case)
        with ledger.recording():
            overlays.lift(overlay=row, at=at)
    return len(found)


def go_on(case: Case) -> None:
    """Let the charts of a case look again. A failure is logged and left for the case's next act."""
    try:
        desk.act(case, look_again, by=Actor.system("overlay"))
    except Exception:
        log.exception("Case %s could not go on after a stop", case.reference)


def look_again(**_: object) -> None:
    """Nothing changes by itself: the desk asks every chart of the case what may follow now."""


def _is_first(by: Actor) -> bool:
    """One person's forms wait for each other, so that a double click is one act."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=by.user.pk)
    return not AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk).exists()
