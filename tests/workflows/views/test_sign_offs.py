"""The signatory's page."""

from copy import deepcopy

import pytest
from django.utils.html import strip_tags

from commissioning.selectors.proposals import current_version
from decisions.models import SignOff
from tests.builders import a_borough, person
from tests.builders_s1 import open_duty
from tests.builders_s2 import a_second_version, set_clock, sign_in
from tests.builders_s3 import SIGNED_AT, a_recommended_case, ask_to_sign

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    case = a_recommended_case()
    ask_to_sign(case)
    return case


@pytest.fixture
def case(built_case, db, settings):
    set_clock(settings, SIGNED_AT)
    return deepcopy(built_case)


def signature(case, **changes: str) -> dict:
    return {
        "read": current_version(case).commitments_hash, "result": "SIGNED", "conditions": "",
        "authority": "Scheme of delegation 2026", "authority_limit": "£2m",
        "authority_on_day": "1", "authority_on_month": "4", "authority_on_year": "2026", "request_key": "s1",
    } | changes  # fmt: skip


def page_of(case) -> str:
    return f"/duties/{open_duty(case, 'signoff.sign', 'lead-icb').pk}/"


def test_signing_asks_for_a_fresh_second_factor(client, case):
    client.force_login(person("lead-icb"))

    page = client.get(page_of(case))

    assert page.status_code == 302


def test_page_shows_exactly_the_commitments(client, case):
    sign_in(client, "lead-icb")

    page = client.get(page_of(case))

    words = page.content.decode()
    assert current_version(case).commitments_hash in words
    assert page.context["commitments"]["recommendations"] == [
        {"number": 1, "text": "Agree to buy one service for survivors together for three years."}
    ]


def test_page_shows_the_kind_of_money_and_the_shares_of_savings_that_are_signed(client, case):
    a_second_version(case, at=SIGNED_AT, shares=[("council", "60.00"), ("icb", "40.00")])
    sign_in(client, "lead-icb")

    words = " ".join(strip_tags(client.get(page_of(case)).content.decode().replace("<", " <")).split())

    assert "Agency Year Kind Amount" in words
    assert "ICB (yours) 2027/28 Revenue £" in words
    assert "Savings are shared: Council 60.00%, ICB 40.00%." in words


def test_signature_is_kept_with_authority_and_limit(client, case):
    sign_in(client, "lead-icb")

    page = client.post(page_of(case), signature(case))

    assert (page.status_code, page.url) == (302, "/inbox/")
    assert list(SignOff.objects.values_list("result", "authority", "authority_limit", "share")) == [
        ("SIGNED", "Scheme of delegation 2026", 200_000_000, 120_000_000)
    ]


def test_stale_commitments_are_refused_and_the_new_ones_shown(client, case):
    sign_in(client, "lead-icb")
    data = signature(case)
    a_second_version(case, at=SIGNED_AT)

    page = client.post(page_of(case), data)

    assert page.context["refusal"].code == "signoff.stale"
    assert page.context["form"].initial["read"] == current_version(case).commitments_hash
    assert SignOff.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"authority": ""}, "authority"),
        ({"authority": "x" * 301}, "authority"),
        ({"authority_limit": "12e9"}, "authority_limit"),
        ({"authority_on_month": "13"}, "authority_on"),
        ({"result": "OBJECTED"}, "conditions"),
        ({"result": "COUNCIL"}, "result"),
    ],
)
def test_bad_input_says_which_field(client, case, changes, field):
    sign_in(client, "lead-icb")

    page = client.post(page_of(case), signature(case, **changes))

    assert list(page.context["form"].errors) == [field]
