"""Reading stops: which stand over a case, and which keep a step from happening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commissioning.models import Case
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.pre_election import PreElection
from commissioning.selectors.calendars import live
from decisions.models import Overlay, SpendAuthority
from decisions.rules import overlays as rules


def over(case: Case, at: datetime) -> list[Overlay]:
    """Every stop that stands over a case at a moment, those over the whole council too; one statement."""
    authority = SpendAuthority.objects.filter(overlay=OuterRef("pk"), case=case, given_at__lte=at)
    return list(
        _standing(at).filter(Q(case=case) | Q(case__isnull=True)).annotate(authorised=Exists(authority))
    )


def any_over() -> Exists:
    """For a query of cases: whether a stop that nobody has lifted lies over the case, so that most pages read no more."""
    return Exists(Overlay.objects.filter(Q(case=OuterRef("pk")) | Q(case__isnull=True), lifted_at__isnull=True))


def over_council(at: datetime) -> list[Overlay]:
    """The stops that stand over the whole council."""
    return list(_standing(at).filter(case__isnull=True))


def pre_election_periods(at: datetime) -> list[PreElection]:
    """Every pre-election period that stands or is to come."""
    rows = Overlay.objects.filter(kind=rules.Kind.PRE_ELECTION.value, ends_at__gt=at).order_by("starts_at", "pk")
    return [PreElection(row.get_kind_display(), local_date(row.starts_at), row.poll_on) for row in rows if row.poll_on]


def listed(at: datetime) -> tuple[list[Overlay], list[Overlay]]:
    """All stops in two lists: those that stand or are still to begin, and those that are over."""
    rows = list(Overlay.objects.select_related("case", "declared_by", "ended_by").prefetch_related("authorities__case"))
    over_now = [row for row in rows if row.ends_at is not None and row.ends_at <= at]
    return [row for row in rows if row not in over_now], over_now


def with_days_to_consider(rows: Sequence[Overlay]) -> list[tuple[Overlay, Deadline | None]]:
    """Each stop with the count of the days in which its report is to be considered, if a report began it."""
    calendar = live() if any(row.kind in rules.REPORTS for row in rows) else None
    return [
        (row, rules.consider_by(rules.Kind(row.kind), local_date(row.starts_at), calendar) if calendar else None)
        for row in rows
    ]


def ended_but_not_lifted(at: datetime) -> list[Overlay]:
    """Stops that are over and whose cases have not been set going again."""
    return list(Overlay.objects.filter(lifted_at__isnull=True, ends_at__lte=at).select_related("case"))


def cases_under(overlay: Overlay) -> QuerySet[Case]:
    """Open cases that the stop may have kept from taking effect."""
    waiting = Case.objects.filter(Q(effective_on__isnull=True) | Q(early_effect__isnull=False), closed_at__isnull=True)
    if overlay.case_id:
        return waiting.filter(pk=overlay.case_id)
    return waiting.filter(records__isnull=False).distinct().order_by("pk")


def as_rules(rows: Sequence[Overlay]) -> list[rules.Overlay]:
    """Stops as the rules see them."""
    return [
        rules.Overlay(
            rules.Kind(row.kind),
            row.starts_at,
            row.ends_at,
            frozenset(rules.Step(step) for step in row.stops) if row.kind == "COURT_ORDER" else None,
            row.document,
            getattr(row, "authorised", False),
        )
        for row in rows
    ]


def may_be_carried_out(case: Case, at: datetime) -> bool:
    """Whether no stop keeps the decision from taking effect at a moment."""
    return not rules.stopping(as_rules(over(case, at)), rules.Step.IMPLEMENT, at)


def _standing(at: datetime) -> QuerySet[Overlay]:
    return Overlay.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at).order_by("starts_at", "pk")
