"""What an act costs: statements (exact, transaction control left out) and time against a plain write."""

import time
from statistics import median

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from commissioning import ledger
from commissioning.models import Organisation
from commissioning.services.cases import open_case, withdraw_case
from tests.builders import MORNING, a_borough, actor, office
from tests.builders import test_act as system_act
from workflows import desk

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
ROUNDS = 150


def statements(queries: CaptureQueriesContext) -> int:
    return sum(not query["sql"].startswith(CONTROL) for query in queries.captured_queries)


def open_one(request: str) -> desk.Outcome:
    return desk.open_case(
        open_case,
        by=actor("commissioner", request=request),
        at=MORNING,
        title="Support for carers",
        question="Who needs support, and what should we buy together?",
        sponsor=office("commissioner").body,
        lead_member=office("cm-adults"),
        estimate=120_000_000,
    )


def test_opening_and_withdrawing_a_case_cost_the_same_statements_at_any_number_of_cases():
    a_borough()
    open_one("first")  # content types are read once per process

    costs = []
    for turn in range(12):
        with CaptureQueriesContext(connection) as opening:
            case = open_one(f"open-{turn}").result.pk
        with CaptureQueriesContext(connection) as withdrawing:
            desk.act(case, withdraw_case, by=actor("commissioner", request=f"w-{turn}"), reason="Not needed.")
        costs.append((statements(opening), statements(withdrawing)))

    print(f"\nstatements to open and to withdraw a case: {costs[0]}")
    assert set(costs) == {costs[0]}


def test_an_audited_save_stays_near_a_bare_update():
    """Row, history row and signature through the ORM, against one UPDATE in a transaction of its own."""
    one = Organisation(key="one", name="One", short="One", kind="COUNCIL").save_as(system_act())
    table = Organisation._meta.db_table
    audited, plain = [], []

    for turn in range(ROUNDS):
        one.name = f"One {turn}"
        began = time.perf_counter()
        one.save_as(system_act(), update_fields=["name"])
        audited.append(time.perf_counter() - began)
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET name = %s WHERE id = %s', [f"Two {turn}", one.pk])
        plain.append(time.perf_counter() - began)
        one.refresh_from_db()

    ratio = median(audited) / median(plain)
    print(f"\naudited save {median(audited) * 1000:.2f} ms, bare update {median(plain) * 1000:.2f} ms, ratio {ratio:.2f}")
    assert ratio < 6


def test_an_event_costs_at_most_five_statements_however_many_are_written():
    a_borough()

    costs = []
    for events in (1, 5):
        with CaptureQueriesContext(connection) as queries, ledger.transaction():
            for number in range(events):
                ledger.append("case.open", system_act(), f"subject/{number}", fields={"number": number})
            ledger.flush()
        costs.append(statements(queries))

    print(f"\nstatements to write 1 and 5 events: {costs}")
    assert costs[0] == costs[1] <= 5
