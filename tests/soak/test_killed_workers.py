"""Workers die without warning (SIGKILL) while sixteen clients vote, and are started again.

A client that gets no answer sends the same form again, as a browser does. Afterwards every answered vote is there once,
with its event, and no event is without its vote.
"""

import json
import multiprocessing
import os
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from commissioning.models import AuditIndex, Duty
from commissioning.rules.dates import LONDON
from decisions.models import Vote
from decisions.services.votes import cast_vote
from tests.builders_races import at_stage, attempt, check_history, check_promises, forget_stages
from tests.processes import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
VOTED_AT = datetime(2027, 2, 22, 18, 22, tzinfo=LONDON)
CLIENTS, WORKERS = 16, 4
SECONDS = float(os.environ.get("KILL_SECONDS", "60"))
ACTS = int(os.environ.get("KILL_ACTS", "1000"))
LONGEST = 1500.0  # seconds that a client waits for its answers, before the test gives up
THINKS = 3.0  # seconds at most between two votes of a client, where time and not the number of votes ends the test
fork = multiprocessing.get_context("fork")


@pytest.fixture(scope="module", autouse=True)
def stages(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        forget_stages()


@contextmanager
def a_listener() -> Iterator[socket.socket]:
    """One address for all workers, as under any pre-forking server: what waits there outlives a worker."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(Path(folder) / "desk"))
        listener.listen(64)
        yield listener


def serve(listener: socket.socket, at_work: object, number: int) -> None:
    """A worker: one vote after the other, answered after it is committed; tells whether it is at work."""
    while True:
        at_work[number] = 0
        caller, _ = listener.accept()
        at_work[number] = 1
        with caller, caller.makefile("rwb") as stream:
            asked = json.loads(stream.readline() or "{}")
            if not asked:
                continue
            try:
                answer = attempt(at=VOTED_AT, service=cast_vote, is_correction=True, **asked)
            except Exception as fault:
                answer = f"fault {fault!r}"
            stream.write(answer.encode() + b"\n")


def supervise(listener: socket.socket, finished: object) -> dict[str, int]:
    """Keep the workers up and kill one of them every fraction of a second, until every client has its answers.

    One that is at work dies first: a vote is then somewhere between the form and its answer.
    """
    chance, killed = random.Random(7), 0
    at_work = fork.Array("b", WORKERS, lock=False)
    workers = [_worker(listener, at_work, number) for number in range(WORKERS)]
    while finished.value < CLIENTS:
        time.sleep(chance.uniform(0.05, 0.8))
        victim = chance.choice(_busy(at_work) or range(WORKERS))
        time.sleep(chance.uniform(0, 0.02))
        workers[victim].kill()
        workers[victim].join()
        workers[victim], killed = _worker(listener, at_work, victim), killed + 1
    for worker in workers:
        worker.kill()
        worker.join()
    return {"killed": killed}


def _busy(at_work: object) -> list[int]:
    """Workers with a vote in hand; looked for up to a third of a second."""
    for _ in range(150):
        busy = [number for number in range(WORKERS) if at_work[number]]
        if busy:
            return busy
        time.sleep(0.002)
    return []


def _worker(listener: socket.socket, at_work: object, number: int) -> object:
    worker = fork.Process(target=serve, args=(listener, at_work, number))
    worker.start()
    return worker


def ask(address: str, asked: dict[str, object]) -> tuple[str, int]:
    """The answer to one form, and how often it had to be sent again."""
    for again in range(1000):
        try:
            with socket.socket(socket.AF_UNIX) as caller:
                caller.settimeout(120)
                caller.connect(address)
                caller.sendall(json.dumps(asked).encode() + b"\n")
                with caller.makefile("rb") as stream:
                    answer = stream.readline()
        except (ConnectionError, BlockingIOError):
            answer = b""
        if answer.endswith(b"\n"):
            return answer.decode().strip(), again
        time.sleep(0.01)
    raise AssertionError("no worker answers any more")


def vote_while_workers_die(*, seconds: float, acts: int) -> dict[str, object]:
    """Every client votes and corrects its vote: for some time, thinking in between, or until it has its share of answers."""
    case = at_stage("voting")
    duties = [(duty.pk, duty.office.key) for duty in Duty.objects.filter(case=case, kind="vote.cast").select_related("office")]
    finished = fork.Value("i", 0)
    with a_listener() as listener:

        def vote(number: int) -> dict[str, object]:
            chance, answers, sent_again = random.Random(number), {}, 0
            duty, office = duties[number % len(duties)]
            until, share = time.monotonic() + seconds, -(-acts // CLIENTS)
            while time.monotonic() < until or len(answers) < share:
                key = f"client-{number}-{len(answers)}"
                asked = {"case": case.pk, "office": office, "duty": duty, "request": key, "choice": chance.choice(["FOR", "AGAINST"])}
                answers[key], again = ask(listener.getsockname(), asked)
                sent_again += again
                time.sleep(chance.uniform(0, THINKS) if seconds else 0)
            with finished.get_lock():
                finished.value += 1
            return {"answers": answers, "again": sent_again}

        def part(number: int) -> dict[str, object]:
            return vote(number) if number < CLIENTS else supervise(listener, finished)

        *voted, killer = at_once(part, CLIENTS + 1, seconds=int(LONGEST))
    answers = {key: answer for one in voted for key, answer in one["answers"].items()}
    return {"answers": answers, "again": sum(one["again"] for one in voted), **killer}


def check_kept(found: dict[str, object]) -> None:
    """Nothing answered is lost, nothing is there twice, no act without event and no event without act."""
    answers = found["answers"]
    print(f"\n{len(answers)} votes answered, {found['killed']} workers killed, {found['again']} forms sent again")
    assert set(answers.values()) <= {"done", "replayed"}
    events = list(AuditIndex.objects.filter(kind="vote.cast", request__startswith="client-").values_list("request", flat=True))
    assert sorted(events) == sorted(answers)
    assert Vote.objects.count() == len(answers)
    assert found["killed"] > 0
    assert found["again"] > 0
    check_promises()
    check_history()


@pytest.mark.race
def test_votes_survive_workers_that_are_killed():
    check_kept(vote_while_workers_die(seconds=SECONDS, acts=0))


@pytest.mark.soak
def test_a_thousand_votes_survive_workers_that_are_killed():
    found = vote_while_workers_die(seconds=0, acts=ACTS)

    check_kept(found)
    assert len(found["answers"]) >= ACTS
