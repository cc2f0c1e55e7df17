"""The list of cases: found, filtered, sorted, and what each waits for."""

from datetime import timedelta

import pytest

from tests.builders import MORNING, a_borough, a_case
from tests.builders_s2 import set_clock, sign_in
from tests.workflows.views.test_inbox import as_in_production, ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]


@pytest.fixture(autouse=True)
def _borough(settings, client):
    a_borough()
    set_clock(settings, MORNING + timedelta(hours=1))
    sign_in(client, "commissioner")


def found(client, **query) -> list[str]:
    return [row[0].reference for row in client.get("/cases/", query).context["rows"]]


def test_no_case_says_what_to_do(client):
    text = client.get("/cases/").content.decode()

    assert "No case is open" in text
    assert "Put a commissioning question" in text
    assert "No case found" in client.get("/cases/", {"q": "trams"}).content.decode()


def test_cases_are_found_by_words_or_reference(client):
    a_case(number=1, title="Support for carers")
    a_case(number=2, title="Street lighting")

    assert found(client, q="carers") == ["2026/001"]
    assert found(client, q="2026/002") == ["2026/002"]
    assert found(client, q="trams") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", ["2026/002", "2026/001"]), ("oldest", ["2026/001", "2026/002"]), ("title", ["2026/002", "2026/001"])],
)
def test_cases_are_sorted_as_asked(client, sort, order):
    a_case(number=1, title="Beta")
    a_case(number=2, title="Alpha")

    assert found(client, sort=sort) == order


def test_open_cases_only_unless_asked(client):
    a_case()

    assert (found(client), found(client, state="ended"), found(client, state="all")) == (["2026/001"], [], ["2026/001"])


def test_line_says_what_the_case_waits_for_and_that_it_is_late(client):
    ask(a_case(), "agenda.publish", "proper-officer", days=-1)

    page = client.get("/cases/")

    assert [(words, late) for _, words, late in page.context["rows"]] == [(["Publish agenda and report"], True)]
    assert "Waits for: Publish agenda and report." in page.content.decode()


@pytest.mark.parametrize("cases", [1, 3])
def test_list_takes_the_same_statements_for_any_number(client, settings, cases, django_assert_num_queries):
    for number in range(1, cases + 1):
        ask(a_case(number=number), "agenda.publish", "proper-officer")
    as_in_production(client, settings, "commissioner")

    with django_assert_num_queries(STATEMENTS):
        client.get("/cases/")


STATEMENTS = 9
