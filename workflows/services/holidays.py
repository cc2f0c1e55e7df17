"""A proclaimed bank holiday reaches every case: the day is kept first, then each affected case is recounted.

Each case is one act at the desk of its own, so its clocks move with it. A case that fails is left for another try;
the page of the day names it until it follows.
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from commissioning import clock, ledger
from commissioning.acts import Actor
from commissioning.models import AuditIndex, Case, User
from commissioning.services.calendars import proclaim_day
from decisions.selectors.recounts import cases_to_recount
from decisions.services.recounts import move_deadlines
from workflows import desk

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entered:
    """The cases whose deadlines moved, and those that could not be recounted."""

    moved: tuple[Case, ...]
    failed: tuple[Case, ...]


def enter_day(*, by: Actor, day: date, name: str, parts: Collection[str], source: str) -> Entered:
    """Keep the day, then recount. The same form twice enters the day once. Raises PermissionDenied, Refusal."""
    with ledger.recording():
        User.objects.select_for_update(no_key=True).only("pk").get(pk=by.user.pk)
        if not AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk).exists():
            proclaim_day(day=day, name=name, parts=parts, source=source, actor=by, at=clock.act_now())
    return recount_cases(by=by, day=day, name=name)


def recount_cases(*, by: Actor, day: date, name: str) -> Entered:
    """Recount every open case that does not yet follow the calendar; safe to repeat."""
    moved: list[Case] = []
    failed: list[Case] = []
    for case in cases_to_recount(clock.now()):
        own = replace(by, request=f"{by.request[:60]}-{case.pk}")
        try:
            outcome = desk.act(case, move_deadlines, by=own, day=day, because=name)
        except Exception:
            log.exception("Case %s could not be recounted after %s", case.reference, day)
            failed.append(case)
            continue
        (moved if outcome.is_done else failed).append(case)
    return Entered(tuple(moved), tuple(failed))
