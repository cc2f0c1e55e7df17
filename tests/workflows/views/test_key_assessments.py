"""The pages of the key-decision test and of the Monitoring Officer's advice."""

import pytest

from commissioning.models import Duty
from decisions.models import Advice, AdviceRequest, KeyAssessment
from tests.builders import MORNING, a_borough, a_case
from tests.builders_s2 import a_notice, set_clock, sign_in
from tests.builders_s5 import other_rules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
BASE = "/cases/2026/001/"
LIMBS = ("wards_limb", "service_limb", "community_limb", "framework_limb")
ANSWERS = dict.fromkeys(LIMBS, "NO") | {f"{name}_reasons": "None of it." for name in LIMBS}
VALUES = {"council": "260,000", "gross": "£0.9m", "executive": "on", "reasons": "A small contract."}


@pytest.fixture
def case(settings, client):
    a_borough()
    set_clock(settings, MORNING)
    return a_case()


def test_page_says_what_happens_exactly_at_the_threshold(client, case):
    sign_in(client, "commissioner")

    words = " ".join(client.get(f"{BASE}key-decision/").content.decode().split())

    assert "A value of exactly £500,000 is <strong>not key</strong> on that limb" in words


def test_assessment_is_kept_and_shown_with_its_limbs(client, case):
    sign_in(client, "commissioner")

    done = client.post(f"{BASE}key-decision/", {**VALUES, **ANSWERS, "request_key": "k1"})

    page = client.get(done.url).content.decode()
    assert (done.status_code, done.url, KeyAssessment.objects.get().is_key) == (302, f"{BASE}law/", False)
    assert "The gross joint value of £900,000 passes the threshold." in page


def test_page_asks_for_the_budget_where_the_constitution_measures_by_it(client, case):
    sign_in(client, "commissioner")
    plain = client.get(f"{BASE}key-decision/").context["form"]
    other_rules(case, 'budget_percent = { value = "none"', "budget_percent = { value = 10")

    client.post(f"{BASE}key-decision/", {**VALUES, **ANSWERS, "budget": "£2m", "request_key": "k1"})

    assert "budget" not in plain.fields
    assert (KeyAssessment.objects.get().rule, KeyAssessment.objects.get().is_key) == ("over £200,000", True)


def test_limb_without_reasons_is_asked_for_again(client, case):
    sign_in(client, "commissioner")

    page = client.post(f"{BASE}key-decision/", {**VALUES, **ANSWERS, "wards_limb_reasons": "", "request_key": "k1"})

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["wards_limb_reasons"])


def test_downgrade_goes_to_the_monitoring_officer_who_answers(client, case):
    a_notice(case)
    sign_in(client, "commissioner")
    client.post(f"{BASE}key-decision/", {**VALUES, **ANSWERS, "request_key": "k1"})
    duty = Duty.objects.get(kind="advice.give")
    sign_in(client, "monitoring-officer")
    page = client.get(f"/duties/{duty.pk}/").content.decode()

    client.post(f"/duties/{duty.pk}/", {"may_go_on": "YES", "text": "One ward only.", "request_key": "k2"})

    assert "Until you answer, the decision counts as key." in page
    assert (Advice.objects.get().may_go_on, AdviceRequest.objects.get().kind) == (True, "DOWNGRADE")


def test_outage_is_logged_from_the_form_and_without_a_notice_there_is_none(client, case):
    sign_in(client, "proper-officer")
    day = {"began_on_day": 23, "began_on_month": 11, "began_on_year": 2026, "ended_on_day": 23, "ended_on_month": 11, "ended_on_year": 2026}
    times = {"began_time": "9:01", "ended_time": "9:02", "what": "The site was down.", "request_key": "k1"}

    assert client.post(f"{BASE}outage/", day | times).status_code == 404
    a_notice(case)
    page = client.post(f"{BASE}outage/", day | times | {"request_key": "k2"})

    assert (page.status_code, page.context["refusal"].code) == (200, "outage.times")  # it is not over yet


def test_advice_sent_twice_is_one_answer_and_a_stranger_finds_no_page(client, case):
    a_notice(case)
    sign_in(client, "commissioner")
    client.post(f"{BASE}key-decision/", {**VALUES, **ANSWERS, "request_key": "k1"})
    duty = Duty.objects.get(kind="advice.give")
    form = {"may_go_on": "YES", "text": "One ward only.", "request_key": "k7"}
    stranger = client.post(f"/duties/{duty.pk}/", form)
    sign_in(client, "monitoring-officer")

    empty = client.post(f"/duties/{duty.pk}/", {"may_go_on": "PERHAPS", "text": "", "request_key": "k6"})
    client.post(f"/duties/{duty.pk}/", form)
    client.post(f"/duties/{duty.pk}/", form)

    assert (stranger.status_code, empty.status_code, sorted(empty.context["form"].errors)) == (404, 200, ["may_go_on", "text"])
    assert Advice.objects.count() == 1
