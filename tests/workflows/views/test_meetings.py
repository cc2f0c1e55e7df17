"""The proper officer's pages that put a case before a meeting."""

from datetime import UTC, date, datetime

import pytest

from commissioning.models import AuditOpening, CommissioningQuestion
from commissioning.rules.refusals import Alternative, Refusal
from commissioning.selectors.ways import ways_on
from decisions.models import AgendaItem, Meeting
from decisions.selectors.exempt_parts import exempt_part
from tests.builders import MORNING, a_borough, a_case, actor, test_act
from tests.builders_s2 import a_cleared_proposal, a_meeting, set_clock, sign_in
from tests.builders_s3 import a_delegation
from tests.decisions.services.test_meetings import AFTER_TEAM, CABINET, TEAM, duty_for, recommended
from tests.decisions.services.test_private_meetings import first as private_first
from tests.decisions.services.test_private_meetings import second as private_second
from tests.workflows.views.test_ways import links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
NEW = {"meeting": "new", "time": "10am", "place": "Town Hall", "request_key": "k1"}


def on(day: date) -> dict:
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year}


@pytest.fixture
def cleared(settings):
    a_borough()
    set_clock(settings, MORNING)
    case = a_case()
    a_cleared_proposal(case)
    return case


def test_team_page_says_from_when_it_may_meet(client, cleared):
    duty = duty_for(cleared, "ssmt.schedule")
    sign_in(client, "proper-officer")

    page = client.get(f"/duties/{duty.pk}/")

    assert (page.status_code, page.context["reckoning"].earliest) == (200, date(2026, 11, 27))


def test_team_gets_a_new_meeting(client, cleared):
    duty = duty_for(cleared, "ssmt.schedule")
    sign_in(client, "proper-officer")

    answer = client.post(f"/duties/{duty.pk}/", NEW | on(date(2026, 12, 7)))

    item = AgendaItem.objects.get()
    assert (answer.status_code, item.meeting.starts_at) == (302, datetime(2026, 12, 7, 10, 0, tzinfo=UTC))


def test_team_meeting_too_soon_is_refused_with_links_to_lawful_ones(client, cleared):
    later = a_meeting(TEAM, body="ssmt")
    duty = duty_for(cleared, "ssmt.schedule")
    sign_in(client, "proper-officer")

    page = client.post(f"/duties/{duty.pk}/", NEW | on(date(2026, 11, 25)))

    assert links(page) == [
        ("Take it to Single senior management team on 7 December 2026", f"/duties/{duty.pk}/?meeting={later.pk}")
    ]
    assert (AgendaItem.objects.count(), Meeting.objects.count()) == (0, 1)


def test_agenda_page_says_what_it_rests_on(client, settings):
    case = recommended()
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")

    page = client.get(f"/duties/{duty.pk}/")

    assert page.status_code == 200
    assert (page.context["earliest"], page.context["subject_to"]) == (date(2027, 1, 11), ["ICB"])
    assert "subject to the sign-off of ICB" in page.content.decode()


def test_agenda_is_published_for_a_meeting_on_the_list(client, settings):
    case = recommended()
    meeting = a_meeting(CABINET)
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")

    answer = client.post(f"/duties/{duty.pk}/", {"meeting": meeting.pk, "whole": "on", "request_key": "k1"})

    assert (answer.status_code, AgendaItem.objects.get(kind="DECISION").meeting) == (302, meeting)


def test_agenda_page_keeps_what_the_report_leaves_out(client, settings):
    case = recommended()
    private_first(case)
    private_second(case, at=datetime(2026, 12, 31, 8, 0, tzinfo=UTC))
    meeting = a_meeting(CABINET)
    set_clock(settings, datetime(2026, 12, 31, 9, 0, tzinfo=UTC))
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")
    data = {
        "meeting": meeting.pk, "whole": "on", "request_key": "k1", "closed_for": ["3"], "weighing": "Bids would converge.",
        "kept_back": "The lowest bid.", "review_on_day": 1, "review_on_month": 6, "review_on_year": 2027,
    }  # fmt: skip

    answer = client.post(f"/duties/{duty.pk}/", data)

    item = AgendaItem.objects.get(kind="DECISION")
    assert (answer.status_code, exempt_part(item).text()) == (302, "The lowest bid.")
    assert AuditOpening.objects.get(event_id=exempt_part(item).seq, name="review_on").value == "2027-06-01"


