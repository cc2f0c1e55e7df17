"""The pages of stops: what stands, declaring one, ending it."""

import pytest

from decisions.models import Overlay
from tests.builders import MORNING, a_borough, a_case
from tests.builders_s2 import set_clock, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    set_clock(settings, MORNING)


def post(client, path: str, **said) -> object:
    return client.post(path, {"request_key": "one", **said})


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_page_says_what_each_stop_does_and_offers_each_officer_the_own_ones(client):
    sign_in(client, "s151")

    page = client.get("/stops/")

    assert "Nothing is stopped." in words(page)
    assert [row[3] for row in page.context["kinds"]] == [False, False, True, False, False]


def test_declared_stop_stands_on_the_case_page_and_the_form_twice_declares_once(client):
    a_case()
    sign_in(client, "monitoring-officer")
    said = {"case": "2026/001", "document": "Report of 23 November 2026", "reason": "The power relied on does not exist."}

    answers = [post(client, "/stops/declare/mo-s5a-hold/", **said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Overlay.objects.count() == 1
    assert "Monitoring Officer’s report: No step is taken to give effect" in words(client.get("/cases/2026/001/"))
    assert "Report of 23 November 2026" in words(client.get("/stops/"))
    assert "The report is to be considered by 13 December 2026." in words(client.get("/stops/"))


@pytest.mark.parametrize("reference", ["2026/999", "nonsense", "\u0000"])
def test_unknown_case_is_told_beside_its_box(client, reference):
    sign_in(client, "monitoring-officer")

    page = post(client, "/stops/declare/court-order/", case=reference, document="Order", reason="Court", stops=["DECIDE"])

    assert (page.status_code, Overlay.objects.count()) == (200, 0)
    assert list(page.context["form"].errors) == ["case"]


def test_stop_that_cannot_be_declared_is_refused_with_its_law(client):
    sign_in(client, "s151")
    post(client, "/stops/declare/spend-stop/", document="Report of 1 December 2026", reason="No balanced budget.")

    page = client.post(
        "/stops/declare/spend-stop/", {"request_key": "two", "document": "Report of 2 December 2026", "reason": "Again."}
    )

    assert page.status_code == 200
    assert page.context["refusal"].code == "overlay.again"


def test_stop_ends_from_its_page_and_is_listed_as_over(client):
    sign_in(client, "monitoring-officer")
    a_case()
    post(client, "/stops/declare/court-order/", case="2026/001", document="Order of 3 December", reason="Court", stops=["DECIDE"])
    row = Overlay.objects.get()

    answer = client.post(f"/stops/{row.pk}/end/", {"request_key": "two", "concluded_on": "20 November 2026", "reason": "Discharged."})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.ended_because, row.lifted_at is not None) == ("Discharged.", True)
    assert "Stops that are over (1)" in words(client.get("/stops/"))
