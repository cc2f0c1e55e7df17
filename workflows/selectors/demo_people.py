"""Demo mode only: as whom a visitor can take the next step of a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from commissioning import access
from commissioning.acts import Actor
from commissioning.models import Appointment, Case, Duty, Office, User
from decisions.models import AgendaItem, Meeting
from scrutiny.selectors.call_ins import open_call_in
from workflows.selectors.inbox import ANY_ONE, PREPARE, words_for

FIRST = 5  # callers named while the window is open


@dataclass(frozen=True)
class StandIn:
    """Somebody who may do the next thing now, and the page on which it is done."""

    words: str
    person: User
    office: Office
    is_deputy: bool
    url: str


def who_can_act(case: Case, duties: Iterable[Duty], at: datetime, *, may_be_called_in: bool) -> list[StandIn]:
    """Who may take a step: the clerk of today's meeting, the first person of each office that has to act, and while
    the window is open some councillors who have not signed.

    Where one of several offices is enough, only the first is named; where the holder is barred, a deputy. Preparing for
    a meeting is left to the page of the meeting. A few statements for each duty: never outside the demonstration.
    """
    found = list(_clerk(case, at))
    kinds: set[str] = set()
    for duty in duties:
        if not duty.is_open or duty.kind == PREPARE or (duty.kind in ANY_ONE and duty.kind in kinds):
            continue
        seats = _seats(at, office=duty.office_id)
        found += _first(seats, duty.kind, duty, at, words_for(duty.kind), reverse("duty", args=[duty.pk]))
        kinds.add(duty.kind)
    return found + (_callers(case, at) if may_be_called_in else [])


def _seats(at: datetime, **of: object) -> list[Appointment]:
    day = at.astimezone(access.LONDON).date()
    live = Appointment.objects.filter(starts_on__lte=day, person__is_active=True, **of)
    return list(
        live.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("person", "office")
        .order_by("is_deputy", "pk")
    )


def _first(
    seats: list[Appointment], act: str, obj: object, at: datetime, words: str, url: str
) -> list[StandIn]:
    for seat in seats:
        if access.may(Actor.person(seat.person), act, obj, at) is not None:
            return [StandIn(words, seat.person, seat.office, seat.is_deputy, url)]
    return []


def _sitting(case: Case, at: datetime) -> Meeting | None:
    """The Cabinet meeting that has the case on its agenda today and is not over."""
    day = at.astimezone(access.LONDON).date()
    items = AgendaItem.objects.filter(case=case, ended_at__isnull=True, meeting__body__kind="CABINET")
    today = items.filter(meeting__meets_on=day, meeting__closed_at__isnull=True)
    item = today.select_related("meeting").first()
    return item.meeting if item else None


def _clerk(case: Case, at: datetime) -> Iterator[StandIn]:
    meeting = _sitting(case, at)
    if meeting is None:
        return
    live = reverse("meeting_live", args=[meeting.pk])
    seats = _seats(at, office__role="PROPER_OFFICER")
    yield from _first(seats, "attendance.record", None, at, "Open the meeting, record who is present", live)
    for seat in _seats(at, office__role__in=("LEADER", "CABINET_MEMBER"))[:3]:
        page = reverse("meeting_interests", args=[meeting.pk])
        yield StandIn("State interests for the meeting", seat.person, seat.office, seat.is_deputy, page)


def _callers(case: Case, at: datetime) -> list[StandIn]:
    call_in = open_call_in(case)
    if call_in is not None and call_in.received_at:
        return []
    signed = set(call_in.signatures.values_list("person", flat=True)) if call_in else set()
    url = reverse("call_in", args=case.reference.split("/"))
    seats = [seat for seat in _seats(at, office__role="SCRUTINY_MEMBER") if seat.person_id not in signed]
    return [
        StandIn("Call the decision in or sign", seat.person, seat.office, seat.is_deputy, url) for seat in seats[:FIRST]
    ]
