"""Whether a decision takes effect inside its call-in window, and what became of it since."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from commissioning.models import Case
from commissioning.rules.dates import local_date
from decisions.models import DecisionRecord, EarlyEffect, Hold, Overlay
from decisions.rules import overlays
from decisions.rules.early_effects import Answer, Stop, course
from decisions.rules.implementation import verdict
from decisions.selectors.decisions import latest_reconsideration
from decisions.selectors.overlays import as_rules, may_be_carried_out
from decisions.selectors.records import position_of
from decisions.selectors.sign_offs import joint_effect_is_reached


def early_effect_of(case: Case) -> EarlyEffect | None:
    """That it took effect inside the window, if it did."""
    return EarlyEffect.objects.filter(case=case).select_related("decision").first()


def any_early_effect() -> Exists:
    """Whether it did, for the statement that reads the case."""
    return Exists(EarlyEffect.objects.filter(case=OuterRef("pk")))


def begins_early(record: DecisionRecord) -> bool:
    """Whether this very record published a decision that may be carried out inside its window."""
    position = position_of(record.case)
    return position.beside_window and record.decision.kind == "DECISION"


def early_is_over(case: Case, at: datetime) -> bool:
    """Whether nothing is left to begin early: it is in effect already, or the window is over."""
    window = position_of(case).window
    return case.effective_on is not None or window is None or at >= window.earliest_at


def early_may_begin(case: Case, at: datetime) -> bool:
    """Whether it can take effect now, inside the window: nothing is in the way, and everybody has signed."""
    if early_is_over(case, at) or not verdict(position_of(case), at=at).allowed:
        return False
    return joint_effect_is_reached(case) and may_be_carried_out(case, at)


def stops_of(early: EarlyEffect, severed_at: datetime | None = None) -> list[Stop]:
    """Every hold, and every stop over this very case, that kept it from being carried out since; two statements.

    `severed_at`: when the part that a hold leaves free went on.
    """
    later = Q(lifted_at__isnull=True) | Q(lifted_at__gt=early.recorded_at)
    holds = Hold.objects.filter(later, case=early.case_id).order_by("placed_at", "pk")
    found = [Stop(max(row.placed_at, early.recorded_at), row.lifted_at, row.get_kind_display().lower(), tuple(row.resolutions), severed_at) for row in holds]
    over = Overlay.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=early.recorded_at), case=early.case_id)
    for row in over.order_by("starts_at", "pk"):
        since = max(row.starts_at, early.recorded_at)
        if overlays.stopping(as_rules([row]), overlays.Step.IMPLEMENT, since):
            found.append(Stop(since, row.ends_at, row.get_kind_display()))
    return found


def course_of(case: Case, at: datetime) -> tuple[str, ...]:
    """What became of it in words; nothing for a decision that waited for its window."""
    early = early_effect_of(case)
    if early is None:
        return ()
    last = latest_reconsideration(case)
    answer = Answer(last.result, local_date(case.closed_at or last.decision.made_at)) if last else None
    if answer is not None and answer.result == "AMENDED":
        answer = Answer("AMENDED", case.effective_on or answer.on)
    window = position_of(case).window
    return course(early.effective_on, stops_of(early), answer, is_open=window is not None and window.open_at(at))
