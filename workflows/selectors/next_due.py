"""The next thing that the borough's calendar brings: a timer, a duty's due moment, a meeting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning.models import Case, Duty
from decisions.models import Meeting
from workflows.selectors.inbox import words_for


@dataclass(frozen=True)
class NextDue:
    """A moment and, in words, what it brings."""

    at: datetime
    words: str


def next_due(after: datetime, case: Case | None = None) -> NextDue | None:
    """The earliest moment after `after`, in one case or in the whole borough; one statement, because the banner of every
    page asks it."""
    rows = _timers(after, case).union(_duties(after, case), _meetings(after, case), all=True)
    first = rows.order_by("moment", "-source").first()
    if first is None:
        return None
    moment, what = first["moment"], first["what"]
    if first["source"] == "timer":
        title = str(Task._meta.get_field("flow_task").to_python(what).task_title)
        return NextDue(moment, f"“{title}” ends in case {first['case_reference']}")
    if first["source"] == "duty":
        words = f"“{words_for(what)}” is due in case {first['case_reference']}, with {first['office_title']}"
        return NextDue(moment + timedelta(seconds=1), words)
    return NextDue(moment, f"{what} meets")


def _told(rows: QuerySet, moment: str, source: str, what: str, case: Combinable | str, office: Combinable | str) -> QuerySet:
    return rows.order_by().values(
        moment=F(moment),
        source=Value(source),
        what=Cast(what, CharField()),
        case_reference=Cast(case, CharField()),
        office_title=Cast(office, CharField()),
    )


def _timers(after: datetime, only: Case | None) -> QuerySet:
    case = Case.objects.filter(pk=OuterRef("process__artifact_object_id")).values("reference")
    rows = Task.objects.filter(status=STATUS.SCHEDULED, scheduled__gt=after)
    if only is not None:
        rows = rows.filter(process__artifact_object_id=only.pk)
    return _told(rows, "scheduled", "timer", "flow_task", Subquery(case), Value(""))


def _duties(after: datetime, only: Case | None) -> QuerySet:
    rows = Duty.objects.filter(closed_at__isnull=True, due_at__gt=after, case__closed_at__isnull=True)
    if only is not None:
        rows = rows.filter(case=only)
    return _told(rows, "due_at", "duty", "kind", "case__reference", "office__title")


def _meetings(after: datetime, only: Case | None) -> QuerySet:
    rows = Meeting.objects.filter(starts_at__gt=after, closed_at__isnull=True)
    if only is not None:
        rows = rows.filter(items__case=only, items__ended_at__isnull=True)
    return _told(rows, "starts_at", "meeting", "title", Value(""), Value(""))
