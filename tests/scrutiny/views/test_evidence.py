"""What residents read of the evidence: the approved pack of a public case, no draft and nobody's name."""

import pytest
from django.urls import reverse

from commissioning import ledger
from tests.builders import a_borough, a_case, person
from tests.builders_s1 import an_approved_pack
from tests.builders_s2 import a_cleared_proposal, a_notice
from tests.builders_s3 import a_delegation, a_member_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    a_borough()
    row = a_case(number=7)
    a_notice(row)
    return row


def approve(case):
    with ledger.recording():
        return an_approved_pack(case)


def page(client, name="register_evidence", number="007", **more):
    return client.get(reverse(name, kwargs={"year": 2026, "number": number, **more}))


def test_resident_comes_from_the_case_to_its_evidence(client, case):
    version = approve(case)

    assert reverse("register_evidence", args=[2026, "007"]) in page(client, "register_case").content.decode()
    assert page(client).context["pack"] == version.content


def test_resident_comes_from_the_report_to_the_evidence_that_it_rests_on(client):
    a_borough()
    a_delegation(limit=200_000_000)
    row = a_case(number=3, track="MEMBER_NON_KEY")
    approve(row)
    a_cleared_proposal(row, icb=0)
    report = client.get(reverse("report", args=[a_member_item(row).pk])).content.decode()

    assert reverse("register_evidence", args=[2026, "003"]) in report


def test_resident_reads_no_name_of_whoever_wrote_reviewed_or_approved_the_evidence(client, case):
    approve(case)
    text = page(client).content.decode()

    assert [key for key in ("analyst", "peer", "research-lead") if person(key).name in text] == []


def test_resident_takes_the_figures_of_an_indicator_as_a_file(client, case):
    approve(case)

    answers = [page(client, "register_evidence_csv", indicator=number) for number in (1, 2)]
    assert [(answer.status_code, answer.headers["Content-Type"]) for answer in answers][0] == (200, "text/csv; charset=utf-8")
    assert answers[1].status_code == 404


def test_evidence_that_nobody_approved_is_not_public(client, case):
    assert reverse("register_evidence", args=[2026, "007"]) not in page(client, "register_case").content.decode()
    assert page(client).status_code == 404


def test_approved_evidence_of_a_case_that_is_not_public_is_not_found(client, case):
    approve(a_case(number=9))

    assert page(client, number="009").status_code == 404
