"""The clearer's page."""

from copy import deepcopy

import pytest

from commissioning.models import Duty
from commissioning.selectors.proposals import current_version
from decisions.models import ClearanceResult
from tests.builders import MORNING, a_borough, a_case, appoint, office, person
from tests.builders_s1 import a_submitted_proposal, open_duty
from tests.builders_s2 import (
    CLEARERS,
    a_second_version,
    ask_for_clearances,
    give_clearance,
    set_clock,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_case()
    a_submitted_proposal(case)
    ask_for_clearances(case)
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, MORNING)
    return deepcopy(built_case)


def page_of(case, key: str) -> str:
    return f"/duties/{open_duty(case, 'clearance.give', key).pk}/"


def test_page_shows_exactly_the_frozen_version(client, case):
    sign_in(client, "legal")

    page = client.get(page_of(case, "legal"))

    version = current_version(case)
    assert page.status_code == 200
    assert page.context["form"].initial["read"] == version.content_hash
    assert version.content_hash in page.content.decode()
    assert "Agree to buy one service for survivors together for three years." in page.content.decode()
    assert "What changed since" not in page.content.decode()
    assert "The constitution asks your office for clearance of: legal." in page.content.decode()


def test_answer_closes_the_duty_and_leads_home(client, case):
    sign_in(client, "legal")
    data = {"read": current_version(case).content_hash, "result": "CLEARED", "text": "", "request_key": "k1"}
    url = page_of(case, "legal")

    first = client.post(url, data)

    assert (first.status_code, first.url) == (302, "/inbox/")
    assert ClearanceResult.objects.count() == 1


def test_second_click_that_came_after_the_first_was_done_leads_home_as_well_and_another_form_says_that_it_is_done(client, case):
    sign_in(client, "legal")
    data = {"read": current_version(case).content_hash, "result": "CLEARED", "text": "", "request_key": "k1"}
    url = page_of(case, "legal")
    client.post(url, data)

    again, other = client.post(url, data), client.post(url, data | {"request_key": "k2"})

    assert (again.status_code, again.url, other.status_code) == (302, "/inbox/", 200)
    assert "workflows/task_done.html" in [template.name for template in other.templates]
    assert ClearanceResult.objects.count() == 1


def test_answer_without_words_is_shown_again_with_the_error(client, case):
    sign_in(client, "legal")
    data = {"read": current_version(case).content_hash, "result": "QUERY", "text": "", "request_key": "k1"}

    page = client.post(page_of(case, "legal"), data)

    assert page.context["form"].errors == {"text": ["Enter your comment, question or reason"]}
    assert ClearanceResult.objects.count() == 0


def test_answer_on_an_earlier_text_is_refused_and_offers_the_new_one(client, case):
    sign_in(client, "legal")
    old = current_version(case).content_hash
    second = a_second_version(case)
    data = {"read": old, "result": "CLEARED_WITH_COMMENTS", "text": "Fine by me.", "request_key": "k1"}

    page = client.post(page_of(case, "legal"), data)

    form = page.context["form"]
    assert (page.status_code, page.context["refusal"].code) == (200, "clearance.stale")
    assert (form.initial["read"], form.initial["text"]) == (second.content_hash, "Fine by me.")
    assert ClearanceResult.objects.count() == 0


def test_second_round_shows_what_changed_section_by_section(client, case):
    for key in CLEARERS:
        give_clearance(case, key)
    a_second_version(case)
    ask_for_clearances(case)
    sign_in(client, "s151")

    page = client.get(page_of(case, "s151"))

    assert [change.title for change in page.context["changes"]] == ["Costs by year", "Who pays"]
    assert "What changed since your office answered" in page.content.decode()


def test_author_is_told_why_not(client, case):
    appoint(person("commissioner"), office("legal"), deputy=True)
    sign_in(client, "commissioner")

    page = client.get(page_of(case, "legal"))

    assert "Nobody clears what they wrote." in page.content.decode()
    assert "form" not in page.context or page.context.get("form") is None


@pytest.mark.parametrize("key", ["equality", "leader", "scrutiny-chair", "administrator"])
def test_other_offices_get_the_same_404(client, case, key):
    sign_in(client, key)

    assert client.get(page_of(case, "legal")).status_code == 404


def test_stranger_is_asked_to_sign_in(client, case):
    assert client.get(page_of(case, "legal")).status_code == 302


@pytest.mark.parametrize("rounds", [1, 3])
def test_page_costs_the_same_whatever_went_before(client, case, rounds, django_assert_max_num_queries):
    for n in range(rounds):
        for key in CLEARERS:
            give_clearance(case, key, result="QUERY", text="Why?")
        a_second_version(case, council=95_000_000 + n * 100, revision=n + 1)
        ask_for_clearances(case)
    sign_in(client, "s151")
    url = page_of(case, "s151")

    with django_assert_max_num_queries(20):
        page = client.get(url)

    assert page.status_code == 200
    assert Duty.objects.filter(case=case, kind="clearance.give", closed_at__isnull=True).count() == 4
