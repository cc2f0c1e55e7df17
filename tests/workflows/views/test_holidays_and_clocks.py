"""A proclaimed day reaches the clock of a case that was walked from its beginning."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from commissioning import ledger
from commissioning.acts import Actor
from commissioning.models import Appointment, Case
from commissioning.services.calendars import proclaim_day
from decisions.services.recounts import move_deadlines
from workflows import desk
from workflows.services.case_files import FOLDER

pytestmark = pytest.mark.django_db


def test_clock_of_the_chart_follows_the_longer_window():
    call_command("walk_case", str(FOLDER / "sexual-health.toml"), "--until", "call_in", stdout=StringIO())
    case = Case.objects.get()
    clerk = Appointment.objects.filter(office__role="PROPER_OFFICER", is_deputy=False).first().person
    at, day = datetime(2026, 11, 20, 9, 0, tzinfo=UTC), date(2026, 11, 25)
    before = Task.objects.get(status=STATUS.SCHEDULED).scheduled
    with ledger.recording():
        proclaim_day(day=day, name="Mourning", parts=["ENG"], source="x", actor=Actor.person(clerk), at=at)

    desk.act(case, move_deadlines, by=Actor.person(clerk), at=at, day=day, because="Mourning")

    assert before == datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert Task.objects.get(status=STATUS.SCHEDULED).scheduled == datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
