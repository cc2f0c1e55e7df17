"""Meetings and reports as residents and staff read them."""

from datetime import UTC, datetime, timedelta

import pytest

from commissioning import ledger
from commissioning.models import AccessIndex
from decisions.models import Meeting
from decisions.rules.key_decision import KeyFacts
from decisions.services.key_assessments import assess_key
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as _builder_act
from tests.builders_s2 import a_cleared_proposal, a_meeting, set_clock, sign_in
from tests.decisions.services.test_meetings import CABINET, TEAM, a_new, publish, recommended, schedule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def published(settings):
    case = recommended()
    item = publish(case, new=a_new(CABINET))
    set_clock(settings, CABINET - timedelta(days=3))
    return item


def test_public_page_shows_agenda_report_and_count_at_once(client, published):
    page = client.get(f"/meetings/{published.meeting_id}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert f'href="/reports/{published.pk}/"' in text
    assert "Subject to the sign-off of ICB." in text
    assert "Agenda published" in text


def test_report_shows_exactly_the_published_version_and_the_recommendation(client, published):
    text = client.get(f"/reports/{published.pk}/").content.decode()

    assert published.version.content_hash in text
    assert "Agree to buy one service for survivors together for three years." in text
    assert "The team recommends." in text
    assert "Notice of key decision 2026-001-1" in text


def test_dissent_is_printed_in_the_agencys_own_words(client, settings):
    case = recommended()
    outcome = case.ssmt_outcomes.get()
    type(outcome).create_as(
        _builder_act(), case=case, item=outcome.item, n=2, outcome="RECOMMENDED_WITH_DISSENT", text="Five of six agree.",
        reckoning="Five of six.", stated_by=outcome.stated_by, stated_at=outcome.stated_at,
        positions=[
            {"agency": "Vale Homes", "label": "Do not support", "dissent": "Rents will rise.", "conditions": ""},
            {"agency": "Lammas Vale Police", "label": "Support", "dissent": "", "conditions": ""},
        ],
    )  # fmt: skip
    item = publish(case, new=a_new(CABINET))
    set_clock(settings, CABINET)

    page = client.get(f"/reports/{item.pk}/")

    assert [row["agency"] for row in page.context["dissent"]] == ["Vale Homes"]
    assert "Rents will rise." in page.content.decode()


def test_e52_adviser_whose_organisation_could_be_paid_does_not_get_the_paper_and_it_is_logged(client, settings):
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    item = schedule(case, new=a_new(TEAM, "ssmt"))
    set_clock(settings, MORNING)
    sign_in(client, "adviser-voluntary")
    before = client.get(f"/reports/{item.pk}/").status_code
    with ledger.recording():
        assess_key(
            case=case, facts=KeyFacts(95_000_000, 155_000_000, reasons="Large."), supplier="Lammas Vale Voluntary Action",
            limb_reasons=dict.fromkeys(("WARDS", "SERVICE_QUALITY", "COMMUNITY", "FRAMEWORK"), "Looked at."),
            actor=actor("proper-officer"), at=MORNING,
        )  # fmt: skip

    after = client.get(f"/reports/{item.pk}/").status_code
    sign_in(client, "lead-icb")

    assert (before, after, client.get(f"/reports/{item.pk}/").status_code) == (200, 404, 200)
    assert AccessIndex.objects.get(kind="read.refused").case == case


def test_meeting_of_the_team_is_not_public_but_staff_read_it(client, settings):
    a_borough()
    case = a_case()
    a_cleared_proposal(case)
    item = schedule(case, new=a_new(TEAM, "ssmt"))
    set_clock(settings, MORNING)
    public = [client.get(f"/meetings/{item.meeting_id}/").status_code, client.get(f"/reports/{item.pk}/").status_code]
    sign_in(client, "lead-icb")

    staff = [client.get(f"/meetings/{item.meeting_id}/").status_code, client.get(f"/reports/{item.pk}/").status_code]

    assert (public, staff) == ([404, 404], [200, 200])


def test_list_shows_the_public_only_public_bodies(client, settings):
    a_borough()
    cabinet, team = a_meeting(CABINET), a_meeting(TEAM, body="ssmt")
    set_clock(settings, MORNING)
    public = client.get("/meetings/").context["page"].object_list
    sign_in(client, "analyst")

    staff = client.get("/meetings/").context["page"].object_list

    assert (list(public), list(staff)) == ([cabinet], [team, cabinet])


def test_list_without_meetings_says_so(client, settings):
    a_borough()
    set_clock(settings, MORNING)

    assert "No meetings" in client.get("/meetings/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_with_more_meetings(client, settings, number, django_assert_max_num_queries):
    a_borough()
    for n in range(number):
        a_meeting(CABINET + timedelta(days=n))
    set_clock(settings, MORNING)

    with django_assert_max_num_queries(8):
        page = client.get("/meetings/")

    assert len(page.context["page"].object_list) == number


@pytest.mark.parametrize("number", [1, 3])
def test_meeting_costs_the_same_with_more_items(client, settings, number, django_assert_max_num_queries):
    a_borough()
    meeting = a_meeting(TEAM, body="ssmt")
    for n in range(number):
        case = a_case(number=n + 1)
        a_cleared_proposal(case)
        schedule(case, meeting=meeting)
    set_clock(settings, MORNING)
    sign_in(client, "proper-officer")

    with django_assert_max_num_queries(14):
        page = client.get(f"/meetings/{meeting.pk}/")

    assert len(page.context["items"]) == number


def test_report_costs_few_queries(client, published, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert client.get(f"/reports/{published.pk}/").status_code == 200


CALL = {"title": "", "on_day": 10, "on_month": 1, "on_year": 2027, "time": "6:30pm", "place": "Town Hall", "request_key": "k1"}


def test_e05_proper_officer_calls_a_meeting_on_a_sunday_with_a_warning(client, settings):
    borough = a_borough()
    set_clock(settings, MORNING)
    sign_in(client, "proper-officer")

    answer = client.post("/meetings/new/", CALL | {"body": borough.bodies["cabinet"].pk}, follow=True)

    meeting = Meeting.objects.get()
    assert meeting.starts_at == datetime(2027, 1, 10, 18, 30, tzinfo=UTC)
    assert "10 January 2027 is not a working day (Sunday)" in answer.content.decode()


def test_double_click_calls_one_meeting(client, settings):
    borough = a_borough()
    set_clock(settings, MORNING)
    sign_in(client, "proper-officer")
    data = CALL | {"body": borough.bodies["cabinet"].pk}

    client.post("/meetings/new/", data)
    client.post("/meetings/new/", data)

    assert Meeting.objects.count() == 1


def test_meeting_in_the_past_is_refused_on_the_page(client, settings):
    borough = a_borough()
    set_clock(settings, MORNING)
    sign_in(client, "proper-officer")

    page = client.post("/meetings/new/", CALL | {"body": borough.bodies["cabinet"].pk, "on_year": 2026})

    assert (page.context["refusal"].code, Meeting.objects.count()) == ("meeting.past", 0)


def test_nobody_else_calls_a_meeting(client, settings):
    a_borough()
    set_clock(settings, MORNING)
    stranger = client.get("/meetings/new/").status_code
    sign_in(client, "leader")

    assert (stranger, client.get("/meetings/new/").status_code) == (302, 404)


def test_unknown_meeting_and_report_are_404(client, settings):
    a_borough()
    set_clock(settings, MORNING)

    assert [client.get(path).status_code for path in ("/meetings/99/", "/reports/99/")] == [404, 404]
