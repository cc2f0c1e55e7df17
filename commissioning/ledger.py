"""What happened: the one way into the append-only log.

Services call `append` last; it only queues. `flush` writes everything queued under one lock as the last statements of
the transaction, so the act and its event are stored together or not at all. The desk does this for acts on a live
case; acts outside a case use `recording()`.

History rows and insert-only rows written since the event before are pinned to the event by their digests. Rules that
were asked since then and let the step pass (`passed`) are written into it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction as database

from commissioning import history, ledger_writer
from commissioning.acts import Act
from commissioning.ledger_writer import Queued
from commissioning.models import Case
from commissioning.rules.canonical import normalise
from commissioning.rules.evaluations import Evaluation
from commissioning.rules.event_kinds import KINDS

TIERS = ("public", "member", "exempt", "personal")
_local = threading.local()


class OutsideTransaction(RuntimeError):
    """An event was queued, or a savepoint opened, without a ledger transaction around it."""


class Nested(RuntimeError):
    """A ledger transaction was opened inside another; an act may not run inside an act."""


class Unflushed(RuntimeError):
    """A ledger transaction was about to commit with events or changed records that no event covers."""


class UnknownKind(ValueError):
    """An event of a kind that is not on the closed list in `rules.event_kinds`."""


@dataclass
class _Log:
    """One running transaction: events in the queue, rows written and how many of these are pinned, rules that passed."""

    written: list[history.Written]
    queued: list[Queued] = field(default_factory=list)
    pinned: int = 0
    rules: list[object] = field(default_factory=list)


@contextmanager
def transaction() -> Iterator[None]:
    """The outer transaction of an act. Durable: refuses to run inside another one.

    Raises Nested, and Unflushed when something would be committed without its event (everything is rolled back).
    """
    if is_running():
        raise Nested("An act is already running.")
    with database.atomic(durable=True), history.collecting() as written:
        _local.log = log = _Log(written)
        try:
            yield
            if log.queued or log.pinned < len(log.written):
                raise Unflushed("Call ledger.flush() as the last step of the transaction.")
        finally:
            _local.log = None


@contextmanager
def recording() -> Iterator[None]:
    """`transaction` and `flush` in one, for acts outside a live case."""
    with transaction():
        yield
        flush()


@contextmanager
def savepoint() -> Iterator[None]:
    """A part that may fail alone: on an exception its rows and its queued events are gone together."""
    log = _running()
    queued, written, pinned, rules = len(log.queued), len(log.written), log.pinned, log.rules[:]
    try:
        with database.atomic():
            yield
    except BaseException:
        del log.queued[queued:]
        del log.written[written:]
        log.rules[:] = rules
        log.pinned = pinned
        raise


def passed(*evaluations: Evaluation) -> None:
    """Keep which rules let the present step pass; the next event of the transaction carries them.

    Outside a transaction nothing is done, and so nothing is kept: a page only asked.
    """
    log = getattr(_local, "log", None)
    if log is None:
        return
    for evaluation in evaluations:
        entry = normalise(evaluation.as_dict())
        if entry not in log.rules:
            log.rules.append(entry)


def append(
    kind: str,
    act: Act,
    subject: str,
    *,
    case: Case | None = None,
    also: Iterable[Case] = (),
    fields: Mapping[str, object] | None = None,
    tier: str | Mapping[str, str] | None = None,
    version: str = "",
) -> None:
    """Queue one event: exactly one per service, as its last step.

    `subject` is the record's reference ("2026/014", "2026/014/call-in/1"); events are numbered per subject. `also`
    names further cases under which the event is found. `fields` are committed to one by one; `tier` says who may see
    them, for all or by name (default public, member where the kind is not public). Raises UnknownKind, NotCanonical,
    ValueError for an unknown tier or a field named like a standard one, OutsideTransaction.
    """
    log = _running()
    if kind not in KINDS:
        raise UnknownKind(f"{kind!r} is not in the closed list of event kinds.")
    shaped = {name: normalise(value) for name, value in (fields or {}).items()}
    tiers = _tiers(kind, shaped, tier)
    cases = {c.pk: c.reference for c in (case, *also) if c is not None}
    log.queued.append(Queued(kind, act, subject, str(version), cases, shaped, tiers, _unpinned(log), log.rules[:]))
    log.rules.clear()


def flush() -> list[int]:
    """Write the queue under the log's lock; returns the positions. Nothing queued and nothing written: no statement.

    Rows that automatic steps wrote after the last event (the duties that a stage opens) are pinned to that event; where
    there is none at all, an event of kind `record.follow` stands for them. A person's rows have an event of their own:
    without one, Unflushed.
    """
    log = _running()
    rest = _unpinned(log)
    _require_automatic(rest)
    if rest and log.queued:
        log.queued[-1].rows.extend(rest)
    elif rest:
        log.queued.append(Queued("record.follow", _act_of(rest), "automatic", "", {}, {}, {}, rest))
    if not log.queued:
        return []
    log.queued[-1].rules.extend(log.rules)
    log.rules.clear()
    positions = ledger_writer.write(log.queued)
    log.queued.clear()
    return positions


def is_running() -> bool:
    """Whether an act is being written."""
    return getattr(_local, "log", None) is not None


def _running() -> _Log:
    log = getattr(_local, "log", None)
    if log is None:
        raise OutsideTransaction("Events are written inside ledger.transaction() or ledger.recording() only.")
    return log


def _unpinned(log: _Log) -> list[history.Written]:
    rows = log.written[log.pinned :]
    log.pinned = len(log.written)
    return rows


def _require_automatic(rows: list[history.Written]) -> None:
    for entry in rows:
        if entry.act is not None and not entry.act.actor.is_system:
            table = type(entry.row)._meta.verbose_name
            raise Unflushed(f"A person's {table} was written, but no event follows; a service ends with ledger.append.")


def _act_of(rows: list[history.Written]) -> Act:
    for entry in rows:
        if entry.act is not None:
            return entry.act
    raise Unflushed("Insert-only rows were written without an event; use create_as(act) and ledger.append.")


def _tiers(kind: str, fields: Mapping[str, object], tier: str | Mapping[str, str] | None) -> dict[str, str]:
    usual = "public" if KINDS[kind].public else "member"
    if isinstance(tier, Mapping):
        found = dict.fromkeys(fields, usual) | dict(tier)
    else:
        found = dict.fromkeys(fields, tier or usual)
    wrong = sorted(set(found.values()) - set(TIERS))
    if wrong:
        raise ValueError(f"Unknown tier {wrong[0]!r}; tiers are {', '.join(TIERS)}.")
    clash = sorted(set(fields) & set(ledger_writer.STANDARD))
    if clash:
        raise ValueError(f"The field {clash[0]!r} is written on every event already; give it another name.")
    return found
