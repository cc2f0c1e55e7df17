"""“Who may decide this” on the case page, naming the function, and the Leader's allocation."""

from datetime import timedelta

import pytest

from decisions.models import Allocation, CaseFunction
from tests.builders import MORNING, a_borough, a_case, office
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_notice, a_notice_duty, set_clock, sign_in
from tests.builders_s3 import a_delegation

pytestmark = pytest.mark.django_db(transaction=True)
CASE = "/cases/2026/001/"


@pytest.fixture(autouse=True)
def case(settings):
    a_borough()
    set_clock(settings, MORNING + timedelta(hours=1))
    return a_case()


def test_case_page_says_who_may_decide_with_reasons(client):
    a_delegation(limit=50_000_000)
    sign_in(client, "commissioner")

    page = client.get(CASE).content.decode()

    assert "Proposed function: <strong>Adult social care contracts</strong>." in page
    assert "It is a key decision: it needs notice of 28 clear days that names the decision-maker." in page
    assert "The Cabinet exercises every function of the executive." in page
    assert f"{CASE}function/" in page
    assert f"{CASE}allocate/" not in page


def test_function_nobody_has_named_is_said_plainly(client):
    sign_in(client, "cm-adults")

    page = client.get(f"{CASE}law/").content.decode()

    assert "Nobody has said yet under which function of the scheme of delegation it falls." in page


def test_while_no_function_is_named_the_page_also_names_whoever_a_line_of_another_function_lets_decide(client):
    a_delegation("cm-housing")
    sign_in(client, "commissioner")
    told = "While no function is named, a line of another function also reaches the value for: Cabinet member for housing."

    before = client.get(CASE).content.decode()
    client.post(f"{CASE}function/", {"function": "", "reasons": "None fits.", "request_key": "a"})
    after = client.get(CASE).content.decode()

    assert (told in before, told in after) == (True, False)


def test_officer_names_the_function(client, case):
    a_delegation(limit=50_000_000)
    sign_in(client, "commissioner")

    asked = client.get(f"{CASE}function/")
    done = client.post(f"{CASE}function/", {"function": "Adult social care contracts", "reasons": "Care.", "request_key": "a"})

    assert asked.context["form"].initial["function"] == "Adult social care contracts"
    assert (done.status_code, CaseFunction.objects.get().named_as) == (302, "Commissioning manager, adults")


def test_step_at_which_nobody_has_named_the_function_asks_for_it_and_is_gone_on_with(client, case):
    a_delegation(limit=50_000_000)
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")
    step = f"/duties/{duty.pk}/"
    link = f'href="{CASE}function/?next={step}"'

    asked = client.get(step).content.decode()
    done = client.post(f"{CASE}function/?next={step}", {"function": "Adult social care contracts", "reasons": "Care.", "request_key": "a"})
    after = client.get(step).content.decode()

    assert (link in asked, done.status_code, done.url, link in after) == (True, 302, step, False)


def test_page_elsewhere_is_no_way_back_from_naming_the_function(client, case):
    a_delegation(limit=50_000_000)
    sign_in(client, "commissioner")
    said = {"function": "Adult social care contracts", "reasons": "Care.", "request_key": "a"}

    assert client.post(f"{CASE}function/?next=https://example.org/", said).url == CASE


def test_leader_allocates_and_is_told_what_it_does_to_the_notice(client, case):
    notice = a_notice(case)
    sign_in(client, "leader")

    page = client.get(f"{CASE}allocate/").content.decode()
    done = client.post(f"{CASE}allocate/", {"to": f"office:{office('cm-housing').pk}", "reasons": "An interest.", "request_key": "a"})
    after = client.get(CASE).content.decode()

    assert f"Notice {notice.reference} names Cabinet as decision-maker." in page
    assert (done.status_code, Allocation.objects.get().office) == (302, office("cm-housing"))
    assert "The Leader allocated this matter to Cabinet member for housing on 23 November 2026." in after
    assert f"{CASE}allocate/" in after


def test_leader_finds_the_allocation_in_the_inbox_and_does_it_there(client, case):
    sign_in(client, "commissioner")
    client.post(f"{CASE}function/", {"function": "", "reasons": "The scheme is silent.", "request_key": "a"})
    sign_in(client, "leader")

    waits = client.get("/inbox/").content.decode()
    duty = f"/duties/{open_duty(case, 'function.allocate').pk}/"
    page = client.get(duty).content.decode()
    done = client.post(duty, {"to": f"office:{office('cm-housing').pk}", "reasons": "She knows it best.", "request_key": "b"})

    assert "Allocate the decision: " in waits
    assert "no line of the scheme in force, with somebody in its office, names the function" in page
    assert (done.status_code, Allocation.objects.get().office) == (302, office("cm-housing"))
    assert "Allocate the decision: " not in client.get("/inbox/").content.decode()
