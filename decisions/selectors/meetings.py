"""Reading meetings and agendas."""

from datetime import datetime

from django.db.models import QuerySet

from commissioning.models import Case
from decisions.models import AgendaItem, Meeting


def current_item(case: Case, kind: str) -> AgendaItem | None:
    """The latest agenda item of a kind in the case, ended or not; None before the first."""
    return (
        AgendaItem.objects.filter(case=case, kind=kind)
        .select_related("meeting__body", "meeting__chair", "version", "maker", "notice")
        .order_by("-pk")
        .first()
    )


def live_item(case: Case, kind: str) -> AgendaItem | None:
    """The item of a kind that still waits for its body; a case has at most one."""
    return (
        AgendaItem.objects.filter(case=case, kind=kind, ended_at__isnull=True)
        .select_related("meeting__body", "meeting__chair", "version", "maker", "notice")
        .first()
    )


def meetings_of(kind: str) -> QuerySet[Meeting]:
    """Meetings of the bodies of one kind, soonest first."""
    return Meeting.objects.filter(body__kind=kind).select_related("body", "chair").order_by("starts_at", "pk")


def coming_meetings(kind: str, at: datetime) -> QuerySet[Meeting]:
    """Meetings of a kind of body that have not begun and are not closed."""
    return meetings_of(kind).filter(starts_at__gt=at, closed_at__isnull=True)


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in order, with everything a page shows."""
    return meeting.items.select_related(
        "case__sponsor", "case__lead_member", "version", "notice", "meeting__body"
    ).order_by("number", "pk")
