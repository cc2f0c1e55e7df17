"""What the pages that everybody lives on ask of the database: never more than twenty statements, however much there is.

In the demonstration, whose clock is a stored offset: the dearest way to tell the time.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commissioning.models import Case
from tests.builders import a_borough, a_case, person
from tests.builders_s2 import a_meeting, a_notice, set_clock
from tests.builders_s5 import IN_WINDOW, a_published_record, a_received_call_in
from tests.decisions.services.test_meetings import CABINET
from tests.workflows.views.test_inbox import ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
PAGES = {
    "/inbox/": "proper-officer",
    "/cases/": "proper-officer",
    "/cases/2026/001/": "proper-officer",
    "/audit-trail/2026/001/": "scrutiny-3",
    "/": "",
    "/register/": "",
    "/register/2026/001/": "",
    "/forward-plan/": "",
    "/meetings/": "",
}
# Not counted, as in tests/conftest.py; the lock is what BEGIN IMMEDIATE is on SQLite.
CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "select clock_timestamp()", "SELECT pg_advisory_xact_lock")
KINDS = ("agenda.publish", "notice.publish", "ssmt.schedule")


@pytest.fixture
def _demonstration(settings):
    a_borough()
    set_clock(settings, IN_WINDOW + timedelta(hours=1))


def one_more(turn: int) -> None:
    """Another published decision, notice and meeting; in the first case another call for work and another event."""
    record = a_published_record(number=turn + 1)
    if turn == 0:
        a_received_call_in(record.case)
    ask(Case.objects.get(number=1), KINDS[turn], "proper-officer", days=3)
    a_notice(a_case(number=turn + 11))
    a_meeting(CABINET + timedelta(days=21 + turn))


def costs() -> dict[str, int]:
    """Statements of each page on its second call: what a process reads once has been read."""
    found = {}
    for path, who in PAGES.items():
        client = Client()
        if who:
            client.force_login(person(who))
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        found[path] = sum(not query["sql"].startswith(CONTROL) for query in queries)
        readings = [q["sql"] for q in queries if "clockjump" in q["sql"] or "clock_timestamp" in q["sql"]]
        assert len(readings) == (2 if connection.vendor == "postgresql" else 1), f"{path} reads the clock {len(readings)} times"
    return found


@pytest.mark.usefixtures("_demonstration")
def test_pages_cost_the_same_with_one_and_three_and_at_most_twenty():
    one_more(0)
    with_one = costs()
    one_more(1)
    one_more(2)
    with_three = costs()

    assert with_one == with_three
    assert {path: cost for path, cost in with_three.items() if cost > 20} == {}
