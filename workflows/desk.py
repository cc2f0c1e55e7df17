"""The one door for acts on a live case: pages, `walk_case`, the tick and importers all come through here.

Order of `act`: open the transaction; lock the Case row; read the clock once; run the service in a savepoint; start
the child chart it calls for; advance every chart of the case; write the queued events under the ledger lock as the
last statements; commit. Locks are always taken in the order Case, domain rows, ledger.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, QuerySet
from viewflow.workflow.context import Context
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from commissioning import clock, ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditIndex, Case, Duty, User
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.cases import open_kinds
from commissioning.selectors.rows import only
from workflows.flows.commissioning_case import CommissioningCaseFlow
from workflows.nodes import Clock, Stage

ROUNDS = 30
GONE = Refusal("duty.gone", "This is no longer waiting for you. Go back to your inbox.", alternatives=(
    Alternative("Go to your inbox", "inbox"),
))  # fmt: skip
CLOSED = Refusal("case.closed", "This case has ended, so nothing more can be done in it. Its record stays open to read.", alternatives=(
    Alternative("Read the case", "case"),
))  # fmt: skip


class StuckChart(RuntimeError):
    """A chart kept moving for too many rounds, or names a node that no longer exists."""


@dataclass(frozen=True)
class Outcome:
    """What an act came to: a result, or a refusal, or the answer that it had already been done."""

    result: Any = None
    refusal: Refusal | None = None
    replayed: bool = False

    @property
    def is_done(self) -> bool:
        return self.refusal is None


def act(
    case: Case | int,
    service: Callable[..., object],
    *,
    by: Actor,
    start: Callable[[object], type | None] | None = None,
    at: datetime | None = None,
    duty: int | None = None,
    ended: bool = False,
    **kwargs: object,
) -> Outcome:
    """Do one act on a live case; see the module docstring for the order.

    `start` gets the service's result and names the child chart to start, or None. `at` is given by `walk_case` and
    importers only. `ended` is for what goes on when a case is over, such as correcting its record: then no chart moves.
    A `Refusal` undoes the service and comes back in the outcome; `PermissionDenied` and anything unexpected roll
    everything back and propagate.
    """
    case_pk = case if isinstance(case, int) else case.pk
    with ledger.transaction():
        row = _lock(case_pk)
        found, is_replay = _duty(row, duty, by)
        if is_replay:
            return Outcome(replayed=True)
        if not row.is_open and not ended:
            return Outcome(refusal=CLOSED)
        if duty is not None and found is None:
            return Outcome(refusal=GONE)
        moment = at or clock.act_now()
        return _run(row, service, by, moment, start, _arguments(service, row, found, kwargs))


def open_case(service: Callable[..., Case], *, by: Actor, at: datetime | None = None, **kwargs: object) -> Outcome:
    """The second door: the service makes the Case, and its main chart starts in the same transaction."""
    with ledger.transaction():
        _queue(by)
        if _same_request(by).exists():
            return Outcome(replayed=True)
        moment = at or clock.act_now()
        try:
            with ledger.savepoint():
                case = service(actor=by, at=moment, **kwargs)
                with Context(propagate_exception=True, case=case, act=_system_act(by, moment)):
                    CommissioningCaseFlow.start.run(case=case, subject=None)
                    advance(case)
        except Refusal as refusal:
            return Outcome(refusal=refusal)
        ledger.flush()
        return Outcome(result=case)


def _run(
    case: Case,
    service: Callable[..., object],
    by: Actor,
    moment: datetime,
    start: Callable[[object], type | None] | None,
    arguments: dict,
) -> Outcome:
    with Context(propagate_exception=True, case=case, act=_system_act(by, moment)):
        was_open = case.is_open
        try:
            with ledger.savepoint():
                result = service(actor=by, at=moment, **arguments)
                chart = start(result) if start else None
                if chart is not None:
                    chart.start.run(case=case, subject=result)
                if was_open and case.outcome != "WITHDRAWN":
                    advance(case)
                if was_open and not case.is_open:
                    cancel_charts(case)
        except Refusal as refusal:
            return Outcome(refusal=refusal)
        ledger.flush()
        return Outcome(result=result)


def _system_act(by: Actor, moment: datetime) -> Act:
    """Steps that follow by themselves are the system's, at the same moment and under the same request."""
    actor = Actor(user=None, request=by.request, auth={}, via=by.via, name="System (workflow)")
    return Act(actor=actor, standing=Standing(capacity="system"), at=moment)


