"""The next thing that the borough's calendar brings: a timer, a duty's due moment, a meeting, a notice coming of age."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning.models import Duty
from decisions.models import Meeting
from workflows.selectors.inbox import words_for


@dataclass(frozen=True)
class NextDue:
    """A moment and, in words, what it brings."""

    at: datetime
    words: str


def next_due(after: datetime) -> NextDue | None:
    """The earliest moment after `after`; three statements."""
    found = [due for due in (_timer(after), _duty(after), _meeting(after)) if due]
    return min(found, key=lambda due: due.at, default=None)


def _timer(after: datetime) -> NextDue | None:
    task = Task.objects.filter(status=STATUS.SCHEDULED, scheduled__gt=after).order_by("scheduled", "pk").first()
    return NextDue(task.scheduled, f"{task.flow_task.task_title.lower()} ends") if task else None


def _duty(after: datetime) -> NextDue | None:
    duty = (
        Duty.objects.filter(closed_at__isnull=True, due_at__gt=after, case__closed_at__isnull=True)
        .select_related("case")
        .order_by("due_at", "pk")
        .first()
    )
    if duty is None:
        return None
    return NextDue(duty.due_at + timedelta(seconds=1), f"{words_for(duty.kind).lower()} in {duty.case.reference} due")


def _meeting(after: datetime) -> NextDue | None:
    meeting = Meeting.objects.filter(starts_at__gt=after, closed_at__isnull=True).order_by("starts_at", "pk").first()
    return NextDue(meeting.starts_at, f"{meeting.title} meets") if meeting else None
