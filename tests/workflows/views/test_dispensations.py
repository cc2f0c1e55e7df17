"""The register of dispensations and the Monitoring Officer's form."""

from datetime import date

import pytest

from decisions.models import Dispensation
from tests.builders import MORNING, a_borough, person
from tests.builders_s2 import set_clock, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def borough(settings):
    a_borough()
    set_clock(settings, MORNING)


def grant(client, key: str = "one", **changes):
    said = {
        "person": person("cm-adults").pk, "requested_on": "20 November 2026", "subject": "Housing contracts",
        "scope": ["SPEAK"], "starts_on": "23 November 2026", "ends_on": "22 November 2030",
        "grounds": "In the interests of residents.", "granted_by": "Standards committee, 20 November 2026", "request_key": key,
    }  # fmt: skip
    return client.post("/dispensations/grant/", said | changes)


def test_dispensation_is_recorded_once_and_listed_with_its_scope(client):
    sign_in(client, "monitoring-officer")

    answers = [grant(client), grant(client)]

    assert [answer.status_code for answer in answers] == [302, 302]
    row = Dispensation.objects.get()
    assert (row.person, row.may_speak, row.may_vote, row.ends_on) == (person("cm-adults"), True, False, date(2030, 11, 22))
    words = client.get("/dispensations/").content.decode()
    assert "Housing contracts" in words
    assert "In force" in words


def test_e46_dispensation_longer_than_four_years_is_refused_on_entry(client):
    sign_in(client, "monitoring-officer")

    page = grant(client, ends_on="23 November 2030")

    assert page.status_code == 200
    assert page.context["refusal"].message == "A dispensation cannot last longer than four years."
    assert Dispensation.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "box"),
    [({"requested_on": "24 November 2026"}, "requested_on"), ({"person": "999999"}, "person"), ({"scope": []}, "scope")],
)
def test_wrong_answer_is_told_beside_its_box(client, changes, box):
    sign_in(client, "monitoring-officer")

    page = grant(client, **changes)

    assert (page.status_code, list(page.context["form"].errors)) == (200, [box])


def test_only_the_monitoring_officer_records_one(client):
    sign_in(client, "leader")

    assert grant(client).status_code == 404
    assert "No dispensation has been granted." in client.get("/dispensations/").content.decode()