def _queue(by: Actor) -> None:
    """A new case has no row to lock yet, so one person's forms wait for each other: a double click opens one case."""
    if by.user:
        User.objects.select_for_update(no_key=True).only("pk").get(pk=by.user.pk)


def _lock(case: int) -> Case:
    """The case, locked, with the constitution that it is pinned to for good (so a join reads nothing stale)."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("constitution").defer("constitution__text")
    return rows.get(pk=case)


def was_answered(by: Actor) -> bool:
    """Whether this very request has been done before: a second click, a form sent again after a lost connection."""
    return _same_request(by).exists()


def _same_request(by: Actor) -> QuerySet[AuditIndex]:
    """Events that this very request has led to before; the system's acts have no request that could come twice."""
    if by.user is None:
        return AuditIndex.objects.none()
    return AuditIndex.objects.filter(request=by.request, actor_id=by.user.pk)


def _duty(case: Case, duty: int | None, by: Actor) -> tuple[Duty | None, bool]:
    """The duty read again under the lock, and whether the request was answered before: one statement for both."""
    if duty is None:
        return None, _same_request(by).exists()
    rows = Duty.objects.filter(pk=duty, case=case).annotate(is_replay=Exists(_same_request(by)))
    found = only(rows.select_related("office__body__organisation", "body", "person"))
    if found is None:
        return None, False
    found.case = case  # one Case instance per act: everybody sees the locked row
    return found, vars(found)["is_replay"]


def _arguments(service: Callable[..., object], case: Case, duty: Duty | None, kwargs: dict) -> dict:
    arguments = dict(kwargs)
    if duty is not None:
        arguments["duty"] = duty
    if "case" in inspect.signature(service).parameters:
        arguments["case"] = case
    return arguments


def open_tasks(case: Case) -> list[Task]:
    """Every engine task of the case that is waiting, in order of creation; one statement."""
    return list(
        Task.objects.filter(
            process__artifact_object_id=case.pk,
            process__artifact_content_type__app_label="commissioning",
            process__artifact_content_type__model="case",
            status__in=[STATUS.NEW, STATUS.SCHEDULED],
        )
        .select_related("process")
        .order_by("pk")
    )


def advance(case: Case) -> None:
    """Move every chart of the case as far as the domain allows; then clocks whose moment has moved are set anew."""
    for _ in range(ROUNDS):
        kinds = open_kinds(case)
        tasks = open_tasks(case)
        stages = [task for task in tasks if not isinstance(task.flow_task, Clock)]
        if not any([_advance_stage(case, task, kinds) for task in stages]):
            _set_clocks(case, [task for task in tasks if isinstance(task.flow_task, Clock)])
            return
    raise StuckChart(f"Charts of case {case.reference} keep moving after {ROUNDS} rounds")


def follow(case: Case, by: Actor, moment: datetime) -> None:
    """Move the charts of an open case, locked by the caller, after an act that concerned several cases."""
    if case.is_open:
        with Context(propagate_exception=True, case=case, act=_system_act(by, moment)):
            advance(case)


def _set_clocks(case: Case, tasks: list[Task]) -> None:
    for task in tasks:
        due = task.flow_task.due(case)
        if due != task.scheduled:
            task.scheduled = due
            task.save(update_fields=["scheduled"])


def _advance_stage(case: Case, task: Task, kinds: frozenset[str]) -> bool:
    node = task.flow_task
    if not isinstance(node, Stage):
        raise StuckChart(f"Case {case.reference} waits at a node that no longer exists: {task.flow_task}")
    if not node.is_complete(case, kinds):
        return False
    activation = node.activation_class(task)
    activation.run(None)
    activation.execute()
    return True


def fire(*, case: Case, task: int, actor: Actor, at: datetime) -> bool:
    """Fire one due clock; used by the tick through `act`. False when it is no longer due."""
    row = Task.objects.filter(pk=task, status=STATUS.SCHEDULED).select_related("process").first()
    if row is None or row.flow_task.due(case) > at:
        return False
    activation = row.flow_task.activation_class(row)
    activation.start()
    activation.execute()
    return True


def cancel_charts(case: Case) -> None:
    """Cancel every live chart of a case that has ended; the domain rows were closed by the service."""
    live = Process.objects.filter(
        artifact_object_id=case.pk,
        artifact_content_type__app_label="commissioning",
        artifact_content_type__model="case",
        status=PROCESS.NEW,
    ).order_by("pk")
    for process in live:
        process.flow_class.instance.cancel(process.coerced)
