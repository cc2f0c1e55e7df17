"""Several people at the same moment: real processes with database connections of their own."""

import gc
import multiprocessing
import queue
import traceback
from collections.abc import Callable

from django.db import connections

SECONDS = 120


def at_once(work: Callable[[int], object], count: int, *, seconds: int = SECONDS) -> list[object]:
    """Run `work(0)` to `work(count - 1)` in processes that start together; their answers, in order of number.

    What a process raises comes back as an AssertionError with its traceback.
    """
    fork = multiprocessing.get_context("fork")
    answers, gate = fork.Queue(), fork.Barrier(count)
    connections.close_all()  # a connection must not be shared with a child
    children = [fork.Process(target=_run, args=(work, number, gate, answers)) for number in range(count)]
    gc.freeze()  # the children then do not copy what they never collect
    for child in children:
        child.start()
    gc.unfreeze()
    try:
        found = dict(answers.get(timeout=seconds) for _ in children)
    except queue.Empty:
        raise AssertionError(f"a process gave no answer within {seconds} seconds") from None
    finally:
        for child in children:
            child.join(5)
            child.kill()
    failures = [answer for answer in found.values() if isinstance(answer, _Failure)]
    assert not failures, "\n".join(failure.trace for failure in failures)
    return [found[number] for number in range(count)]


class _Failure:
    def __init__(self, trace: str):
        self.trace = trace


def _run(work: Callable[[int], object], number: int, gate: object, answers: object) -> None:
    try:
        gate.wait(SECONDS)
        answer = work(number)
    except BaseException:
        answer = _Failure(traceback.format_exc())
    finally:
        connections.close_all()
    answers.put((number, answer))
