"""The process map: every step of a chart with its state, the way taken and the present position.

The engine says which steps and arrows were used; who has a step and since when is read from the duties. An equal text
list stands beside the drawing on the page.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from viewflow.workflow import chart, flow
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from commissioning.models import Case, Duty
from decisions.models import Hold
from decisions.selectors.holds import has_no_hold
from workflows.nodes import Clock, Stage, WaitFor
from workflows.rules.map_layout import Link
from workflows.selectors.process_map_drawing import drawing

# The duties that a stage with its own question opens.
KINDS_OF = {
    "decide": {"item.outcome", "vote.cast", "decision.make"},
    "ssmt.recommend": {"ssmt.recommend", "ssmt.outcome"},
}


@dataclass(frozen=True)
class NodeState:
    """One box of the map and one line of the list."""

    name: str
    title: str
    shape: str  # step, service, gate, event, clock, wait
    state: str  # done, now, ahead, stopped, skipped (passed, and nobody was asked)
    office: str
    times: int
    since: datetime | None = None
    until: datetime | None = None
    held_since: datetime | None = None
    offices: tuple[str, ...] = ()  # who has it now


@dataclass(frozen=True)
class ProcessMap:
    title: str
    svg: SafeString
    nodes: tuple[NodeState, ...]
    is_live: bool


def process_maps(case: Case, duties: Iterable[Duty], holds: Sequence[Hold] = ()) -> list[ProcessMap]:
    """One map per chart of the case, main chart first; two statements, and the moment of a running clock."""
    found = Task.objects.select_related("process").filter(
        process__artifact_object_id=case.pk,
        process__artifact_content_type__app_label="commissioning",
        process__artifact_content_type__model="case",
    )
    processes: dict[int, Process] = {}
    tasks: dict[int, list[Task]] = {}
    for task in found.order_by("process_id", "pk"):
        processes[task.process_id] = task.process
        tasks.setdefault(task.process_id, []).append(task)
    before: dict[int, list[int]] = {}
    steps = Task.previous.through.objects.filter(from_task__process__in=list(processes))
    for task_pk, previous_pk in steps.values_list("from_task_id", "to_task_id"):
        before.setdefault(task_pk, []).append(previous_pk)
    asked = list(duties)
    return [
        _map(case, process, tasks[process.pk], before, asked, holds)
        for process in processes.values()
        if process.flow_class
    ]


def _map(
    case: Case,
    process: Process,
    tasks: list[Task],
    before: dict[int, list[int]],
    asked: list[Duty],
    holds: Sequence[Hold],
) -> ProcessMap:
    chart_class = process.flow_class
    states = tuple(
        node_state(case, node, [t for t in tasks if t.flow_task == node], asked, holds)
        for node in chart_nodes(chart_class)
    )
    names = {task.pk: task.flow_task.name for task in tasks}
    walked = Counter(
        (names[previous], names[task.pk])
        for task in tasks
        for previous in before.get(task.pk, [])
        if previous in names
    )
    return ProcessMap(
        title=chart_class.process_title,
        svg=drawing(f"Process map: {chart_class.process_title}", states, chart_links(chart_class), walked),
        nodes=states,
        is_live=process.status == PROCESS.NEW,
    )


def node_state(case: Case, node: Any, tasks: list[Task], asked: Sequence[Duty], holds: Sequence[Hold]) -> NodeState:
    """What one step of a chart says: from its tasks in the engine, the duties of the case, its clock and the holds."""
    live = [t for t in tasks if t.status in (STATUS.NEW, STATUS.SCHEDULED)]
    done = [t for t in tasks if t.status == STATUS.DONE]
    act = getattr(node, "act", "")
    ever = [duty for duty in asked if act and duty.kind in KINDS_OF.get(act, {act})]
    mine = [duty for duty in ever if duty.is_open] if live else []
    passed = "skipped" if isinstance(node, Stage) and not ever else "done"
    is_held = bool(live) and isinstance(node, WaitFor) and node.question is has_no_hold and bool(holds)
    return NodeState(
        name=node.name,
        title=node.task_title,
        shape=shape_of(node),
        state="now" if live else passed if done else "stopped" if tasks else "ahead",
        office=getattr(node, "office", ""),
        times=len(done),
        since=min((duty.opened_at for duty in mine), default=None),
        until=node.due(case) if live and isinstance(node, Clock) else None,
        held_since=min(hold.placed_at for hold in holds) if is_held else None,
        offices=tuple(dict.fromkeys(duty.office.title for duty in mine)),
    )


def shape_of(node: object) -> str:
    """How a step is drawn."""
    if isinstance(node, Clock):
        return "clock"
    if isinstance(node, WaitFor):
        return "wait"
    if isinstance(node, Stage):
        return "step"
    if isinstance(node, (flow.If, flow.Switch)):
        return "gate"
    return "event" if isinstance(node, (flow.StartHandle, flow.End)) else "service"


def chart_nodes(chart_class: type) -> list:
    """The steps of a chart in reading order."""
    return list(chart.topsort(chart_class)[0])


def chart_links(chart_class: type) -> list[Link]:
    """The arrows of a chart with the word of the gate they leave: "yes", "no", "returned"."""
    links = []
    for node in chart_nodes(chart_class):
        answers = {step.name: answer(check) for step, check in getattr(node, "_branches", ())}
        for edge in node._outgoing():
            links.append(Link(node.name, edge.dst.name, answers.get(edge.dst.name, edge.label or "")))
    return links


def answer(check: Any) -> str:
    """`ssmt_not_supported` is the answer "not supported"; a default branch needs no word."""
    return check.__name__.partition("_")[2].replace("_", " ") if check else ""
