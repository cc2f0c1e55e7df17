"""Sittings and items: the steps that scheduling, agendas and reconsiderations share. They append no event themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max

from commissioning.acts import Act
from commissioning.models import Body, Case, Office, ProposalVersion
from commissioning.rules.access_matrix import EXECUTIVE
from commissioning.rules.dates import local_date, long_date
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_in_force
from decisions.models import AgendaItem, Meeting
from decisions.rules import agendas as rules
from decisions.selectors.meetings import live_item
from decisions.services.key_decision_routes import Footing
from decisions.services.preparations import ask_for_statements, stop_asking

REG_6_1 = "SI 2012/2089 reg 6(1)"
LAST_MINUTE = time(23, 59)  # an outcome is due on the day of the meeting, not at the midnight that ends it
CHAIRS = {"CABINET": "LEADER", "SSMT": "SSMT_CHAIR", "SCRUTINY": "SCRUTINY_CHAIR", "COUNCIL": "CIVIC_MAYOR"}


@dataclass(frozen=True)
class NewMeeting:
    """A meeting still to be called; without a chair, the office that chairs that kind of body.

    `shorter_notice` is why it is convened with fewer than five clear days (SI 2012/2089 reg 6(1)(b)), else "".
    """

    body: Body
    starts_at: datetime
    place: str
    title: str = ""
    chair: Office | None = None
    shorter_notice: str = ""

# From the pages that put a case before a meeting, with a new one chosen.
ANOTHER = Alternative(
    "Call another meeting", "duty", query={"meeting": rules.NEW_MEETING}, kinds=("agenda.publish", "ssmt.schedule")
)


def day_of(meeting: Meeting | None, new: NewMeeting | None) -> date:
    """The London date of the meeting, called or still to be called."""
    return meeting.meets_on if meeting else local_date(new.starts_at)


def sitting(meeting: Meeting | None, new: NewMeeting | None, act: Act, *kinds: str) -> Meeting:
    """The meeting to use: checked if it exists, called if it is new; its agenda counts as published now."""
    if meeting is not None:
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "chair")
        meeting = rows.get(pk=meeting.pk)  # two cases may ask for the next number at once
    body = meeting.body if meeting else new.body
    if body.kind not in kinds:
        message = f"{body.name} cannot take this item. Choose another meeting."
        raise Refusal("meeting.wrong_body", message, REG_6_1, alternatives=(ANOTHER,))
    if meeting is None:
        meeting = call(new, act)
    if meeting.opened_at or meeting.closed_at or meeting.starts_at <= act.at:
        message = f"{meeting.title} has begun or is over. Choose a later meeting."
        raise Refusal("meeting.begun", message, REG_6_1, alternatives=(ANOTHER,))
    if meeting.agenda_published_at is None:
        meeting.agenda_published_at = act.at
        meeting.save_as(act, update_fields=["agenda_published_at"])
    return meeting


def call(new: NewMeeting, act: Act) -> Meeting:
    """Call a meeting: convened at the moment of the act, with a warning where its day is unusual."""
    if new.starts_at <= act.at:
        day = long_date(local_date(new.starts_at))
        raise Refusal("meeting.past", f"{day} at that time has passed. Give a later time.", REG_6_1)
    chair = new.chair or _chair_of(new.body)
    on = local_date(new.starts_at)
    warning = rules.day_warning(on, calendar_for(constitution_in_force(local_date(act.at))))
    return Meeting.create_as(
        act,
        body=new.body,
        title=new.title.strip() or new.body.name,
        starts_at=new.starts_at,
        meets_on=on,
        place=new.place.strip(),
        chair=chair,
        convened_at=act.at,
        convened_by=act.actor.user,
        warnings=[warning] if warning else [],
        shorter_notice=new.shorter_notice.strip(),
    )


def _chair_of(body: Body) -> Office:
    seats = Office.objects.filter(body=body).order_by("order", "pk")
    chair = seats.filter(role=CHAIRS.get(body.kind, "")).first()
    if chair is None and body.kind == "CABINET_COMMITTEE":  # its first member presides
        chair = seats.filter(role__in=EXECUTIVE).first()
    if chair is None:
        message = f"No office chairs {body.name}. Ask an administrator to enter one."
        raise Refusal("meeting.no_chair", message, REG_6_1)
    return chair


def place_item(
    case: Case,
    act: Act,
    meeting: Meeting | None,
    kind: str,
    version: ProposalVersion,
    *,
    maker: Office | None = None,
    decide_from: date | None = None,
    footing: Footing | None = None,
    subject_to: list[str] | None = None,
    reckoning: dict | None = None,
    closed_for: dict | None = None,
    late_why: str = "",
) -> AgendaItem:
    """One live item of a kind in a case: what was dealt with ends first, what still waits refuses another.

    Members of the deciding body are asked for their interests and equality confirmations on it."""
    earlier = live_item(case, kind)
    if earlier is not None:
        _release(earlier, act)
    item = AgendaItem.create_as(
        act,
        meeting=meeting,
        case=case,
        number=_next_number(meeting),
        kind=kind,
        version=version,
        maker=maker,
        decide_from=decide_from,
        notice=footing.notice if footing else None,
        route=footing.route.value if footing else "",
        urgent_by=footing.reference if footing else "",
        subject_to=subject_to or [],
        reckoning=reckoning,
        closed_for=closed_for or {},
        late_why=late_why,
        published_at=None if kind == "RECOMMENDATION" else act.at,  # the team's papers are not public
    )
    ask_for_statements(item, act)
    return item


def _next_number(meeting: Meeting | None) -> int:
    last = meeting.items.aggregate(last=Max("number"))["last"] if meeting else None
    return (last or 0) + 1


def _release(item: AgendaItem, act: Act) -> None:
    if item.meeting is not None and item.meeting.starts_at > act.at:
        message = (
            f"The case is already on the agenda of {item.meeting.title} on {long_date(item.meeting.meets_on)}. "
            "Only one meeting may deal with it."
        )
        raise Refusal("item.twice", message, rules.REG_6)
    end_item(item, act, "DEFERRED")


def end_item(item: AgendaItem, act: Act, ended_as: str) -> None:
    """Take an item off the agenda once its body has dealt with it, so that another meeting may take the case."""
    stop_asking([item], act, "ENDED")
    item.ended_at = act.at
    item.ended_as = ended_as
    item.save_as(act, update_fields=["ended_at", "ended_as"])


def meeting_fields(meeting: Meeting) -> dict[str, object]:
    """What an event says about a meeting."""
    return {
        "body": meeting.body.name,
        "meeting": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
        "warnings": list(meeting.warnings),
    }


def item_fields(item: AgendaItem, version: ProposalVersion) -> dict[str, object]:
    """What an event says about an item."""
    return {
        "item": item.number,
        "proposal_version": version.number,
        "content_hash": version.content_hash,
        "subject_to": list(item.subject_to),
        "closed_for": item.closed_for,
        "late_why": item.late_why,
    }
