"""The proper officer's page for a notice."""

from datetime import date

import pytest

from decisions.models import KeyDecisionNotice
from tests.builders import MORNING, a_borough, a_case, office
from tests.builders_s2 import a_notice, a_notice_duty, set_clock, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture
def case(settings):
    a_borough()
    set_clock(settings, MORNING)
    return a_case()


def filled(page, **changes: str) -> dict:
    """What a browser sends back when the person changes only some fields."""
    initial = page.context["form"].initial
    data = {"no_exempt": "on", "request_key": "k1"}
    for name, value in initial.items():
        if isinstance(value, date):
            data |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        elif isinstance(value, tuple | list):
            data[name] = "\n".join(value)
        elif value is not None:
            data[name] = f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
    return data | changes


def test_page_shows_the_earliest_lawful_date_before_anything_is_published(client, case):
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")

    page = client.get(f"/duties/{duty.pk}/")

    assert page.context["reckoning"].earliest == date(2026, 12, 22)
    assert "Tuesday 22 December 2026" in page.content.decode()
    assert len(page.context["members"]) == 9


def test_notice_is_published_from_what_is_known(client, case):
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")
    page = client.get(f"/duties/{duty.pk}/")

    answer = client.post(f"/duties/{duty.pk}/", filled(page, why_key="Over £500,000."))

    notice = KeyDecisionNotice.objects.get()
    assert (answer.status_code, answer.url) == (302, "/inbox/")
    assert (notice.decide_from, notice.matures_on) == (date(2026, 12, 22), date(2026, 12, 22))


@pytest.mark.parametrize(("year", "warned"), [("2027", False), ("2028", True)])
def test_e07_period_longer_than_twelve_months_is_published_with_a_warning(client, case, year, warned):
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")
    dates = {"decide_to_year": year, "decide_to_month": "11", "decide_to_day": "30"}
    data = filled(client.get(f"/duties/{duty.pk}/"), why_key="Over £500,000.", **dates)

    told = client.post(f"/duties/{duty.pk}/", data, follow=True).content.decode()

    warning = "The period for the decision is longer than 12 months (Constitution of London Borough of Lammas Vale, Part 4B, paragraph 5.3)."
    assert (KeyDecisionNotice.objects.count(), warning in told) == (1, warned)


def test_form_of_a_further_notice_keeps_maker_and_days_and_asks_why(client, case):
    a_notice(case, body=None, member=office("cm-adults"))
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")

    page = client.get(f"/duties/{duty.pk}/")

    known = page.context["form"].initial
    assert (known["maker"], known["decide_from"], known["decide_to"]) == (
        f"office:{office('cm-adults').pk}", date(2027, 1, 11), date(2027, 3, 31)
    )  # fmt: skip
    assert "Why a new notice is needed (optional)" not in page.content.decode()
    assert "no more than 3 months after the announced period" in " ".join(page.content.decode().split())


def test_repeated_post_publishes_once(client, case):
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")
    data = filled(client.get(f"/duties/{duty.pk}/"), why_key="Over £500,000.")

    client.post(f"/duties/{duty.pk}/", data)
    client.post(f"/duties/{duty.pk}/", data)

    assert KeyDecisionNotice.objects.count() == 1


def test_too_early_a_date_is_refused_with_the_earliest_one(client, case):
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")
    data = filled(client.get(f"/duties/{duty.pk}/"), why_key="Over £500,000.", decide_from_day="21")

    page = client.post(f"/duties/{duty.pk}/", data)

    assert (page.status_code, page.context["refusal"].code) == (200, "notice.too_short")
    assert "Earliest lawful date: " in page.content.decode()
    assert KeyDecisionNotice.objects.count() == 0


def test_second_notice_asks_why(client, case):
    first = a_notice(case)
    duty = a_notice_duty(case)
    sign_in(client, "proper-officer")

    page = client.get(f"/duties/{duty.pk}/")

    assert page.context["earlier"] == first
    assert "why_again" in page.context["form"].fields


def test_nobody_else_finds_the_page(client, case):
    duty = a_notice_duty(case)
    sign_in(client, "commissioner")

    assert client.get(f"/duties/{duty.pk}/").status_code == 404