def test_agenda_page_proposes_the_member_whom_the_question_named(client, settings):
    case = recommended()
    a_delegation(case.lead_member.key)
    CommissioningQuestion(case=case, estimate=1, maker="CABINET_MEMBER").save_as(test_act())
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")

    proposed = client.get(f"/duties/{duty.pk}/").context["form"].initial
    asked = client.get(f"/duties/{duty.pk}/?meeting=new").context["form"].initial

    assert (proposed["meeting"], proposed["member"]) == ("member", str(case.lead_member_id))
    assert proposed["decide_from"] == proposed["on"]
    assert (asked["meeting"], "member" in asked) == ("new", False)
    assert asked["decide_from"] == asked["on"]  # whoever is chosen after all, the day is a lawful one


def test_agenda_for_a_member_whom_the_notice_does_not_name_is_refused(client, settings):
    case = recommended()
    a_delegation(case.lead_member.key)
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")
    data = {
        "meeting": "member", "member": case.lead_member_id, "whole": "on", "request_key": "k1",
        "decide_from_day": 11, "decide_from_month": 1, "decide_from_year": 2027,
    }  # fmt: skip

    page = client.post(f"/duties/{duty.pk}/", data)

    assert (page.status_code, page.context["refusal"].code) == (200, "notice.does_not_cover")


def test_new_notice_is_asked_for_once(client, settings):
    case = recommended()
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")

    client.post(f"/duties/{duty.pk}/new-notice/", {"request_key": "k2"})
    client.post(f"/duties/{duty.pk}/new-notice/", {"request_key": "k3"})

    assert case.duties.filter(kind="notice.publish", closed_at__isnull=True).count() == 1


def test_days_asked_for_are_filled_in_the_form_of_the_new_notice(client, settings):
    case = recommended()
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")
    url = f"/duties/{duty.pk}/new-notice/?decide_from=2027-02-01&decide_to=2027-02-08"

    asked = client.get(url).content.decode()
    form = client.post(url, {"request_key": "k2"}, follow=True).context["form"]

    assert "The form is then filled with a decision from 1 February 2027." in asked
    assert (form.initial["decide_from"], form.initial["decide_to"]) == (date(2027, 2, 1), date(2027, 2, 8))


def test_agenda_page_without_a_notice_says_that_no_date_is_lawful(client, cleared, settings):
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(cleared, "agenda.publish")
    sign_in(client, "proper-officer")

    assert "No notice has been published, so no date is lawful yet." in client.get(f"/duties/{duty.pk}/").content.decode()


@pytest.mark.parametrize("meetings", [1, 3])
def test_agenda_page_costs_the_same_with_more_meetings(client, settings, meetings, django_assert_max_num_queries):
    case = recommended()
    for n in range(meetings):
        a_meeting(CABINET.replace(day=11 + n))
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    sign_in(client, "proper-officer")

    with django_assert_max_num_queries(20):
        page = client.get(f"/duties/{duty.pk}/")

    assert len(page.context["form"].fields["meeting"].choices) == meetings + 1


def test_full_notice_is_reached_from_the_general_exception_through_the_open_agenda(client, settings):
    case = recommended()
    set_clock(settings, AFTER_TEAM)
    duty = duty_for(case, "agenda.publish")
    far = Alternative("Publish the full notice", "notice_again", query={"decide_from": "2027-04-05"})

    way = ways_on(Refusal("urgency.not_needed", "No."), actor=actor("proper-officer"), at=AFTER_TEAM, case=case)
    (led,) = ways_on(Refusal("urgency.not_needed", "No.", alternatives=(far,)), actor=actor("proper-officer"), at=AFTER_TEAM, case=case)
    (told,) = ways_on(Refusal("urgency.not_needed", "No.", alternatives=(far,)), actor=actor("leader"), at=AFTER_TEAM, case=case)

    assert way == []
    assert led.url == f"/duties/{duty.pk}/new-notice/?decide_from=2027-04-05"
    assert (told.url, told.whose) == ("", "democratic services")
