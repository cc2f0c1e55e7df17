"""Our own nodes on viewflow's engine: Stage (people work), WaitFor (the domain has to say yes), Clock (a legal moment).

A stage never holds people: who has to act stands in `Duty` rows, so a stage with seven agencies is one task. Stages
and waits complete only through `desk.advance`; clocks only through `desk.act(fire)`. Failures propagate, so the whole
act rolls back (viewflow's own timers and gates in background contexts swallow them).
"""

from collections.abc import Callable
from datetime import datetime

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.context import context
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.timer import TimerActivation
from viewflow.workflow.status import STATUS

from commissioning.acts import Act
from commissioning.models import Case

BOX = {
    "width": 150,
    "height": 100,
    "text-align": "middle",
    "svg": '<rect class="task" width="150" height="100" rx="5" ry="5"/>',
}


class StageActivation(HandleActivation):
    """Opens the duties the moment the stage is reached."""

    @Activation.status.super()
    def activate(self) -> None:
        if self.flow_task.opens is not None:
            self.flow_task.opens(case=context.case, act=context.act)


class Stage(flow.Handle):
    """A user task. `act` is its code in the access matrix; `opens` a service that opens its duties.

    `complete(case, open_kinds)` says when the stage is done; left out, it is done when no duty of its kind is open.
    `several` marks a parallel multi-instance activity: one duty per agency, clearer or member.
    """

    task_type = "STAGE"
    activation_class = StageActivation
    bpmn_element = "userTask"
    shape = BOX

    def __init__(
        self,
        act: str,
        *,
        opens: Callable[..., None] | None = None,
        complete: Callable[[Case, frozenset[str]], bool] | None = None,
        several: bool = False,
        office: str = "",
    ) -> None:
        super().__init__()
        self.act = act
        self.opens = opens
        self._complete = complete
        self.office = office
        self._multi_instance = several

    def is_complete(self, case: Case, open_kinds: frozenset[str]) -> bool:
        if self._complete is not None:
            return self._complete(case, open_kinds)
        return self.act not in open_kinds


class WaitFor(Stage):
    """Waits until a question about the case is answered yes; nobody has a duty here."""

    bpmn_element = "intermediateCatchEvent"

    def __init__(self, question: Callable[[Case], bool], *, office: str = "") -> None:
        super().__init__("", complete=lambda case, open_kinds: question(case), office=office)
        self.question = question

    def bpmn_content(self) -> str:
        return "<bpmn:messageEventDefinition/>"


class ClockActivation(TimerActivation):
    """Ends at a legal moment that is read from the domain, never at a stretch of real time."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        self.task.scheduled = self.flow_task.due(context.case)
        self.task.save()

    @Activation.status.transition(source=STATUS.SCHEDULED, target=STATUS.STARTED)
    def start(self) -> None:
        """Claimed and finished in one act: no save in between."""

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        self.complete()
        self.activate_next()


class Clock(flow.Timer):
    """A timer event that fires at the end of a `Deadline` and follows it when it moves."""

    task_type = "CLOCK"
    activation_class = ClockActivation
    shape = {**flow.Timer.shape}

    def __init__(self, due: Callable[[Case], datetime], *, office: str = "") -> None:
        super().__init__(delay=None)
        self.due = due
        self.office = office

    def bpmn_content(self) -> str:
        return "<bpmn:timerEventDefinition/>"


class Automatic(flow.Function):
    """A service task: a step that follows from law alone, done in the same act as what led to it."""

    bpmn_element = "serviceTask"

    def __init__(self, service: Callable[..., None], *, office: str = "") -> None:
        super().__init__(self._serve)
        self.service = service
        self.office = office

    def _serve(self, activation: Activation) -> None:
        act: Act = context.act
        self.service(case=context.case, act=act)


__all__ = ["Automatic", "Clock", "Stage", "WaitFor"]
