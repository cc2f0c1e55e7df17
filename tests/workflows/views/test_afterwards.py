"""Retrospective approval, from the member's page to the end of the case: on record, looked into, counted, no authority."""

from copy import deepcopy

import pytest

from decisions.models import Decision
from decisions.records.pdf import record_html
from decisions.rules.implementation import verdict
from decisions.selectors.procurement import agreed_on
from decisions.selectors.records import position_of
from tests.builders import a_borough, a_case
from tests.builders_s2 import a_cleared_proposal, set_clock, sign_in
from tests.builders_s3 import CABINET_AT, a_delegation, a_member_item
from tests.builders_s5 import a_published_record
from tests.workflows.views.test_decisions import decision, page_of

pytestmark = pytest.mark.django_db
SINCE = {"since_day": "1", "since_month": "1", "since_year": "2027", "because": "The grant came after the year had begun."}


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    a_delegation()
    case = a_case(track="MEMBER_NON_KEY")
    a_cleared_proposal(case, icb=0)
    a_member_item(case)
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, CABINET_AT)
    return deepcopy(built_case)


def decide(client, case, **changes: str):
    sign_in(client, "cm-adults")
    return client.post(page_of(case), decision(**SINCE | changes))


def test_e14_expenditure_since_january_cannot_be_agreed_to_and_the_page_leads_to_what_can(client, case):
    page = decide(client, case, outcome="AGREED")

    assert (page.context["refusal"].code, Decision.objects.count()) == ("decision.retrospective", 0)
    assert f"{page_of(case)}?outcome=REGULARISED" in page.content.decode()


@pytest.mark.parametrize("missing", ["because", "since_day"])
def test_e14_nothing_is_regularised_without_day_and_explanation(client, case, missing):
    page = decide(client, case, outcome="REGULARISED", **{missing: ""})

    assert (page.status_code, Decision.objects.count()) == (200, 0)
    assert list(page.context["form"].errors) == [missing.split("_")[0]]


def test_e14_regularised_decision_is_on_record_with_its_explanation_and_is_no_authority(client, case):
    page = decide(client, case, outcome="REGULARISED")
    record = a_published_record(case, by="proper-officer")

    public = client.get("/register/2026/001/").content.decode()
    made = Decision.objects.get()
    assert (page.status_code, made.is_agreed, made.since.isoformat()) == (302, False, "2027-01-01")
    assert (record.call_in["applies"], record.effective_on, agreed_on(case)) == (False, None, None)
    assert verdict(position_of(case), at=CABINET_AT).allowed is False
    for text in (public, record_html(record)):
        assert "what has happened since 1 January 2027 without a decision. It is no authority for it." in text
        assert "The grant came after the year had begun." in text


def test_member_who_puts_something_on_record_is_not_told_that_it_is_decided(client, case):
    sign_in(client, "cm-adults")

    told = client.post(page_of(case), decision(**SINCE, outcome="REGULARISED"), follow=True).content.decode()

    assert "It is put on record, which is no authority for what was done." in told
    assert "You have decided" not in told


def test_e14_scrutiny_sees_how_often_and_how_much(client, case):
    decide(client, case, outcome="REGULARISED")
    sign_in(client, "scrutiny-chair")
    before = client.get("/urgent-decisions/").content.decode()
    a_published_record(case, by="proper-officer")

    after = client.get("/urgent-decisions/").content.decode()

    assert "Nothing was put on record only after the event in this period." in before
    assert "1 time in this period something was spent or done before anybody decided it" in after
    assert "Done since 1 January 2027. The grant came after the year had begun." in after
    assert "/urgent-decisions/" in client.get("/register/").content.decode()
