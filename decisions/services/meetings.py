"""Meetings, and putting a case before the senior management team."""

from __future__ import annotations

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case, Duty
from commissioning.rules.counting import require_reached
from commissioning.rules.deadlines import Deadline
from commissioning.rules.evaluations import reached
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import calendar_for, constitution_of
from commissioning.selectors.offices import first_of
from commissioning.services.duties import close_duty, open_duties
from decisions.models import AgendaItem, Meeting
from decisions.rules.ssmt import CHARTER
from decisions.selectors.meetings import reckon_papers
from decisions.services.agenda_days import with_meetings
from decisions.services.agenda_items import (
    REG_6_1,
    NewMeeting,
    call,
    day_of,
    item_fields,
    meeting_fields,
    place_item,
    sitting,
)
from decisions.services.agenda_readiness import cleared_version, two_days


def create_meeting(*, new: NewMeeting, actor: Actor, at: datetime) -> Meeting:
    """Call a meeting outside any case.

    Effects: the meeting is kept as convened now, with a warning where its day is unusual; one event.
    Raises PermissionDenied; Refusal meeting.past, meeting.no_chair.
    """
    standing = access.require(actor, "meeting.call", None, at)
    act = Act(actor, standing, at, rule=REG_6_1)
    meeting = call(new, act)
    ledger.append("meeting.call", act, f"meeting:{meeting.pk}", fields=meeting_fields(meeting))
    return meeting


def open_ssmt_schedule(*, case: Case, act: Act) -> None:
    """Ask the proper officer to put the cleared proposal before the senior management team."""
    open_duties(case, "ssmt.schedule", act, offices=first_of("PROPER_OFFICER"), due=two_days(case, act.at))


def schedule_ssmt(
    *, duty: Duty, meeting: Meeting | None = None, new: NewMeeting | None = None, actor: Actor, at: datetime
) -> AgendaItem:
    """Put the case on the agenda of a team meeting, one that exists or one called with this act.

    Effects in order: the meeting, if new; the item with the current cleared version; the papers are out; the duty
    closes; one event. Raises PermissionDenied; Refusal item.closed, clearance.missing, meeting.past, meeting.begun,
    meeting.wrong_body, meeting.no_chair, ssmt.papers_late, item.twice.
    """
    standing = access.require(actor, "ssmt.schedule", duty, at)
    version = cleared_version(duty)
    case, act = duty.case, Act(actor, standing, at, rule=CHARTER)
    when = day_of(meeting, new)
    papers = reckon_papers(case, at)
    _require_papers(case, papers, when, at)
    meeting = sitting(meeting, new, act, "SSMT")
    item = place_item(case, act, meeting, "RECOMMENDATION", version, reckoning=papers.as_dict())
    close_duty(duty, act, "SCHEDULED")
    ledger.append(
        "ssmt.schedule",
        act,
        f"item:{case.reference}:{item.pk}",
        case=case,
        fields=meeting_fields(meeting) | item_fields(item, version) | {"reckoning": papers.sentence},
        version=str(version.number),
    )
    return item


def _require_papers(case: Case, papers: Deadline, when: date, at: datetime) -> None:
    try:
        constitution = constitution_of(case)
        calendar = calendar_for(constitution, constitution.ssmt.papers.calendar)
        require_reached(papers, when, calendar, code="ssmt.papers_late", what="A meeting of the team")
        ledger.passed(reached(papers, when))
    except Refusal as refusal:
        raise with_meetings(refusal, papers.earliest, at, kind="SSMT", noun="team") from refusal
