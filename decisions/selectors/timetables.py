"""What a plan is made from: the council's numbers, its calendar, and every meeting called from a day on."""

from datetime import datetime

from commissioning.rules.dates import local_date
from commissioning.selectors.constitutions import calendar_for, constitution_in_force
from decisions.rules.timetables import Diary, Sitting, spans
from decisions.selectors.meetings import coming_meetings


def diary(at: datetime) -> Diary:
    """The diary as it stands now. Raises Refusal("constitution.none") without a constitution."""
    constitution = constitution_in_force(local_date(at))
    return Diary(
        constitution=constitution,
        calendar=calendar_for(constitution),
        cabinet=_sittings("CABINET", at),
        ssmt=_sittings("SSMT", at),
        others={name: calendar_for(constitution, name) for name in {span.calendar for span in spans(constitution)} - {"england"}},
    )


def _sittings(kind: str, at: datetime) -> tuple[Sitting, ...]:
    return tuple(Sitting(meeting.meets_on, meeting.title, meeting.pk) for meeting in coming_meetings(kind, at))
