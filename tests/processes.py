"""Several people at the same moment: real processes with database connections of their own."""

from __future__ import annotations

import gc
import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

SECONDS = 120
fork = multiprocessing.get_context("fork")
Race = Callable[..., list[object]]


def at_once(work: Callable[..., object], count: int, *, seconds: int = SECONDS) -> list[object]:
    """One race of `racers` that is run once."""
    with racers(work, count, seconds=seconds) as race:
        return race()


@contextmanager
def racers(work: Callable[..., object], count: int, *, seconds: int = SECONDS) -> Iterator[Race]:
    """Processes that run `work(0, **values)` to `work(count - 1, **values)`, each time starting together.

    The race is called with the values, which are the same for all, and gives their answers in order of number. The
    processes live for all races, as the workers of a web server do. What one raises comes back as an AssertionError
    with its traceback.
    """
    gate, pipes = fork.Barrier(count), [fork.Pipe() for _ in range(count)]
    connections.close_all()  # a connection must not be shared with a child
    children = [fork.Process(target=_run, args=(work, n, gate, pipes[n][1])) for n in range(count)]
    gc.freeze()  # the children then do not copy what they never collect
    for child in children:
        child.start()
    gc.unfreeze()
    try:
        yield lambda **values: _race([ours for ours, _ in pipes], values, seconds)
        for ours, _ in pipes:
            ours.send(None)
        for child in children:
            child.join(5)
    finally:
        for child in children:
            child.kill()


def _race(pipes: list, values: dict[str, object], seconds: int) -> list[object]:
    until = time.monotonic() + seconds
    for pipe in pipes:
        pipe.send(values)
    answers = []
    for pipe in pipes:
        assert pipe.poll(max(0, until - time.monotonic())), f"a process gave no answer within {seconds} seconds"
        answers.append(pipe.recv())
    failures = [answer for answer in answers if isinstance(answer, _Failure)]
    assert not failures, "\n".join(failure.trace for failure in failures)
    return answers


class _Failure:
    def __init__(self, trace: str):
        self.trace = trace


def _run(work: Callable[..., object], number: int, gate: object, pipe: object) -> None:
    """The life of one process: race after race, until it is told that there is none."""
    while (values := pipe.recv()) is not None:
        ContentType.objects.clear_cache()  # the database may have been brought back in between
        try:
            gate.wait(SECONDS)
            answer = work(number, **values)
        except BaseException:
            answer = _Failure(traceback.format_exc())
        finally:
            if connection.vendor == "sqlite":  # its file is copied over between races
                connections.close_all()
        pipe.send(answer)
    connections.close_all()
