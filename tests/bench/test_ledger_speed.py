"""The log at size: a proof and one case's audit page among a million events, verification, and what an act pays for it.

The machine may be shared, so every figure is told twice: wall-clock, and this process's processor time. SQLite works
inside the process, so its bars are held against the processor time. On PostgreSQL the wall clock counts, because the
server's work is not in this process; a bar that is an absolute time is held against the quicker quarter of the turns,
when others left the machine alone. Ratios are medians; votes with and without the log take turns.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from statistics import median, quantiles

import pytest
from django.db import connection
from django.urls import reverse

from commissioning import ledger, ledger_writer
from commissioning.acts import Actor
from commissioning.models import append_only
from commissioning.rules import merkle
from commissioning.rules.dates import LONDON
from commissioning.selectors import ledger_tree
from commissioning.selectors.ledger_verify import verify_log
from decisions.services.votes import cast_vote
from tests.builders import MORNING, a_borough, a_case, person
from tests.builders import test_act as system_act
from tests.builders_races import at_stage, duty_of, forget_stages, sitting_in
from tests.builders_s5 import a_published_record, a_received_call_in
from workflows import desk

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900), pytest.mark.django_db(transaction=True)]
MILLION = 1_000_000
EVENTS, TURNS, LOADS = 3_000, 40, 15
VOTED_AT = datetime(2027, 2, 22, 18, 22, tzinfo=LONDON)
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM n WHERE i < {1}) ",
    "postgresql": "WITH n AS (SELECT i FROM generate_series({0}, {1}) AS i) ",
}
EVENT = {
    "sqlite": "INSERT INTO audit_event (seq, leaf, leaf_hash) {} SELECT i, x'', CAST(printf('%%032d', i) AS BLOB) FROM n",
    "postgresql": "INSERT INTO audit_event (seq, leaf, leaf_hash) {} SELECT i, ''::bytea, "
    "convert_to(lpad(i::text, 32, '0'), 'UTF8') FROM n",
}
JSON = {"sqlite": "'\"case.revise\"'", "postgresql": "'\"case.revise\"'::jsonb"}
SALT = {"sqlite": "zeroblob(32)", "postgresql": "convert_to(lpad(i::text, 32, '0'), 'UTF8')"}


@pytest.fixture(scope="module", autouse=True)
def stages(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        forget_stages()


@contextmanager
def without_guards() -> Iterator[None]:
    """Rows in bulk, without the triggers that make an event wait for the one before."""
    append_only.disable(connection)
    try:
        yield
    finally:
        append_only.install(connection)


def run(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def numbers(first: int, last: int) -> str:
    return NUMBERS[connection.vendor].format(first, last)


def took(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the wall clock and of this process."""
    wall, own = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - own


def medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return median(wall for wall, _ in times), median(own for _, own in times)


def counted(wall: float, own: float) -> float:
    return own if connection.vendor == "sqlite" else wall


def a_million_leaves() -> None:
    """Leaves and tiles as the tree reads them."""
    with without_guards():
        run(EVENT[connection.vendor].format(numbers(0, MILLION - 1)))
        level, below = 1, [f"{number:032d}".encode() for number in range(MILLION)]
        while len(below) >= merkle.WIDTH:
            whole = len(below) - len(below) % merkle.WIDTH
            below = [merkle.fold(below[n : n + merkle.WIDTH]) for n in range(0, whole, merkle.WIDTH)]
            rows = [(level, index, value) for index, value in enumerate(below)]
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO audit_tile (level, idx, hash) VALUES (%s, %s, %s)", rows)
            level += 1


def fill(first: int, last: int, cases: list[int]) -> None:
    """Events of other cases: leaf, index row and two openings each, so that every table and index of the log grows."""
    vendor, who = connection.vendor, "(i %% %s)"
    case = f"%s + {who}"
    with without_guards():
        run(EVENT[vendor].format(numbers(first, last)))
        run(
            f"INSERT INTO audit_index (seq, case_id, subject, n, kind, at, actor_id, request) {numbers(first, last)}"
            f"SELECT i, {case}, 'filler/' || i, 1, 'case.revise', %s, NULL, 'filler-' || i FROM n",
            min(cases), len(cases), MORNING,
        )  # fmt: skip
        for name in ("kind", "actor.role"):
            run(
                f"INSERT INTO audit_opening (seq, name, salt, value, tier) {numbers(first, last)}"
                f"SELECT i, '{name}', {SALT[vendor]}, {JSON[vendor]}, 'public' FROM n"
            )
    run("ANALYZE")


