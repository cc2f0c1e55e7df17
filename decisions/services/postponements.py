"""A meeting that has been called is put off to a later day: a day of mourning, a strike, a hall that cannot be used.

The agenda stays published and its clear days have run; nothing is decided earlier than it was announced. SI 2012/2089
reg 6(1): notice of time and place.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Duty, User
from commissioning.rules.dates import instant, local_date, local_time, long_date, time_in_words
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_in_force
from commissioning.selectors.people import live_on
from commissioning.services.mail import queue_mail
from decisions.models import AgendaItem, Meeting
from decisions.rules.agendas import day_warning, require_later
from decisions.rules.private_meetings import other_day
from decisions.rules.urgency import Kind
from decisions.selectors.private_meetings import reckon_private
from decisions.services.agenda_items import LAST_MINUTE, REG_6_1
from decisions.services.private_meetings import require_private

KINDS = ("ssmt.recommend", "ssmt.outcome", "interest.declare", "item.outcome", "vote.cast", "reconsider.decide")
MAIL = """{title} is postponed

It was to meet on {was}. It meets on {on} at {time}.
Why: {why}

Read the agenda: {link}
"""


def postpone_meeting(*, meeting: Meeting, starts_at: datetime, why: str, actor: Actor, at: datetime) -> Meeting:
    """Put a meeting off to a later moment.

    Effects in order: the new day with what it was and why, and a warning where it lies past the last date of a notice; what allows each private item on that day; what its members were asked is due then; they get a mail; one
    event, found under every case of the agenda. Raises PermissionDenied; Refusal meeting.begun, meeting.not_later,
    meeting.no_reasons, private.* (what is to be private stays so only on a day for which its two notices, or an agreement,
    hold).
    """
    standing = access.require(actor, "meeting.postpone", None, at)
    if meeting.opened_at or meeting.closed_at:
        raise Refusal("meeting.begun", "The meeting has begun. Adjourn it, or defer its items.", REG_6_1)
    require_later(meeting.starts_at, starts_at, at)
    if not why.strip():
        raise Refusal("meeting.no_reasons", "Say why it is postponed; residents read it.", REG_6_1)
    items = list(AgendaItem.objects.filter(meeting=meeting, ended_at__isnull=True).select_related("case", "notice").order_by("pk"))
    closed = _still_private(items, meeting, local_date(starts_at), at)
    act = Act(actor, standing, at, reason=why.strip(), rule=REG_6_1)
    was, was_on = meeting.starts_at, meeting.meets_on
    meeting.starts_at, meeting.meets_on = starts_at, local_date(starts_at)
    warning = day_warning(meeting.meets_on, calendar_for(constitution_in_force(local_date(at))))
    meeting.warnings = [*([warning] if warning else []), *_slipped(items, meeting.meets_on)]
    meeting.postponed = [*meeting.postponed, {"from": was.isoformat(), "why": why.strip(), "on": local_date(at).isoformat()}]
    meeting.save_as(act, update_fields=["starts_at", "meets_on", "warnings", "postponed"])
    for item, allowed in closed:
        item.closed_for = allowed
        item.save_as(act, update_fields=["closed_for"])
    _move_duties(items, was, meeting, act)
    ledger.append(
        "meeting.postpone", act, f"meeting:{meeting.pk}", also=[item.case for item in items],
        fields={
            "meeting": meeting.title, "was_on": was_on.isoformat(), "meets_on": meeting.meets_on.isoformat(),
            "starts_at": starts_at.isoformat(),
        },
        tier={"reason": "public"},
    )  # fmt: skip
    return meeting


def _slipped(items: list[AgendaItem], on: date) -> list[str]:
    """That a key decision would come after the last date that its notice gives (SI 2012/2089 reg 9(1)(d))."""
    return [
        f"Notice of key decision {item.notice.reference} gives {long_date(item.notice.decide_to)} as the last date. Cancel the "
        "meeting and publish the notice again with the new date, or meet by then."
        for item in items
        if item.notice is not None and item.notice.decide_to < on
    ]


def _still_private(items: list[AgendaItem], meeting: Meeting, on: date, at: datetime) -> list[tuple[AgendaItem, dict]]:
    """What allows each private item on the new day (SI 2012/2089 reg 5). Raises Refusal with the ways on."""
    closed = []
    for item in items:
        if not item.closed_for:
            continue
        case, said = item.case, item.closed_for
        try:
            allowed = require_private(case, said["paragraphs"], weighing=said["weighing"], body=meeting.body.name, on=on, at=at)
        except Refusal as refusal:
            raise _with_ways(refusal, item, meeting, on, at) from None
        closed.append((item, allowed.as_dict()))
    return closed


def _with_ways(refusal: Refusal, item: AgendaItem, meeting: Meeting, on: date, at: datetime) -> Refusal:
    case, second = item.case, reckon_private(item.case, "SECOND", at)
    day = max(on, second.next_working)
    again = Alternative(
        f"Publish the second notice again for {long_date(day)}", "case_private",
        {"year": case.year, "number": f"{case.number:03d}"}, query={"meets_on": day.isoformat()},
    )  # fmt: skip
    ask = Alternative(
        "Ask for agreement under regulation 5(6)", "case_urgency_ask", {"year": case.year, "number": f"{case.number:03d}"},
        query={"kind": Kind.PRIVATE_MEETING.value, "maker": meeting.body.name, "decide_by": on.isoformat()},
    )  # fmt: skip
    cancel = Alternative("Cancel the meeting", "meeting_cancel", {"pk": meeting.pk})
    return other_day(refusal, on, second, (again, ask, cancel))


def _move_duties(items: list[AgendaItem], was: datetime, meeting: Meeting, act: Act) -> None:
    """What is due at the meeting is due at its new time; whoever has to do it hears of it."""
    asked = Duty.objects.filter(kind__in=KINDS, subject_id__in=[item.pk for item in items], closed_at__isnull=True)
    rows = list(asked.order_by("pk"))
    for duty in rows:
        duty.due_at = meeting.starts_at if duty.due_at == was else instant(meeting.meets_on, LAST_MINUTE)
        duty.due_on = meeting.meets_on
        duty.save_as(act, update_fields=["due_at", "due_on"])
    seats = live_on(act.at).filter(office__in={duty.office_id for duty in rows}, person__is_active=True)
    for person in User.objects.filter(pk__in=seats.values("person")).order_by("pk"):
        _tell(person, was, meeting, act)


def _tell(person: User, was: datetime, meeting: Meeting, act: Act) -> None:
    body = MAIL.format(
        title=meeting.title, was=long_date(local_date(was)), on=long_date(meeting.meets_on),
        time=time_in_words(local_time(meeting.starts_at)), why=act.reason,
        link=settings.BASE_URL + reverse("meeting", kwargs={"pk": meeting.pk}),
    )  # fmt: skip
    key = f"postponed/{meeting.pk}/{len(meeting.postponed)}/{person.pk}"
    queue_mail(key=key, person=person, subject=f"{meeting.title} is postponed", body=body, at=act.at)
