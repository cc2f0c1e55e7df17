"""The staff case page: where it is, who has it by name, the map, what each reader may see."""

from datetime import timedelta

import pytest

from commissioning.models import Duty, Involvement, OutgoingMail
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_s1 import a_submitted_proposal
from tests.builders_s2 import ask_for_clearances, give_clearance, set_clock, sign_in
from tests.builders_s3 import a_cabinet_item, a_recommended_case
from tests.builders_s5 import IN_WINDOW, a_published_record, a_received_call_in
from tests.workflows.test_case_beginning import put
from tests.workflows.views.test_inbox import as_in_production, ask
from workflows.services.notifications import notify

pytestmark = pytest.mark.django_db
PATH = "/cases/2026/001/"


@pytest.fixture(scope="module", autouse=True)
def _borough(module_database):
    a_borough()


@pytest.fixture(autouse=True)
def _clock(settings):
    set_clock(settings, MORNING)


def page(client, who: str):
    sign_in(client, who)
    return client.get(PATH)


def test_unknown_case_is_not_found(client):
    assert page(client, "commissioner").status_code == 404


def test_page_names_who_has_the_case_since_when(client):
    ask(a_case(), "agenda.publish", "proper-officer", days=3)

    text = page(client, "commissioner").content.decode()

    assert "Publish agenda and report" in text
    assert "Proper Officer, " in text
    assert "21 November 2026" in text


def test_overdue_work_is_marked(client):
    ask(a_case(), "agenda.publish", "proper-officer", days=-1)

    assert "Overdue" in page(client, "commissioner").content.decode()


def test_case_without_open_work_says_so(client):
    a_case()

    assert "Nobody has to act at the moment" in page(client, "commissioner").content.decode()


def test_what_was_done_is_told_in_words_and_not_by_its_code(client):
    ask(a_case(), "call_in.hear", "scrutiny-chair")
    duty = Duty.objects.get()
    duty.closed_at, duty.result = MORNING, "REFER_BACK"
    duty.save_as(system_act(MORNING))

    assert "Record the hearing: refer back, " in page(client, "commissioner").content.decode()


def test_map_shows_the_present_step_with_its_office(client):
    put()

    maps = page(client, "commissioner").context["maps"]

    now = [(node.title, node.offices) for node in maps[0].nodes if node.state == "now"]
    assert now == [("Write evidence pack", ("Senior analyst", "Principal analyst"))]
    assert "<title>Process map: Commissioning case</title>" in maps[0].svg
    assert "Now: Write evidence pack Now with Senior analyst and 1 more since 23 November 2026." in maps[0].svg


def test_map_and_list_say_the_same(client):
    put()

    answer = page(client, "commissioner")

    text = answer.content.decode()
    assert [node.title for node in answer.context["maps"][0].nodes if f"<li>{node.title}: " not in text] == [
        "Write evidence pack"  # the present one stands in strong
    ]
    assert "<li><strong>Write evidence pack: now, with Senior analyst; Principal analyst, since 23 November 2026</strong></li>" in text


def test_map_does_not_call_evidence_done_that_nobody_was_asked_for(client):
    put(partners=[], estimate=0, maker="OFFICER")

    answer = page(client, "commissioner")

    states = {node.name: node.state for node in answer.context["maps"][0].nodes}
    told = answer.content.decode()
    assert (states["pack_write"], states["proposal_write"]) == ("skipped", "now")
    assert "<li>Write evidence pack: not needed" in told


def test_clearances_name_the_office_in_words(client):
    case = a_case()
    a_submitted_proposal(case)
    ask_for_clearances(case)
    give_clearance(case, "legal")

    given = page(client, "commissioner").context["clearances"]

    assert [(one.office_words, one.get_result_display()) for one in given] == [("Legal services", "Cleared")]


def test_scrutiny_sees_no_draft_and_no_clearance(client):
    case = a_case()
    a_submitted_proposal(case)
    ask_for_clearances(case)
    give_clearance(case, "legal")

    context = page(client, "scrutiny-3").context

    assert (context["version"], context["clearances"]) == (None, [])


def test_hold_stands_at_the_top(client, settings):
    a_received_call_in(a_published_record().case)
    set_clock(settings, IN_WINDOW + timedelta(hours=1))

    assert "On hold since 14 January 2027 at 9am" in page(client, "commissioner").content.decode()


@pytest.mark.parametrize("who", ["commissioner", "scrutiny-3", "proper-officer"])
def test_case_page_stays_within_twenty_statements(client, settings, who, django_assert_max_num_queries):
    put()
    as_in_production(client, settings, who)

    with django_assert_max_num_queries(20):
        client.get(PATH)


@pytest.mark.parametrize("duties", [1, 3])
def test_statements_do_not_grow_with_the_work(client, settings, duties, django_assert_num_queries):
    case = a_case()
    for kind in ("agenda.publish", "notice.publish", "ssmt.schedule")[:duties]:
        ask(case, kind, "proper-officer")
    as_in_production(client, settings, "commissioner")

    with django_assert_num_queries(STATEMENTS):
        client.get(PATH)


STATEMENTS = 19  # of these one for who may decide it


def test_only_those_who_have_it_get_a_link_to_the_work(client):
    ask(a_case(), "agenda.publish", "proper-officer", days=3)

    own, other = (page(client, who).content.decode() for who in ("proper-officer", "commissioner"))

    assert ('href="/duties/' in own, 'href="/duties/' in other) == (True, False)


def test_withdrawing_is_offered_to_those_who_lead_the_case_until_it_is_decided(client):
    case = a_case()
    offered = [who for who in ("commissioner", "cm-adults", "cm-jobs", "leader") if "withdraw/" in page(client, who).content.decode()]
    ask(case, "record.certify", "proper-officer")

    assert offered == ["commissioner", "cm-adults", "leader"]
    assert "withdraw/" not in page(client, "commissioner").content.decode()


def test_members_who_still_prepare_stand_together(client):
    item = a_cabinet_item(a_recommended_case())

    text = page(client, "commissioner").content.decode()

    assert "9 members of the Cabinet still prepare interests and equality confirmations" in text
    assert text.count("Prepare your interests") == 0
    assert item.case.reference == "2026/001"


def test_page_names_the_deputy_where_the_proper_officer_clerked_the_meeting(client):
    case = a_case()
    ask(case, "record.certify", "proper-officer")
    before = page(client, "commissioner").content.decode()
    Involvement.objects.create(case=case, person=person("proper-officer"), part="clerk", at=MORNING)

    after = page(client, "commissioner").content.decode()

    office = "Head of democratic services"
    names = [person("proper-officer").name, person("deputy-proper-officer").name]
    assert [f">{name}, {office}" in before for name in names] == [True, False]
    assert [f">{name}, {office}" in after for name in names] == [False, True]


def test_mail_goes_to_whoever_may_certify_and_not_to_the_clerk():
    case = a_case()
    ask(case, "record.certify", "proper-officer")
    Involvement.objects.create(case=case, person=person("proper-officer"), part="clerk", at=MORNING)

    notify(MORNING)

    assert [mail.person for mail in OutgoingMail.objects.all()] == [person("deputy-proper-officer")]
