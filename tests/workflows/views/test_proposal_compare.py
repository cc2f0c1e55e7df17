"""Comparing two versions of a proposal: who may, and what the page says."""

import copy

import pytest
from django.urls import reverse

from commissioning.models import ProposalVersion
from commissioning.rules.content import commitments_hash, content_hash
from tests.builders import MORNING, a_borough, person
from tests.builders import test_act as system_act
from tests.builders_s3 import a_decided_case
from tests.builders_s5 import a_published_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_decided_case()


@pytest.fixture
def case(built_case, db):
    return copy.deepcopy(built_case)


def handed_in_again(case, summary: str) -> None:
    first = ProposalVersion.objects.get(case=case)
    content = copy.deepcopy(first.content)
    content["sections"] = {**content.get("sections", {}), "SUMMARY": summary}
    ProposalVersion.create_as(
        system_act(),
        proposal=first.proposal,
        case=case,
        number=2,
        content=content,
        content_hash=content_hash(content),
        commitments_hash=commitments_hash(content),
        value_total=first.value_total,
        value_council=first.value_council,
        note="Said more plainly.",
        submitted_at=MORNING,
        submitted_by=first.submitted_by,
    )


def compared(client, who, **query):
    client.force_login(person(who))
    return client.get(reverse("case_proposal_compare", args=[2026, "001"]), query)


def test_newest_two_versions_are_compared(client, case):
    handed_in_again(case, "Carers are helped at home.")

    page = compared(client, "commissioner")

    assert [part.key for part in page.context["changed"]] == ["summary"]
    assert "<ins><span" in page.content.decode()


def test_versions_can_be_compared_the_other_way_round(client, case):
    handed_in_again(case, "Carers are helped at home.")

    page = compared(client, "commissioner", before="2", after="1")

    assert (page.context["before"].number, page.context["after"].number) == (2, 1)


@pytest.mark.parametrize("query", [{"before": "9", "after": "1"}, {"before": "x"}, {"after": "\0"}])
def test_versions_that_do_not_exist_fall_back_to_the_newest(client, case, query):
    handed_in_again(case, "Carers are helped at home.")

    page = compared(client, "commissioner", **query)

    assert (page.status_code, page.context["before"].number, page.context["after"].number) == (200, 1, 2)


def test_one_version_alone_is_said_so(client, case):
    assert "There is only one version" in compared(client, "commissioner").content.decode()


def test_scrutiny_compares_when_the_decision_is_published(client, case):
    before = compared(client, "scrutiny-3").status_code

    a_published_record(case)

    assert (before, compared(client, "scrutiny-3").status_code) == (404, 200)
