"""The pages to put a commissioning question and to withdraw a case."""

import pytest

from commissioning.models import AuditIndex, Body, Case, Duty, Organisation
from tests.builders import MORNING, a_borough, a_case, office
from tests.builders_s2 import set_clock, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
URL = "/cases/new/"


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    set_clock(settings, MORNING)


def stated(**changes: object) -> dict:
    return {
        "request_key": "k1",
        "title": "Support for survivors",
        "question": "Who needs support?",
        "sponsor": Body.objects.get(key="adults").pk,
        "lead_member": office("cm-adults").pk,
        "estimate": "£1.2m",
        "partners": [Organisation.objects.get(key="icb").pk],
        "several_wards": "no",
        "executive": "yes",
        "maker": "CABINET",
        **changes,
    }


def errors(page) -> list[str]:
    return [problem["text"] for problem in page.context["form"].problems]


def test_check_shows_the_sum_as_read_and_the_track_with_reasons(client):
    sign_in(client, "commissioner")

    page = client.post(URL, stated())

    text = page.content.decode()
    assert page.status_code == 200
    assert "We read “£1.2m” as <strong>£1,200,000</strong>" in text
    assert "It is a key decision that also binds ICB." in text
    assert "is over the council’s threshold of £500,000." in text
    assert Case.objects.count() == 0


def test_confirmed_opens_the_case_and_asks_the_analysts(client):
    sign_in(client, "commissioner")

    answer = client.post(URL, stated(confirmed="yes"))

    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, "/cases/2026/001/")
    assert set(Duty.objects.filter(case=case).values_list("kind", flat=True)) == {"pack.write"}


def test_a_double_click_opens_one_case(client):
    """E-101: the same request twice is one act."""
    sign_in(client, "commissioner")

    answers = [client.post(URL, stated(confirmed="yes")) for _ in range(2)]

    assert [answer.url for answer in answers] == ["/cases/2026/001/"] * 2
    assert Case.objects.count() == 1
    assert AuditIndex.objects.filter(kind="case.open").count() == 1


def test_change_leads_back_to_the_filled_form(client):
    sign_in(client, "commissioner")

    page = client.post(URL, stated(change="yes"))

    assert page.context["form"]["title"].value() == "Support for survivors"
    assert "Check which procedure follows" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Enter the title of the case"),
        ({"title": "x" * 301}, "Title of the case must be 300 characters or fewer"),
        (
            {"estimate": "12e9"},
            "Estimate of value over the whole term, all agencies together must be an amount in pounds, like 1,200,000 or £1.2m",
        ),
        ({"sponsor": "999999"}, "Select the sponsoring service from the list"),
        ({"maker": "ANYBODY"}, "Select an answer to “Who is expected to decide?” from the list"),
    ],
)
def test_wrong_entries_are_named_and_open_nothing(client, changes, message):
    sign_in(client, "commissioner")

    page = client.post(URL, stated(confirmed="yes", **changes))

    assert (page.status_code, errors(page)) == (200, [message])
    assert Case.objects.count() == 0


def test_a_council_agency_cannot_be_chosen_as_partner(client):
    sign_in(client, "commissioner")

    page = client.post(URL, stated(partners=[Organisation.objects.get(key="council").pk]))

    assert len(errors(page)) == 1


def test_only_officers_find_the_page(client):
    sign_in(client, "analyst")
    assert client.get(URL).status_code == 404

    client.logout()
    assert client.get(URL).status_code == 302


def test_markup_in_a_title_is_shown_as_text(client):
    """E-93: HTML in a title."""
    sign_in(client, "commissioner")

    page = client.post(URL, stated(title="<script>alert(1)</script>"))

    assert "<script>alert(1)</script>" not in page.content.decode()


def test_withdraw_ends_the_case(client):
    a_case()
    sign_in(client, "commissioner")

    answer = client.post("/cases/2026/001/withdraw/", {"reason": "The grant ended.", "request_key": "k1"})

    assert (answer.status_code, answer.url) == (302, "/cases/2026/001/")
    assert Case.objects.get().outcome == "WITHDRAWN"


def test_withdraw_asks_for_a_reason(client):
    a_case()
    sign_in(client, "commissioner")

    page = client.post("/cases/2026/001/withdraw/", {"reason": ""})

    assert errors(page) == ["Enter an answer to “Why is the case withdrawn?”"]


@pytest.mark.parametrize("who", ["cm-finance", "analyst", "s151"])
def test_withdraw_is_not_found_by_others(client, who):
    a_case()
    sign_in(client, who)

    assert client.get("/cases/2026/001/withdraw/").status_code == 404


def test_withdraw_of_an_unknown_case_is_not_found(client):
    sign_in(client, "commissioner")

    assert client.get("/cases/2026/999/withdraw/").status_code == 404
