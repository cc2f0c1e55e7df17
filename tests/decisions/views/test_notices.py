"""The public notice page and the forward plan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from decisions.models import Decision
from tests.builders import MORNING, a_borough, a_case, appoint, office, person
from tests.builders import test_act as the_act
from tests.builders_s1 import a_submitted_proposal
from tests.builders_s2 import a_notice, set_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case(settings):
    a_borough()
    set_clock(settings, MORNING + timedelta(hours=1))
    return a_case()


def test_notice_page_states_fields_a_to_h_with_the_evidence_of_time(client, case):
    notice = a_notice(case)

    text = client.get("/notices/2026-001-1/").content.decode()

    for words in (
        "A key decision is to be made on behalf of the council.",
        "Whether to buy one service for survivors together with the ICB.",
        "Leader of the Council",
        "11 January 2027",
        "Equality analysis",
        "Lammas Vale Town Hall",
        "Other documents relevant to the matter may be submitted",
        "Ask democratic services",
        "Copy placed at Town Hall reception, by Proper Officer, on 23 November 2026 at 8:55am",
        "The decision cannot be made before Tuesday 22 December 2026",
        notice.content_hash,
    ):
        assert words in text


def test_notice_page_says_whether_it_is_private_can_be_called_in_and_was_consulted_on(client, case):
    a_notice(case)

    text = " ".join(client.get("/notices/2026-001-1/").content.decode().split())

    for key, value in (("In public or in private", "In public"), ("Call-in", "Call-in applies."), ("Consultation", "None published so far")):
        assert f'{key}</dt><dd class="govuk-summary-list__value">{value}</dd>' in text


def test_notice_that_ran_out_unused_is_shown_as_lapsed(client, case, settings):
    a_notice(case)  # until 31 March 2027, and three months
    set_clock(settings, datetime(2027, 6, 30, 9, 0, tzinfo=UTC))
    good = client.get("/forward-plan/").content.decode()
    set_clock(settings, datetime(2027, 7, 1, 9, 0, tzinfo=UTC))

    plan, page = (client.get(url).content.decode() for url in ("/forward-plan/", "/notices/2026-001-1/"))

    assert ("Notice lapsed" in good, "Notice lapsed" in plan, "Notice complete" in plan) == (False, True, False)
    assert "No decision was made by 30 June 2027. A new notice is needed before the decision can be made." in page


def test_replaced_notice_stays_and_points_to_the_new_one(client, case):
    a_notice(case)
    a_notice(case, at=MORNING + timedelta(minutes=30), why_again="The value is higher.")

    text = client.get("/notices/2026-001-1/").content.decode()

    assert 'href="/notices/2026-001-2/"' in text
    assert "The value is higher." in text


def test_changed_membership_is_shown_beside_the_list_as_published(client, case, settings):
    a_notice(case)
    appoint(person("councillor-1"), office("cm-culture"), since=date(2026, 11, 24))
    set_clock(settings, MORNING + timedelta(days=2))

    page = client.get("/notices/2026-001-1/")

    assert len(page.context["said"]["maker"]["members"]) == 9
    assert len(page.context["now_members"]) == 10


def test_unknown_notice_is_404(client, case):
    assert client.get("/notices/2026-001-1/").status_code == 404


def test_forward_plan_lists_live_notices_of_undecided_cases(client, case):
    a_notice(case)
    decided = a_case(number=2, title="Decided already")
    version = a_submitted_proposal(decided)
    a_notice(decided)
    Decision.create_as(
        the_act(), case=decided, kind="DECISION", version=version, body=office("leader").body, mode="AGREED",
        outcome="AGREED", text="Agreed.", reasons="Need.", alternatives="None.", is_key=True,
        made_on=date(2027, 1, 11), made_at=MORNING, made_by=person("leader"),
    )  # fmt: skip

    page = client.get("/forward-plan/")

    assert [row.reference for row in page.context["page"]] == ["2026-001-1"]


def test_forward_plan_is_searched_by_words_of_the_title(client, case):
    a_notice(case)

    found, missed = client.get("/forward-plan/?q=carers"), client.get("/forward-plan/?q=bridge")

    assert (len(found.context["page"]), len(missed.context["page"])) == (1, 0)
    assert "No coming decision found" in missed.content.decode()


def test_empty_forward_plan_says_so(client, case):
    assert "No key decision is planned" in client.get("/forward-plan/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_forward_plan_costs_the_same_with_more_notices(client, case, number, django_assert_max_num_queries):
    a_notice(case)
    for n in range(2, number + 1):
        a_notice(a_case(number=n))

    with django_assert_max_num_queries(6):
        page = client.get("/forward-plan/")

    assert len(page.context["page"]) == number


def test_forward_plan_says_why_key_documents_portfolio_privacy_and_earlier_versions(client):
    a_borough()
    case = a_case()
    a_notice(case)
    a_notice(case, at=MORNING + timedelta(days=1), why_again="The value is higher.")

    words = " ".join(client.get("/forward-plan/").content.decode().split())

    for said in (
        "The council would spend more than £500,000.",
        "Cabinet member for adults and health (Adults and health)",
        "Report; Equality analysis.",
        "In public.",
        "This one replaces them: The value is higher.",
    ):
        assert said in words
    assert 'href="/notices/2026-001-1/"' in words
