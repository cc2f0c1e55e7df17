"""Reading meetings and agendas."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from commissioning.models import Body, Case
from commissioning.rules.dates import local_date
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.rows import only
from decisions.models import AgendaItem, Meeting
from decisions.rules import agendas as rules

PUBLIC_BODIES = frozenset({*Body.EXECUTIVE, "COUNCIL", "SCRUTINY"})


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
    items = AgendaItem.objects.select_related("meeting__body", "meeting__chair", "version", "maker", "notice")
    return only(items.filter(case=case, kind=kind, ended_at__isnull=True))


def ended_as(case: Case, kind: str) -> str:
    """As what the newest item of a kind ended; "" while it waits, and before the first."""
    return AgendaItem.objects.filter(case=case, kind=kind).order_by("-pk").values_list("ended_as", flat=True).first() or ""


def is_passed_on(case: Case) -> bool:
    """Whether the member who could have decided alone has left it to the Cabinet: nobody decides alone any more."""
    return AgendaItem.objects.filter(case=case, ended_as="PASSED_TO_CABINET").exists()


def meetings_of(*kinds: str) -> QuerySet[Meeting]:
    """Meetings of the bodies of these kinds, soonest first."""
    return Meeting.objects.filter(body__kind__in=kinds).select_related("body", "chair").order_by("starts_at", "pk")


def coming_meetings(kind: str, at: datetime) -> QuerySet[Meeting]:
    """Meetings of a kind of body that have not begun and are not closed."""
    return _coming(meetings_of(kind), at)


def coming_of_executive(at: datetime, body: Body | None = None) -> QuerySet[Meeting]:
    """Coming meetings of the Cabinet and its committees, or of the one of them that is named."""
    rows = _coming(meetings_of(*Body.EXECUTIVE), at)
    return rows.filter(body=body) if body else rows


def _coming(rows: QuerySet[Meeting], at: datetime) -> QuerySet[Meeting]:
    return rows.filter(starts_at__gt=at, closed_at__isnull=True)


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in order, with everything a page shows."""
    return meeting.items.select_related(
        "case__sponsor", "case__lead_member", "version", "notice", "meeting__body"
    ).order_by("number", "pk")


def reckon_agenda(case: Case, published: datetime | date) -> Deadline:
    """The clear days for which agenda and report must be open, from a moment of publication."""
    constitution = constitution_of(case)
    agenda = constitution.publication.agenda
    return rules.open_period(
        published,
        calendar_for(constitution, agenda.calendar),
        basis=agenda.basis,
        n=agenda.n,
        published_by=constitution.publication.cut_off,
    )


def reckon_papers(case: Case, sent: datetime | date) -> Deadline:
    """The days for which the team has the papers before it meets, as its charter says."""
    constitution = constitution_of(case)
    return constitution.deadline(
        "ssmt.papers", (papers := constitution.ssmt.papers), sent, calendar_for(constitution, papers.calendar),
        start_event="papers sent", target_event="earliest meeting",
    )  # fmt: skip


def cancelled_on(body: Body, on: date) -> Meeting | None:
    """The meeting of a body on a day, where it was cancelled and no other one of that day stands."""
    rows = list(Meeting.objects.filter(body=body, meets_on=on).order_by("pk"))
    return rows[0] if rows and all(row.cancelled_at for row in rows) else None


def lawful_meetings(kind: str, earliest: date | None, at: datetime, body: Body | None = None) -> list[Meeting]:
    """The next three meetings of a kind of body, or of that very body, on or after a date."""
    rows = coming_meetings(kind, at)
    rows = rows.filter(body=body) if body else rows
    return list(rows.filter(meets_on__gte=earliest)[:3] if earliest else rows[:3])


def listed_meetings(at: datetime, *, past: bool = False, everything: bool = False) -> QuerySet[Meeting]:
    """Meetings of today and to come (soonest first), or past (latest first); only public bodies unless `everything`.

    A meeting that sits is not past before it is closed, and one of today is not past because its hour has struck. A
    cancelled one stays listed until its day is over.
    """
    rows = Meeting.objects.select_related("body", "chair").annotate(item_count=Count("items"))
    if not everything:
        rows = rows.filter(body__kind__in=PUBLIC_BODIES)
    today = local_date(at)
    over = Q(closed_at__isnull=False, cancelled_at__isnull=True) | Q(meets_on__lt=today, opened_at__isnull=True)
    if past:
        return rows.filter(over).order_by("-starts_at", "-pk")
    return rows.exclude(over).order_by("starts_at", "pk")


def to_be_clerked(at: datetime) -> list[Meeting]:
    """Meetings of the Cabinet and its committees today with something on the agenda that are not over, and any opened and never closed."""
    rows = Meeting.objects.filter(body__kind__in=Body.EXECUTIVE, closed_at__isnull=True, items__isnull=False).distinct()
    return list(rows.filter(Q(meets_on=local_date(at)) | Q(opened_at__isnull=False)).order_by("starts_at", "pk"))


def find_meeting(pk: int, *, everything: bool = False) -> Meeting | None:
    """One meeting, if the reader may know of it."""
    meeting = Meeting.objects.select_related("body", "chair").filter(pk=pk).first()
    if meeting is None or not (everything or meeting.body.kind in PUBLIC_BODIES):
        return None
    return meeting


def find_report(pk: int, *, everything: bool = False) -> AgendaItem | None:
    """An item whose report the reader may read. Papers of the team are not public: what it recommends comes with the
    report to the decision-maker."""
    item = only(
        AgendaItem.objects.select_related(
            "case__lead_member", "case__officer", "case__sponsor", "version", "meeting__body", "maker", "notice"
        ).filter(pk=pk)
    )
    if item is None or not (everything or item.published_at):
        return None
    return item


def decisions_by_members() -> QuerySet[AgendaItem]:
    """Published reports on which one member will decide alone, the soonest first."""
    return (
        AgendaItem.objects.filter(maker__isnull=False, ended_at__isnull=True, case__closed_at__isnull=True)
        .select_related("case", "maker")
        .order_by("decide_from", "pk")
    )
