"""Pages for education co-optees: the mark, the call-in form that offers itself only on an education matter, the public page."""

from copy import deepcopy
from datetime import timedelta

import pytest

from commissioning import ledger
from commissioning.models import OutgoingMail
from decisions.models import EducationMatter
from scrutiny.models import CallIn
from scrutiny.services.hearings import open_call_in_hear
from tests.builders import a_borough, person, test_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s5 import (
    CALLERS,
    IN_WINDOW,
    a_published_record,
    a_request,
    give_ruling,
    mark_education,
    sign_request,
)
from workflows.services.notifications import notify

pytestmark = pytest.mark.django_db
PATH, MARK = "/cases/2026/001/call-in/", "/cases/2026/001/education/"


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_published_record().case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, IN_WINDOW)
    return deepcopy(built_case)


def test_form_is_not_offered_to_a_co_optee_on_another_matter(client, case):
    sign_in(client, "co-optee-church")

    page = client.get(PATH)

    assert page.context["refusal"].code == "call_in.not_education"
    assert ("Write the request and sign it" in page.text, "democratic services" in page.text) == (False, True)
    assert "Ask the committee to scrutinise the decision" in page.text


def test_co_optee_finds_form_inbox_line_and_case_page_on_an_education_matter(client, case):
    sign_in(client, "co-optee-church")
    before = client.get("/inbox/").context["may_call_in"]
    mark_education(case)

    assert (before, [c.pk for c, _ in client.get("/inbox/").context["may_call_in"]]) == ([], [case.pk])
    assert "Write the request and sign it" in client.get(PATH).text
    assert "Councillors and education co-optees can call this decision in until" in client.get("/cases/2026/001/").text


def test_scrutiny_officer_records_the_mark_and_everybody_reads_it(client, case):
    sign_in(client, "scrutiny-officer")

    gap = client.post(MARK, {"is_education": "", "reasons": ""})
    done = client.post(MARK, {"is_education": "yes", "reasons": "School transport.", "request_key": "k1"})

    assert (list(gap.context["form"].errors), done.status_code) == (["is_education", "reasons"], 302)
    assert EducationMatter.objects.get().is_education is True
    client.logout()
    assert "Yes. School transport. Recorded by" in client.get("/register/2026/001/").text


def test_public_page_names_signatories_with_their_offices(client, case):
    mark_education(case)
    a_request(case, by="co-optee-church")
    for caller in CALLERS[:4]:
        sign_request(case, caller)

    page = client.get("/register/2026/001/").text

    assert "Church of England representative; " in page
    assert CallIn.objects.get().received_at == IN_WINDOW


def test_chair_ticks_the_co_optees_at_the_hearing_of_an_education_matter(client, case):
    mark_education(case)
    a_request(case, by="co-optee-church")
    for caller in CALLERS[:4]:
        sign_request(case, caller)
    give_ruling(case)
    with ledger.recording():
        open_call_in_hear(case=case, act=test_act(IN_WINDOW))
    sign_in(client, "scrutiny-chair")

    page = client.get(f"/duties/{open_duty(case, 'call_in.hear').pk}/").text

    assert ("Which education co-optees were present?" in page, "Parent governor representative" in page) == (True, True)


def test_co_optees_hear_once_of_each_education_matter_that_can_be_called_in(case, settings):
    settings.BASE_URL = "https://decisions.example"
    before = notify(IN_WINDOW)
    mark_education(case)

    made = [notify(IN_WINDOW), notify(IN_WINDOW), notify(IN_WINDOW + timedelta(days=30))]

    mails = OutgoingMail.objects.filter(subject="A decision can be called in (2026/001)")
    assert (before, made) == (0, [2, 0, 0])
    assert set(mails.values_list("person__name", flat=True)) == {person(key).name for key in ("co-optee-church", "co-optee-parent")}
    assert "Until: 19 January 2027 at 5pm" in mails[0].body
    assert "https://decisions.example/cases/2026/001/call-in/" in mails[0].body


def test_demonstration_offers_a_co_optee_beside_the_councillors_on_an_education_matter(client, case, settings):
    settings.DEMO_MODE = True
    sign_in(client, "commissioner")
    before = [one.office.key for one in client.get("/cases/2026/001/").context["stand_ins"]]
    mark_education(case)

    found = [one.office.key for one in client.get("/cases/2026/001/").context["stand_ins"]]

    assert set(found) - set(before) == {"co-optee-church"}
