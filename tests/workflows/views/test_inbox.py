"""The inbox: what waits for me, overdue first; what I wait for, with whom by name."""

from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.models import Case
from commissioning.services.duties import open_duties
from tests.builders import MORNING, a_borough, a_case, a_user, office, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import a_cabinet_item, a_recommended_case

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _borough(module_database):
    a_borough()


@pytest.fixture(autouse=True)
def _clock(settings):
    set_clock(settings, MORNING)


def ask(case: Case, kind: str, *offices: str, days: int | None = None) -> None:
    """Open a duty that was put two days ago, due `days` from now."""
    act = test_act(MORNING - timedelta(days=2))
    with ledger.recording():
        duties = open_duties(case, kind, act, offices=[office(key) for key in offices])
        for duty in duties:
            if days is not None:
                duty.due_at = MORNING + timedelta(days=days)
                duty.due_on = duty.due_at.date()
                duty.save_as(act)
        ledger.append("record.revise", act, case.reference, case=case)


def as_in_production(client, settings, who: str) -> None:
    """Signed in with a second factor set up; the demonstration's clock costs statements that the product does not."""
    settings.DEMO_MODE = False
    sign_in(client, who)
    session = client.session
    session["has_second_factor"] = person(who).pk
    session.save()


def inbox(client, who: str):
    sign_in(client, who)
    return client.get("/inbox/")


def test_somebody_without_office_is_told_so(client):
    client.force_login(a_user("nobody"))

    assert "You hold no office at the moment" in client.get("/inbox/").content.decode()


def test_empty_inbox_says_so(client):
    text = inbox(client, "analyst").content.decode()

    assert "Nothing waits for you" in text
    assert "You wait for nobody at the moment." in text


def test_overdue_stands_first_then_what_is_due_then_the_rest(client):
    case = a_case()
    ask(case, "notice.publish", "proper-officer")
    ask(case, "agenda.publish", "proper-officer", days=3)
    ask(case, "ssmt.schedule", "proper-officer", days=-1)

    mine = inbox(client, "proper-officer").context["mine"]

    assert [(line.duty.kind, line.is_overdue) for line in mine] == [
        ("ssmt.schedule", True), ("agenda.publish", False), ("notice.publish", False),
    ]  # fmt: skip


def test_line_says_since_when_and_until_when(client):
    case = a_case(title="Support for carers")
    ask(case, "agenda.publish", "proper-officer", days=3)

    text = inbox(client, "proper-officer").content.decode()

    assert "Publish agenda and report: Support for carers" in text
    assert "Waiting since 21 November 2026, due 26 November 2026 at 9am." in text


def test_a_period_of_whole_days_names_its_last_day(client):
    case = a_case()
    ask(case, "agenda.publish", "proper-officer", days=3)
    duty = case.duties.get()
    act = test_act()
    with ledger.recording():
        duty.due_at = MORNING.replace(hour=0) + timedelta(days=3)  # the first moment of the 26th
        duty.save_as(act)
        ledger.append("record.revise", act, case.reference, case=case)

    assert "due by the end of 25 November 2026" in inbox(client, "proper-officer").content.decode()


def test_who_put_the_question_sees_with_whom_it_lies(client):
    case = a_case()
    act = test_act()
    with ledger.recording():
        case.officer = office("commissioner")
        case.save_as(act)
        ledger.append("case.revise", act, case.reference, case=case)
    ask(case, "agenda.publish", "proper-officer")

    others = inbox(client, "commissioner").context["others"]

    assert [(line.duty.kind, line.people) for line in others] == [("agenda.publish", ("Proper Officer",))]


def test_deputy_finds_the_duty_of_the_office(client):
    ask(a_case(), "agenda.publish", "proper-officer")

    mine = inbox(client, "deputy-proper-officer").context["mine"]

    assert [line.duty.kind for line in mine] == ["agenda.publish"]


@pytest.mark.parametrize("cases", [1, 3])
def test_inbox_takes_the_same_statements_for_any_number(client, settings, cases, django_assert_num_queries):
    for number in range(1, cases + 1):
        ask(a_case(number=number), "agenda.publish", "proper-officer", days=number)
    as_in_production(client, settings, "proper-officer")

    with django_assert_num_queries(STATEMENTS):
        client.get("/inbox/")


STATEMENTS = 9  # for the proper officer, with the meetings of today


def test_preparing_for_a_meeting_is_one_line_for_the_whole_agenda(client):
    first = a_cabinet_item(a_recommended_case())
    a_cabinet_item(a_recommended_case(number=2), meeting=first.meeting)

    text = inbox(client, "cm-jobs").content.decode()

    assert text.count("Prepare your interests and equality confirmations: Cabinet, 11 January 2027") == 1
    assert "2 items on the agenda, as" in text


def test_line_leads_to_the_page_for_the_whole_agenda(client):
    item = a_cabinet_item(a_recommended_case())
    duty = open_duty(item.case, "interest.declare", "cm-jobs")
    sign_in(client, "cm-jobs")

    answer = client.get(f"/duties/{duty.pk}/")

    assert (answer.status_code, answer.url) == (302, f"/meetings/{item.meeting_id}/interests/")
