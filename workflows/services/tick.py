"""The clock that ticks: fires every chart timer whose legal moment has come, and says which hearings of a call-in were
missed. Idempotent; many may run at once."""

import logging
from collections.abc import Collection
from datetime import datetime

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning import clock, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditIndex
from scrutiny.selectors.call_ins import hearings_overdue
from scrutiny.services.hearings import miss_hearing
from workflows import desk

log = logging.getLogger(__name__)


def tick(
    at: datetime, *, by: str = "tick", exact: bool = False, cases: Collection[int] | None = None
) -> int:
    """Fire what is due at `at`, in order of due moment, in the named cases (all, if none are named); returns how many.

    Each firing is one act at the desk with the desk's own moment (`exact=True`, for `walk_case`: the timer's due
    moment). A failure rolls its case back, raises an alarm in a transaction of its own and leaves the task for later.
    """
    fired = 0
    failed: set[int] = set()
    timers = Task.objects.filter(status=STATUS.SCHEDULED, scheduled__lte=at)
    if cases is not None:
        timers = timers.filter(
            process__artifact_object_id__in=cases,
            process__artifact_content_type__app_label="commissioning",
            process__artifact_content_type__model="case",
        )
    while True:
        due = (
            timers.exclude(pk__in=failed)
            .order_by("scheduled", "pk")
            .values_list("pk", "process__artifact_object_id", "scheduled")
            .first()
        )
        if due is None:
            return fired + follow_missed_hearings(at, by=by, exact=exact, cases=cases)
        task, case, moment = due
        if _fire(task, case, by, moment if exact else None):
            fired += 1
        else:
            failed.add(task)


def follow_missed_hearings(at: datetime, *, by: str = "tick", exact: bool = False, cases: Collection[int] | None = None) -> int:
    """Let what the constitution says follow wherever scrutiny did not hear a call-in in time; returns how many.

    As with timers: one act at the desk each, at its due moment if `exact`; a failure raises an alarm and is tried again.
    """
    duties = hearings_overdue(at)
    followed = 0
    for pk, case, due in (duties if cases is None else duties.filter(case__in=cases)).values_list("pk", "case", "due_at"):
        try:
            outcome = desk.act(case, miss_hearing, by=Actor.system(by), at=due if exact else None)
        except Exception as failure:
            log.exception("The missed hearing of case %s could not be followed", case)
            _alarm(pk, case, type(failure).__name__, due if exact else None)
            continue
        followed += outcome.result is not None
    return followed


def _fire(task: int, case: int, by: str, moment: datetime | None) -> bool:
    try:
        outcome = desk.act(case, desk.fire, by=Actor.system(by), at=moment, task=task)
    except Exception as failure:
        log.exception("Timer %s of case %s failed", task, case)
        _alarm(task, case, type(failure).__name__, moment)
        return False
    if outcome.refusal is not None:
        _alarm(task, case, outcome.refusal.code, moment)
        return False
    return bool(outcome.result)


def _alarm(task: int, case: int, what: str, moment: datetime | None) -> None:
    """One alarm per task and reason, however often the tick comes round."""
    subject = f"timer/{task}/{what}"
    if AuditIndex.objects.filter(subject=subject).exists():
        return
    with ledger.transaction():
        at = moment or clock.act_now()
        act = Act(Actor.system("tick"), Standing(capacity="system"), at)
        ledger.append("reconcile.alarm", act, subject, fields={"case": case, "failure": what}, tier="member")
        ledger.flush()
