"""The case as it was known at a moment: nothing that came later, and to nobody who may not read the trail."""

from copy import deepcopy
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from commissioning import ledger
from commissioning.models import AuditIndex, Case
from commissioning.rules.dates import LONDON
from scrutiny.selectors.as_known import as_known
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_s3 import CABINET_AT, a_decided_case
from tests.builders_s5 import PUBLISHED_AT, a_published_record, a_received_call_in

pytestmark = pytest.mark.django_db
JUST_BEFORE = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def built_case(module_database):
    a_borough()
    return a_decided_case()


@pytest.fixture(autouse=True)
def case(built_case, db):
    return deepcopy(built_case)


def words(case: Case, at: datetime, key: str, *, sees: bool = True) -> list[str]:
    known = as_known(case, at, sees_members=sees)
    return [f"{row.what}: {row.words}" for group in known.groups if group.key == key for row in group.rows]


def page(client, who: str = "auditor", **query):
    client.force_login(person(who))
    return client.get(reverse("audit_as_known", args=[2026, "001"]), query)


def test_record_is_known_from_the_moment_of_its_publication_on(case):
    a_published_record(case)

    assert words(case, PUBLISHED_AT - JUST_BEFORE, "record") == []
    assert words(case, PUBLISHED_AT, "record") == ["Record 1: Agreed"]


def test_decision_is_not_known_just_before_it_is_made(case):
    a_published_record(case)
    made_at = case.decisions.get().made_at

    before, after = (words(case, at, "decision") for at in (made_at - JUST_BEFORE, made_at))

    assert (before, len(after)) == ([], 1)


def test_hold_of_a_call_in_stands_only_while_it_stood(case):
    call_in = a_received_call_in(a_published_record(case).case)

    at = call_in.received_at
    assert words(call_in.case, at - JUST_BEFORE, "holds") == []
    assert words(call_in.case, at, "holds") == [f"Call-in: {call_in.reference}"]
    assert words(call_in.case, at, "call_ins") == [f"{call_in.reference}: Not ruled on yet"]


def test_changing_rows_are_read_from_their_history():
    case = a_case(number=9, title="Support for carers")
    with ledger.recording():
        case.title = "Help for carers"
        case.save_as(system_act(MORNING + timedelta(days=1)), update_fields=["title"])
        ledger.append("case.revise", system_act(), case.reference, case=case)

    known = [as_known(case, MORNING + timedelta(days=days), sees_members=True) for days in (0, 1)]

    assert [one.case.title for one in known] == ["Support for carers", "Help for carers"]


def test_before_the_case_was_opened_there_is_nothing():
    assert as_known(a_case(number=9), MORNING - JUST_BEFORE, sees_members=True) is None


def test_stages_stand_as_they_stood_then(case):
    a_published_record(case)

    states = {s.key: s.state for s in as_known(case, PUBLISHED_AT - JUST_BEFORE, sees_members=True).stages}

    assert states["record"] in ("now", "overdue")
    assert states["call_in"] == "next"


def test_without_the_member_tier_only_what_was_published_is_known(case):
    a_published_record(case)

    groups = [group.key for group in as_known(case, PUBLISHED_AT, sees_members=False).groups]

    assert groups == ["notice", "record", "holds", "call_ins"]


def test_e49_council_tax_arrears_are_never_told(case):
    a_published_record(case)
    item = case.decisions.get().item
    first = item.interests.order_by("pk").first()
    type(first).create_as(
        system_act(), item=item, version=first.version, person=first.person, office=first.office, n=9,
        kind="S106_LGFA", nature="Arrears", stage="LATE", declared_at=CABINET_AT,
    )  # fmt: skip

    told = words(case, PUBLISHED_AT, "interests")

    assert f"{first.person.name}: Took no part in the vote" in told
    assert [line for line in told if "rrears" in line] == []


def test_button_shows_what_lay_before_those_who_decided(client, case):
    a_published_record(case)
    event = AuditIndex.objects.filter(case=case, kind="decision.publish").get()

    shown = page(client, at=event.at.isoformat()).context

    assert (shown["asked"], shown["just_before"]) == (event.at, True)
    assert [group.rows for group in shown["known"].groups if group.key == "record"] == [()]


def test_day_without_a_time_means_its_end(client, case):
    a_published_record(case)

    shown = page(client, day_day="10", day_month="1", day_year="2026").context

    assert shown["asked"] == datetime(2026, 1, 10, 23, 59, 59, 999999, tzinfo=LONDON)
    assert shown["known"] is None


@pytest.mark.parametrize(
    "query",
    [
        {"at": "x"}, {"at": "\0"}, {"at": "2026-09-14T17:35:00+00:00"}, {"day_day": "31", "day_month": "2", "day_year": "2027"},
        {"day_day": "1", "day_month": "1", "day_year": "2027", "clock": "25:99"},
        {"day_day": "1", "day_month": "1", "day_year": "9999"},
    ],
)  # fmt: skip
def test_moments_that_are_none_show_no_case(client, query, case):
    a_published_record(case)

    answer = page(client, **query)

    assert (answer.status_code, answer.context["known"]) == (200, None)


def test_day_to_come_is_said_so(client, case):
    a_published_record(case)

    shown = page(client, day_day="1", day_month="1", day_year="2097").context

    assert shown["filters"].errors == {"day": ["“As known on” must be today or earlier"]}


def test_only_readers_of_the_trail_look_back(client, case):
    a_published_record(case)

    assert page(client, "councillor-3").status_code == 404


def test_statements_do_not_grow_with_the_case(django_assert_max_num_queries, case):
    a_published_record(case)
    a_received_call_in(case)

    for one in (case, a_case(number=9)):
        with django_assert_max_num_queries(20):
            as_known(one, PUBLISHED_AT, sees_members=True)
