"""A meeting that has been called does not take place: it is cancelled, and what it would have dealt with waits again.

What was published stays published. A notice of key decision stays good for as long as it says; whether it, the clear days
and the notices of a private meeting hold for another day is checked when the item goes on another agenda.
SI 2012/2089 reg 6(1): notice of time and place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Duty, User
from commissioning.rules.dates import local_time, long_date, time_in_words
from commissioning.rules.deadlines import Deadline
from commissioning.selectors.people import live_on
from commissioning.services.duties import close_duty, open_duties
from commissioning.services.mail import queue_mail
from decisions.models import AdviceRequest, AgendaItem, Meeting
from decisions.rules.cancellations import CANCELLED, FOLLOWS, REG_6_1, require_cancellable
from decisions.services.agenda_items import end_item
from decisions.services.preparations import KIND as PREPARE

ASKED = ("ssmt.recommend", "ssmt.outcome", "item.outcome", "vote.cast")
TOLD = (*ASKED, PREPARE, "reconsider.decide")
SCRUTINY_OFFICES = ("SCRUTINY_OFFICER", "SCRUTINY_CHAIR")
MAIL = """{title} is cancelled

It was to meet on {on} at {time}.
Why: {why}

{items}

Read more: {link}
"""


def cancel_meeting(*, meeting: Meeting, why: str, actor: Actor, at: datetime) -> Meeting:
    """Cancel a meeting; its page goes on saying so.

    Effects in order: the meeting is over without having sat; each item ends and nobody is asked anything for it any more,
    so that the case goes back to wait for an agenda (a reconsideration is asked for again, within the time it had);
    questions about late items of it close; everybody who was asked, who chairs it, and the officer and lead member of each
    case get a mail; one event, found under every case of the agenda. The charts of the cases move on afterwards.
    Raises PermissionDenied; Refusal meeting.cancelled, meeting.begun, meeting.took_place, meeting.no_reasons.
    """
    standing = access.require(actor, "meeting.cancel", None, at)
    agenda = list(AgendaItem.objects.filter(meeting=meeting).select_related("case").order_by("number", "pk"))
    require_cancellable(
        is_cancelled=meeting.cancelled_at is not None,
        is_begun=meeting.opened_at is not None,
        is_over=meeting.closed_at is not None,
        ended=[item.ended_as for item in agenda],
        why=why,
    )
    items = [item for item in agenda if item.ended_at is None and item.case.is_open]
    act = Act(actor, standing, at, reason=why.strip(), rule=REG_6_1)
    told = _concerned(meeting, items, at)
    meeting.cancelled_at, meeting.cancelled_why, meeting.closed_at = at, why.strip(), at
    meeting.save_as(act, update_fields=["cancelled_at", "cancelled_why", "closed_at"])
    for item in items:
        _send_back(item, act)
    _ask_no_advice(meeting, act)
    for person in told:
        _tell(person, meeting, items, act)
    ledger.append(
        "meeting.cancel", act, f"meeting:{meeting.pk}", also=[item.case for item in items],
        fields={
            "meeting": meeting.title, "meets_on": meeting.meets_on.isoformat(),
            "items": [{"case": item.case.reference, "follows": FOLLOWS[item.kind]} for item in items],
        },
        tier={"reason": "public"},
    )  # fmt: skip
    return meeting


def _concerned(meeting: Meeting, items: Sequence[AgendaItem], at: datetime) -> list[User]:
    """Whoever sits there, was asked something for it, or waits for it."""
    asked = Duty.objects.filter(kind__in=TOLD, subject_id__in=[item.pk for item in items])
    offices = {meeting.chair_id, *asked.values_list("office", flat=True)}
    for item in items:
        offices |= {item.case.officer_id, item.case.lead_member_id}
    wanted = Q(office__in=offices)
    if any(item.kind == "SCRUTINY" for item in items):
        wanted |= Q(office__role__in=SCRUTINY_OFFICES)
    seats = live_on(at).filter(wanted, person__is_active=True)
    return list(User.objects.filter(pk__in=seats.values("person")).order_by("pk"))


def _send_back(item: AgendaItem, act: Act) -> None:
    end_item(item, act, CANCELLED)
    for duty in Duty.objects.filter(kind__in=ASKED, subject_id=item.pk, closed_at__isnull=True).order_by("pk"):
        close_duty(duty, act, CANCELLED)
    if item.kind == "RECONSIDERATION":
        _ask_for_another(item, act)


def _ask_for_another(item: AgendaItem, act: Act) -> None:
    """Democratic services bring the decision back to another meeting; the chair is asked for its outcome then."""
    asked = Duty.objects.filter(case=item.case, kind="reconsider.schedule").select_related("office").order_by("-pk").first()
    deadline = Deadline.from_dict(asked.deadline) if asked.deadline else None
    open_duties(item.case, "reconsider.schedule", act, offices=[asked.office], due=deadline)


def _ask_no_advice(meeting: Meeting, act: Act) -> None:
    asked = AdviceRequest.objects.filter(meeting=meeting).values("pk")
    for duty in Duty.objects.filter(kind="advice.give", subject_id__in=asked, closed_at__isnull=True).order_by("pk"):
        close_duty(duty, act, CANCELLED)


def _tell(person: User, meeting: Meeting, items: Sequence[AgendaItem], act: Act) -> None:
    lines = [f"Case {item.case.reference}, {item.case.title}: it {FOLLOWS[item.kind]}." for item in items]
    body = MAIL.format(
        title=meeting.title, on=long_date(meeting.meets_on), time=time_in_words(local_time(meeting.starts_at)),
        why=act.reason, items="\n".join(lines) or "Nothing was on its agenda.",
        link=settings.BASE_URL + reverse("meeting", kwargs={"pk": meeting.pk}),
    )  # fmt: skip
    key = f"cancelled/{meeting.pk}/{person.pk}"
    queue_mail(key=key, person=person, subject=f"{meeting.title} is cancelled", body=body, at=act.at)
