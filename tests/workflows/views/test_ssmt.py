"""The agency's page and the chair's."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from decisions.models import AgencyRecommendation, SsmtOutcome
from tests.builders import a_borough
from tests.builders_s1 import open_duty
from tests.builders_s2 import set_clock, sign_in
from tests.builders_s3 import SSMT_AT, TEAM_SAYS, an_ssmt_item, give_all, give_recommendation, state_team

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return an_ssmt_item().case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, SSMT_AT)
    return deepcopy(built_case)


def answer(**changes: str) -> dict:
    return {
        "interest": "NONE", "nature": "", "position": "SUPPORT", "conditions": "", "dissent": "", "request_key": "k1",
    } | changes  # fmt: skip


def test_agency_lead_sees_what_is_asked_and_the_own_share(client, case):
    sign_in(client, "lead-icb")

    page = client.get(f"/duties/{open_duty(case, 'ssmt.recommend', 'lead-icb').pk}/")

    assert page.status_code == 200
    assert (page.context["share"], page.context["agency"].key) == (120_000_000, "icb")
    assert "Nobody has a casting vote." in page.content.decode()


def test_page_of_an_overdue_duty_says_that_it_was_due(client, case, settings):
    duty = open_duty(case, "ssmt.recommend", "lead-icb")
    words = {}

    for hours in (-1, 1):
        set_clock(settings, duty.due_at + timedelta(hours=hours))
        sign_in(client, "lead-icb")
        words[hours] = " ".join(strip_tags(client.get(f"/duties/{duty.pk}/").content.decode()).split())

    assert ", due by the end of " in words[-1]
    assert "Overdue" not in words[-1]
    assert ", was due by the end of " in words[1]
    assert "Overdue" in words[1]


def test_agency_lead_answers_and_corrects_on_the_same_page(client, case):
    sign_in(client, "lead-icb")
    url = f"/duties/{open_duty(case, 'ssmt.recommend', 'lead-icb').pk}/"

    client.post(url, answer())
    again = client.get(url)
    client.post(url, answer(position="ABSTAIN", request_key="k2"))

    assert [row.position for row in again.context["earlier"]] == ["SUPPORT"]
    assert list(AgencyRecommendation.objects.values_list("n", "position")) == [(1, "SUPPORT"), (2, "ABSTAIN")]


def test_double_click_is_one_answer(client, case):
    sign_in(client, "lead-icb")
    url = f"/duties/{open_duty(case, 'ssmt.recommend', 'lead-icb').pk}/"

    codes = [client.post(url, answer()).status_code for _ in range(2)]

    assert codes == [302, 302]
    assert AgencyRecommendation.objects.count() == 1


def test_after_the_outcome_the_page_says_that_it_is_done(client, case):
    duty = open_duty(case, "ssmt.recommend", "lead-icb")
    give_all(case)
    state_team(case)
    sign_in(client, "lead-icb")

    page = client.get(f"/duties/{duty.pk}/")

    assert page.templates[0].name == "workflows/task_done.html"


def test_somebody_elses_duty_is_not_found(client, case):
    sign_in(client, "lead-police")

    page = client.get(f"/duties/{open_duty(case, 'ssmt.recommend', 'lead-icb').pk}/")

    assert page.status_code == 404


def test_chair_sees_every_position_and_the_outcome_that_fits(client, case):
    give_all(case, {"lead-police": "DO_NOT_SUPPORT"})
    sign_in(client, "ssmt-chair")

    page = client.get(f"/duties/{open_duty(case, 'ssmt.outcome').pk}/")

    assert page.context["form"].initial["outcome"] == "RECOMMENDED_WITH_DISSENT"
    assert "The sum is too large for what it buys." in page.content.decode()


def test_outcome_that_does_not_fit_comes_back_as_a_refusal_with_what_was_typed(client, case):
    give_all(case, {"lead-police": "DO_NOT_SUPPORT"})
    sign_in(client, "ssmt-chair")
    data = {"outcome": "RECOMMENDED", "text": TEAM_SAYS, "reasons": "", "actions": "", "request_key": "k3"}

    page = client.post(f"/duties/{open_duty(case, 'ssmt.outcome').pk}/", data)

    assert (page.status_code, page.context["refusal"].code) == (200, "ssmt.outcome")
    assert page.context["form"].data["text"] == TEAM_SAYS
    assert SsmtOutcome.objects.count() == 0


@pytest.mark.parametrize("corrections", [0, 3])
def test_chairs_page_costs_the_same_with_many_corrections(
    client, case, corrections, django_assert_max_num_queries
):
    give_all(case)
    for _ in range(corrections):
        give_recommendation(case, "lead-icb")
    sign_in(client, "ssmt-chair")
    url = f"/duties/{open_duty(case, 'ssmt.outcome').pk}/"
    client.get(url)

    with django_assert_max_num_queries(20):
        client.get(url)