def test_proof_among_a_million_events_takes_under_five_milliseconds():
    a_million_leaves()
    root, chance, times = ledger_tree.root(MILLION), random.Random(1), []

    for seq in [chance.randrange(MILLION) for _ in range(200)]:
        proof: list[bytes] = []
        times.append(took(lambda seq=seq, proof=proof: proof.extend(ledger_tree.inclusion_proof(seq, MILLION))))
        assert merkle.verify_inclusion(seq, MILLION, f"{seq:032d}".encode(), proof, root)

    wall, own = medians(times)
    print(f"\nproof among a million events: {wall * 1000:.2f} ms, of this process {own * 1000:.2f} ms")
    quick = quantiles([one for one, _ in times], n=4)[0]
    assert counted(quick, own) < 0.005


def test_five_thousand_events_a_second_are_verified():
    for start in range(0, EVENTS, 250):
        with ledger.recording():
            for number in range(start, start + 250):
                ledger.append("case.revise", system_act(), f"subject/{number % 40}", fields={"number": number})
    reports = []

    wall, own = medians([took(lambda: reports.append(verify_log())) for _ in range(3)])

    print(f"\nevents verified a second: {EVENTS / wall:,.0f}, by time of this process {EVENTS / own:,.0f}")
    assert [list(report.findings) for report in reports] == [[]] * 3
    assert EVENTS / own >= 5_000


def test_a_vote_costs_at_most_half_as_much_again_as_the_same_vote_without_the_log(monkeypatch, settings):
    """The same service through the same door: permission, idempotency and legality stay in both.

    "Without" is made from outside: the writer of the log takes the queue and stores nothing, and the history library
    is switched off by its own setting. The product has no such switch.
    """
    case = at_stage("voting")
    duty, voter = duty_of(case, "vote.cast", "leader").pk, sitting_in("leader")
    times: dict[bool, list[tuple[float, float]]] = {True: [], False: []}

    for turn in range(2 * TURNS + 4):
        is_logged = bool(turn % 2)
        settings.SIMPLE_HISTORY_ENABLED = is_logged
        with monkeypatch.context() as patched:
            if not is_logged:
                patched.setattr(ledger_writer, "write", lambda queued: [])
            vote = {"by": Actor.person(voter), "duty": duty, "choice": "FOR" if turn % 4 < 2 else "AGAINST", "is_correction": turn > 0}
            answers: list[bool] = []
            spent = took(lambda vote=vote, to=answers: to.append(desk.act(case.pk, cast_vote, at=VOTED_AT, **vote).is_done))
        assert answers == [True]
        if turn >= 4:
            times[is_logged].append(spent)

    (wall, own), (bare_wall, bare_own) = medians(times[True]), medians(times[False])
    print(
        f"\nvote: {wall * 1000:.1f} ms, without the log {bare_wall * 1000:.1f} ms, ratio {wall / bare_wall:.2f}; "
        f"of this process {own * 1000:.1f} and {bare_own * 1000:.1f} ms, ratio {own / bare_own:.2f}"
    )
    assert counted(wall, own) / counted(bare_wall, bare_own) <= 1.5


def test_audit_page_of_one_case_is_at_most_twice_as_slow_among_a_million_events(client):
    a_borough()
    case = a_published_record().case
    a_received_call_in(case)
    others = [a_case(number=number).pk for number in range(2, 42)]
    assert others == list(range(others[0], others[0] + 40))
    client.force_login(person("scrutiny-3"))
    address = reverse("audit_trail", args=[2026, "001"])

    def loads() -> tuple[float, float]:
        answers: list[int] = []
        times = [took(lambda: answers.append(client.get(address).status_code)) for _ in range(LOADS)]
        assert set(answers) == {200}
        return medians(times[3:])

    fill(ledger_tree.size(), 9_999, others)
    few_wall, few_own = loads()
    fill(10_000, MILLION - 1, others)
    many_wall, many_own = loads()

    print(
        f"\naudit page among 10,000 events {few_wall * 1000:.0f} ms, among a million {many_wall * 1000:.0f} ms, "
        f"ratio {many_wall / few_wall:.2f}; of this process ratio {many_own / few_own:.2f}"
    )
    assert counted(many_wall, many_own) / counted(few_wall, few_own) <= 2
