"""The process map: our own drawing from viewflow's layout, with the path taken and the present position.

Words are broken by measured width, so no label runs out of its box. No styles inside: classes only (strict CSP). An
equal text list stands beside it on the page.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from viewflow.workflow import chart
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from commissioning.models import Case, Duty

LINE = 15
CHAR = 7.1  # average width of a character of Noto Sans at 13 px


@dataclass(frozen=True)
class NodeState:
    """One box of the map and one line of the list."""

    name: str
    title: str
    state: str  # done, now, ahead, cancelled
    office: str
    times: int
    since: datetime | None


@dataclass(frozen=True)
class ProcessMap:
    title: str
    svg: SafeString
    nodes: tuple[NodeState, ...]
    is_live: bool


def process_maps(case: Case, at: datetime) -> list[ProcessMap]:
    """One map per chart of the case, main chart first; three statements."""
    processes = list(
        Process.objects.filter(
            artifact_object_id=case.pk,
            artifact_content_type__app_label="commissioning",
            artifact_content_type__model="case",
        ).order_by("pk")
    )
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.filter(process__in=processes).order_by("pk"):
        tasks.setdefault(task.process_id, []).append(task)
    since = _opened(case)
    return [_map(process, tasks.get(process.pk, []), since) for process in processes if process.flow_class]


def _opened(case: Case) -> dict[str, datetime]:
    """When the duties of each kind were last opened: times shown come from duties, never from the engine."""
    rows = Duty.objects.filter(case=case).order_by("pk").values_list("kind", "opened_at")
    return dict(rows)


def _map(process: Process, tasks: list[Task], since: dict[str, datetime]) -> ProcessMap:
    flow = process.flow_class
    states = {
        node.name: _node_state(node, [t for t in tasks if t.flow_task == node], since)
        for node in chart.topsort(flow)[0]
    }
    taken = {(t.flow_task.name, s.name) for t in tasks for s in states.values() if states[t.flow_task.name].times}
    return ProcessMap(
        title=flow.process_title,
        svg=_svg(flow, states, taken),
        nodes=tuple(states.values()),
        is_live=process.status == PROCESS.NEW,
    )


def _node_state(node, tasks: list[Task], since: dict[str, datetime]) -> NodeState:
    live = [t for t in tasks if t.status in (STATUS.NEW, STATUS.SCHEDULED)]
    done = [t for t in tasks if t.status == STATUS.DONE]
    state = "now" if live else "done" if done else "cancelled" if tasks else "ahead"
    act = getattr(node, "act", "")
    return NodeState(node.name, node.task_title, state, getattr(node, "office", ""), len(done), since.get(act))


def wrap(text: str, width: float) -> list[str]:
    """Break words so that no line is wider than `width` pixels."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and len(longer) * CHAR > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _svg(flow, states: dict[str, NodeState], taken: set[tuple[str, str]]) -> SafeString:
    grid = chart.calc_layout_data(flow)
    return format_html(
        '<svg class="app-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img">'
        "<title>{}</title><desc>{}</desc>{}{}</svg>",
        round(grid.width) + 20,
        round(grid.height) + 20,
        round(grid.width) + 20,
        round(grid.height) + 20,
        f"Process map: {flow.process_title}",
        _description(states),
        format_html_join("", "{}", ((_edge(edge, states),) for edge in grid.edges)),
        format_html_join("", "{}", ((_cell(cell, states[cell.node.name]),) for cell in grid.cells if cell.node)),
    )


def _description(states: dict[str, NodeState]) -> str:
    now = [s.title for s in states.values() if s.state == "now"]
    done = [s.title for s in states.values() if s.state == "done"]
    return f"Done: {', '.join(done) or 'nothing yet'}. Now: {', '.join(now) or 'nothing'}."


def _edge(edge, states: dict[str, NodeState]) -> SafeString:
    points = " ".join(f"{round(x)},{round(y)}" for x, y in edge.segments)
    src, dst = edge.src, edge.dst
    walked = states[_name(src)].state == "done" and states[_name(dst)].state in ("done", "now")
    label = ""
    if edge.label and edge.label_pos:
        x, y = edge.label_pos
        label = format_html('<text class="app-map__label" x="{}" y="{}">{}</text>', round(x), round(y), edge.label)
    return format_html(
        '<polyline class="app-map__edge{}" points="{}" fill="none"/>{}',
        " app-map__edge--taken" if walked else "",
        points,
        label,
    )


def _name(end) -> str:
    return end if isinstance(end, str) else end.name


def _cell(cell, state: NodeState) -> SafeString:
    shape = cell.shape
    x, y = shape.x, shape.y
    if shape.width < 100:
        return _event(cell, state, x, y)
    lines = wrap(state.title, shape.width - 14)
    words = {"done": "Done", "now": "Now", "ahead": "", "cancelled": "Stopped"}[state.state]
    if state.times > 1:
        words += f", {state.times} times"
    top = y + shape.height / 2 - LINE * (len(lines) + bool(words) - 1) / 2 + 4
    text = [(round(x + shape.width / 2), round(top + LINE * n), "", line) for n, line in enumerate(lines)]
    if words:
        text.append((round(x + shape.width / 2), round(top + LINE * len(lines)), " app-map__state", words))
    return format_html(
        '<g class="app-map__node app-map__node--{}"><rect x="{}" y="{}" width="{}" height="{}" rx="5"/>{}</g>',
        state.state,
        round(x),
        round(y),
        shape.width,
        shape.height,
        format_html_join("", '<text x="{}" y="{}" class="app-map__text{}" text-anchor="middle">{}</text>', text),
    )


def _event(cell, state: NodeState, x: float, y: float) -> SafeString:
    """Events and gateways are small: circle or diamond with the words below."""
    shape = cell.shape
    middle_x, middle_y = x + shape.width / 2, y + shape.height / 2
    is_gate = "Gateway" in (cell.node.bpmn_element or "")
    form = (
        format_html(
            '<polygon points="{},{} {},{} {},{} {},{}"/>',
            round(middle_x), round(y), round(x + shape.width), round(middle_y),
            round(middle_x), round(y + shape.height), round(x), round(middle_y),
        )
        if is_gate
        else format_html('<circle cx="{}" cy="{}" r="{}"/>', round(middle_x), round(middle_y), round(shape.width / 2))
    )
    lines = wrap(state.title, 120)
    text = [
        (round(middle_x), round(y + shape.height + 14 + (LINE - 2) * n), line) for n, line in enumerate(lines)
    ]
    return format_html(
        '<g class="app-map__node app-map__node--{}">{}{}</g>',
        state.state,
        form,
        format_html_join("", '<text x="{}" y="{}" class="app-map__label" text-anchor="middle">{}</text>', text),
    )
