"""Every way on of a refused act leads to a page that answers the person refused, with its form prepared."""

from copy import deepcopy
from datetime import date

import pytest
from lxml import html

from commissioning import ledger
from decisions.models import Decision
from decisions.services.overlays import declare
from tests.builders import a_borough, a_case, actor, office
from tests.builders import test_act as system_act
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_cleared_proposal, set_clock, sign_in
from tests.builders_s3 import (
    CABINET_AT,
    MEMBERS,
    a_delegation,
    a_member_item,
    an_item_in_session,
    record_presence,
)
from tests.workflows.views.test_decisions import decision

pytestmark = pytest.mark.django_db


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


def links(page) -> list[tuple[str, str]]:
    """The links that the refusal on a page offers: words and address."""
    panel = html.fromstring(page.content).xpath("//section[contains(@class, 'app-panel--refusal')]//a")
    return [(link.text, link.get("href")) for link in panel]


def walk(client, page) -> list[tuple[str, str]]:
    """Every way on that was offered; each link answers the person who was refused."""
    assert page.status_code == 200
    assert page.context["refusal"] is not None
    ways = links(page)
    answers = {url: client.get(url).status_code for _, url in ways}
    assert answers == dict.fromkeys(answers, 200)
    return ways


def member_refused(client, case, **changes):
    sign_in(client, "cm-adults")
    return client.post(f"/duties/{open_duty(case, 'decision.make').pk}/", decision(**changes))


def test_member_with_a_pecuniary_interest_is_shown_the_form_that_passes_it_on(client, case):
    page = member_refused(client, case, interest="DPI", nature="My firm supplies it.")

    duty = open_duty(case, "decision.make").pk
    assert walk(client, page) == [("Pass the decision to the Cabinet", f"/duties/{duty}/pass/")]


@pytest.mark.parametrize("change", [{"limit": 1}, {"ends_on": date(2027, 1, 10)}])
def test_member_outside_the_scheme_is_shown_the_form_that_passes_it_on(client, case, change):
    row = office("cm-adults").delegations.get()
    for name, value in change.items():
        setattr(row, name, value)
    row.save_as(system_act(), update_fields=list(change))

    page = member_refused(client, case)

    duty = open_duty(case, "decision.make").pk
    assert walk(client, page) == [("Pass the decision to the Cabinet", f"/duties/{duty}/pass/")]


def test_decision_under_a_stop_leads_to_the_page_of_stops(client, case):
    with ledger.recording():
        declare(
            kind="COURT_ORDER", case=case, stops=["DECIDE"], document="Order of 8 January 2027", reason="The claim is heard first.",
            actor=actor("monitoring-officer"), at=CABINET_AT,
        )  # fmt: skip

    page = member_refused(client, case)

    assert [url for _, url in walk(client, page)] == ["/stops/"]
    assert Decision.objects.count() == 0


def test_inquorate_meeting_is_shown_the_outcome_form_with_deferral_chosen(client, case, settings):
    item = an_item_in_session(number=2)
    record_presence(item.meeting, dict.fromkeys(MEMBERS[2:], "LEFT"))
    sign_in(client, "leader")
    path = f"/duties/{open_duty(item.case, 'item.outcome').pk}/"

    page = client.post(f"{path}vote/open/", {"motion": "To agree.", "request_key": "v1"})

    assert walk(client, page) == [("Adjourn the item to another meeting", f"{path}?outcome=DEFERRED")]
    assert client.get(f"{path}?outcome=DEFERRED").context["form"]["outcome"].value() == "DEFERRED"


@pytest.mark.parametrize("value", ["NONSENSE", "\u0000", "x" * 5000])
def test_form_is_prepared_with_its_own_choices_only(client, case, value):
    sign_in(client, "cm-adults")

    page = client.get(f"/duties/{open_duty(case, 'decision.make').pk}/", {"outcome": value, "documents": "REPORT"})

    assert page.status_code == 200
    assert page.context["form"].initial.get("outcome") != value
    assert "documents" not in page.context["form"].initial
