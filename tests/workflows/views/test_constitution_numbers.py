"""Numbers of a constitution at work on pages and in mails: each where somebody acts on it."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from commissioning import ledger
from commissioning.models import OutgoingMail
from commissioning.rules.refusals import Refusal
from decisions.models import AgendaItem, Meeting
from decisions.records.content import record_content
from scrutiny.rules.online_petitions import Person
from scrutiny.services.online_petitions import start_petition
from scrutiny.services.reports import open_scrutiny_respond
from tests.builders import a_borough, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_meeting, set_clock, sign_in
from tests.builders_s5 import IN_WINDOW, a_published_record, a_report, other_rules
from workflows.services.notifications import notify

pytestmark = pytest.mark.django_db
TEAM = 'published = { value = {}, paragraph = "Part 3F, charter paragraph 9"'


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def read(client, path: str, by: str = "") -> str:
    if by:
        sign_in(client, by)
    return " ".join(client.get(path).content.decode().split())


def unpublished(case):
    return other_rules(case, TEAM.replace("{}", "true"), TEAM.replace("{}", "false"))


def test_leader_is_reminded_once_of_an_answer_to_scrutiny_before_it_is_late(case):
    a_report(case, "Publish the waiting times.")
    with ledger.recording():
        open_scrutiny_respond(case=case, act=test_act(IN_WINDOW))
        ledger.append("record.revise", test_act(IN_WINDOW), case.reference, case=case)
    due = open_duty(case, "scrutiny.respond").due_on

    for days in (40, 17, 5, 4):
        notify(datetime(due.year, due.month, due.day, 9, tzinfo=UTC) - timedelta(days=days))

    reminders = OutgoingMail.objects.filter(key__startswith="reminder/")
    mail = reminders.get(to="leader@lammasvale.example")
    assert mail.subject.startswith("Reminder: ")
    assert "The report of the scrutiny committee waits for the executive’s answer" in mail.body
    assert reminders.values("to").distinct().count() == reminders.count()


def test_residents_and_record_get_the_teams_recommendation_only_where_its_charter_publishes_it(client, case):
    item = AgendaItem.objects.filter(case=case, kind="DECISION").latest("pk")
    before = client.get(f"/reports/{item.pk}/").context["outcome"]
    record = unpublished(case).decisions.get()

    public = client.get(f"/reports/{item.pk}/").context["outcome"]
    sign_in(client, "leader")
    members = client.get(f"/reports/{item.pk}/").context["outcome"]

    call_in = {"applies": False, "reason": "", "deadline": None}
    content = record_content(record, number=2, certified={}, call_in=call_in, published_at=IN_WINDOW)
    assert (before is not None, public, members) == (True, None, before)
    assert content["team"] is None


def test_page_of_a_scrutiny_meeting_says_how_long_a_public_question_may_be(client, case):
    scrutiny = a_meeting(datetime(2027, 2, 9, 18, 30, tzinfo=UTC), body="scrutiny", at=IN_WINDOW)
    cabinet = Meeting.objects.filter(body__kind="CABINET").latest("pk")

    question = "A question from the public to this meeting has at most 150 words"
    assert question in read(client, f"/meetings/{scrutiny.pk}/")
    assert question not in read(client, f"/meetings/{cabinet.pk}/")


def test_petition_cannot_be_started_where_the_constitution_does_not_let_residents_ask(client, case):
    offered = "Start a petition on this case"
    before = read(client, "/register/2026/001/")
    other_rules(case, "resident_requests = { value = true", "resident_requests = { value = false")

    with pytest.raises(Refusal) as refused:
        start_petition(case=case, subject="Carers", asks="Look again.", person=Person("Ada Obi", "ada@example.org", "LIVE"), at=IN_WINDOW)

    assert [offered in before, offered in read(client, "/register/2026/001/")] == [True, False]
    assert (refused.value.code, refused.value.citation) == (
        "petition.not_offered", "Constitution of London Borough of Lammas Vale, Part 4E, paragraph 17"
    )
