"""Demo mode only: as whom a visitor can take the next step of a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from commissioning import access
from commissioning.acts import Actor
from commissioning.models import Appointment, Body, Case, Duty, Office, User
from decisions.models import AgendaItem
from decisions.selectors.votes import room
from scrutiny.selectors.call_ins import open_call_in
from workflows.selectors.inbox import ANY_ONE, PREPARE, words_for

FIRST = 5  # callers named while the window is open
CLERK, MEMBERS, CALLER = "PROPER_OFFICER", ("LEADER", "CABINET_MEMBER"), "SCRUTINY_MEMBER"
CO_OPTEE = "EDUCATION_CO_OPTEE"


@dataclass(frozen=True)
class StandIn:
    """Somebody who may do the next thing now, and the page on which it is done."""

    words: str
    person: User
    office: Office
    is_deputy: bool
    url: str


def who_can_act(
    case: Case, duties: Iterable[Duty], items: Iterable[AgendaItem], at: datetime, *, may_be_called_in: bool, on_education: bool = False
) -> list[StandIn]:
    """Who may take a step: the clerk of today's meeting, the first person of each office that has to act, and while
    the window is open some councillors who have not signed, on an education matter a co-optee too.

    Where one of several offices is enough, only the first is named; where the holder is barred, a deputy. Preparing for
    a meeting is left to the page of the meeting. Two statements, and what `access.may` asks for each duty.
    """
    waiting = [duty for duty in duties if duty.is_open and duty.kind != PREPARE]
    seats = _seats(at, {duty.office_id for duty in waiting})
    found = list(_meeting(_sitting(items, at), seats, at))
    kinds: set[str] = set()
    for duty in waiting:
        if duty.kind in ANY_ONE and duty.kind in kinds:
            continue
        asked = [seat for seat in seats if seat.office_id == duty.office_id]
        found += _first(asked, duty.kind, duty, at, words_for(duty.kind), reverse("duty", args=[duty.pk]))
        kinds.add(duty.kind)
    return found + (_callers(case, seats, on_education=on_education) if may_be_called_in else [])


def _seats(at: datetime, offices: set[int]) -> list[Appointment]:
    """Who sits today in these offices and in those of a meeting and of scrutiny; holders first."""
    day = at.astimezone(access.LONDON).date()
    live = Appointment.objects.filter(starts_on__lte=day, person__is_active=True)
    return list(
        live.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .filter(Q(office__in=offices) | Q(office__role__in=(CLERK, *MEMBERS, CALLER, CO_OPTEE)))
        .select_related("person", "office")
        .order_by("is_deputy", "pk")
    )


def _in(seats: list[Appointment], *roles: str) -> list[Appointment]:
    return [seat for seat in seats if seat.office.role in roles]


def _first(
    seats: list[Appointment], act: str, obj: object, at: datetime, words: str, url: str
) -> list[StandIn]:
    for seat in seats:
        if access.may(Actor.person(seat.person), act, obj, at) is not None:
            return [StandIn(words, seat.person, seat.office, seat.is_deputy, url)]
    return []


def _sitting(items: Iterable[AgendaItem], at: datetime) -> AgendaItem | None:
    """The case’s item on the agenda of a Cabinet meeting that is today and not over."""
    day = at.astimezone(access.LONDON).date()
    for item in items:
        meeting = item.meeting
        if item.ended_at or meeting is None or meeting.body.kind not in Body.EXECUTIVE:
            continue
        if meeting.meets_on == day and not meeting.closed_at:
            return item
    return None


def _meeting(item: AgendaItem | None, seats: list[Appointment], at: datetime) -> Iterator[StandIn]:
    """The clerk; then the members in the room who have not stated their interests, before the meeting the first three."""
    if item is None or item.meeting is None:
        return
    live = reverse("meeting_live", args=[item.meeting.pk])
    words = "Run the meeting" if item.meeting.opened_at else "Open the meeting, record who is present"
    yield from _first(_in(seats, CLERK), "attendance.record", None, at, words, live)
    page = reverse("meeting_interests", args=[item.meeting.pk])
    here = {member.person.pk for member in room(item, at).unready} if item.meeting.opened_at else None
    members = [seat for seat in _in(seats, *MEMBERS) if here is None or seat.person_id in here]
    for seat in members[:3] if here is None else members:
        yield StandIn("State interests for the meeting", seat.person, seat.office, seat.is_deputy, page)


def _callers(case: Case, seats: list[Appointment], *, on_education: bool) -> list[StandIn]:
    call_in = open_call_in(case)
    if call_in is not None and call_in.received_at:
        return []
    signed = set(call_in.signatures.values_list("person", flat=True)) if call_in else set()
    url = reverse("call_in", args=case.reference.split("/"))
    free = [seat for seat in _in(seats, CALLER) if seat.person_id not in signed][:FIRST]
    if on_education:
        free += [seat for seat in _in(seats, CO_OPTEE) if seat.person_id not in signed][:1]
    return [StandIn("Call the decision in or sign", seat.person, seat.office, seat.is_deputy, url) for seat in free]
