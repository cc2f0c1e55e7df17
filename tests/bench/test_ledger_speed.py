"""The log at size: a proof among a million events, and how fast the whole is verified."""

import random
import time
from statistics import median

import pytest
from django.db import connection

from commissioning import ledger
from commissioning.models import append_only
from commissioning.rules import merkle
from commissioning.selectors import ledger_tree
from commissioning.selectors.ledger_verify import verify_log
from tests.builders import test_act as system_act

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
MILLION = 1_000_000
EVENTS = 3_000
FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s) INSERT INTO audit_event "
    "(seq, leaf, leaf_hash) SELECT i, x'', CAST(printf('%%032d', i) AS BLOB) FROM n",
    "postgresql": "INSERT INTO audit_event (seq, leaf, leaf_hash) SELECT i, ''::bytea, "
    "convert_to(lpad(i::text, 32, '0'), 'UTF8') FROM generate_series(0, %s) AS i",
}


def a_million_events() -> None:
    """Rows as the tree reads them, without the triggers that make an event wait for the one before."""
    append_only.disable(connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute(FILL[connection.vendor], [MILLION - 1])
            level, below = 1, [f"{number:032d}".encode() for number in range(MILLION)]
            while len(below) >= merkle.WIDTH:
                below = [merkle.fold(below[n : n + merkle.WIDTH]) for n in range(0, len(below) - merkle.WIDTH + 1, merkle.WIDTH)]
                rows = [(level, index, value) for index, value in enumerate(below)]
                cursor.executemany("INSERT INTO audit_tile (level, idx, hash) VALUES (%s, %s, %s)", rows)
                level += 1
    finally:
        append_only.install(connection)


def test_proof_among_a_million_events_takes_under_five_milliseconds():
    a_million_events()
    root, chance, took = ledger_tree.root(MILLION), random.Random(1), []

    for seq in [chance.randrange(MILLION) for _ in range(200)]:
        began = time.perf_counter()
        proof = ledger_tree.inclusion_proof(seq, MILLION)
        took.append(time.perf_counter() - began)
        assert merkle.verify_inclusion(seq, MILLION, f"{seq:032d}".encode(), proof, root)

    print(f"\nproof among a million events: {median(took) * 1000:.2f} ms")
    assert median(took) < 0.005


def test_five_thousand_events_a_second_are_verified():
    for start in range(0, EVENTS, 250):
        with ledger.recording():
            for number in range(start, start + 250):
                ledger.append("case.revise", system_act(), f"subject/{number % 40}", fields={"number": number})

    began = time.process_time()
    report = verify_log()
    rate = EVENTS / (time.process_time() - began)

    print(f"\n{rate:,.0f} events verified a second (processor time)")
    assert list(report.findings) == []
    assert rate >= 5_000

