"""Writes queued events to the log: the append algorithm, four statements (five on PostgreSQL) for any number of events.

The lock is taken alone and last, so lock order is always case, domain rows, log. There is no head row and no update:
the next position is one more than the highest. Any failure raises, and the act that caused the event rolls back too.
"""

from __future__ import annotations

import base64
import logging
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from commissioning.acts import Act
from commissioning.history import Written
from commissioning.models import LOG1, Log
from commissioning.models.digests import pin
from commissioning.models.ledger_rows import IndexRow, OpeningRow
from commissioning.rules import merkle
from commissioning.rules.canonical import moment, normalise
from commissioning.rules.commitments import commitment, leaf, new_salt
from commissioning.rules.event_kinds import KINDS

SUBJECTS = 400  # SQLite joins at most 500 selects
OF_A_CASE = re.compile(r"\d{4}/\d{3,}(?=/|$)")  # a subject that begins with a case's reference belongs to it
logger = logging.getLogger(__name__)

# Fields of every event, with the tier that a public kind gives them; `rules` only where a rule was asked, `cases` only
# where the subject does not tell the one case of the event by itself. `tiers` says which fields are not public: who may
# see a field is committed to as the field itself is, so that nobody opens or hides one by editing a row.
STANDARD = {
    "kind": "public",
    "at": "public",
    "actor.id": "member",
    "actor.name": "member",
    "actor.role": "public",
    "actor.body": "public",
    "actor.capacity": "public",
    "auth": "personal",
    "subject.ref": "public",
    "subject.version": "public",
    "subject.n": "public",
    "subject.prev": "public",
    "rule": "public",
    "rules": "member",
    "request": "personal",
    "reason": "member",
    "cases": "member",
    "tiers": "member",
    "hist": "personal",
}
ALWAYS = frozenset(STANDARD) - {"rules", "cases", "tiers"}  # events of before the commitment to them have no `tiers`


@dataclass
class Queued:
    """One event waiting for its position."""

    kind: str
    act: Act
    subject: str
    version: str
    cases: dict[int, str]  # key and reference
    fields: dict[str, object]
    tiers: dict[str, str]
    rows: list[Written]
    rules: list[object] = field(default_factory=list)


@dataclass
class _Last:
    """The newest event of one subject."""

    n: int = 0
    leaf_hash: bytes = b""


def write(queued: Sequence[Queued], log: Log = LOG1) -> list[int]:
    """Append the events in order and return their positions; must be the last step before commit."""
    lock(log)
    start, last = _heads(log, sorted({event.subject for event in queued}))
    events, openings, index = [], [], []
    for seq, event in enumerate(queued, start):
        head = last.setdefault(event.subject, _Last())
        opened = _openings(log, seq, event, head)
        content = leaf(log.origin, seq, [commitment(o.salt, o.name, o.value) for o in opened])
        head.n, head.leaf_hash = head.n + 1, merkle.leaf_hash(content)
        events.append(log.events(seq=seq, leaf=content, leaf_hash=head.leaf_hash))
        openings.extend(opened)
        index.extend(_index(log, seq, event, head.n))
    log.events.objects.insert_many(events)
    log.openings.objects.insert_many(openings)
    log.index.objects.insert_many(index)
    for event in events:
        _close_tiles(log, event.seq)
        transaction.on_commit(partial(logger.info, "Event %s of %s", event.seq, log.name))
    return [event.seq for event in events]


def not_public(fields: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """How an event commits to its tiers: the names of the fields of each tier but the public one."""
    found: dict[str, list[str]] = {}
    for name, tier in sorted(fields):
        if tier != "public":
            found.setdefault(tier, []).append(name)
    return found


def case_of(subject: str) -> str | None:
    """The case whose reference a subject begins with."""
    found = OF_A_CASE.match(subject)
    return found[0] if found else None


def put_back(log: Log, start: int, leaves: Sequence[bytes]) -> None:
    """Entries that were lost, from a mirror whose root has been checked; their openings stay lost."""
    for seq, content in enumerate(leaves, start):
        log.events.objects.insert_many([log.events(seq=seq, leaf=content, leaf_hash=merkle.leaf_hash(content))])
        _close_tiles(log, seq)


def pseudonym(act: Act) -> str | None:
    """The name under which a person's acts can be joined without naming the person; None for the system."""
    person = act.actor.user
    if person is None:
        return None
    return str(getattr(person, "public_id", None) or first_pseudonym(person.pk))


def first_pseudonym(person: int) -> str:
    """That of an account without a public number."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.LEDGER_ORIGIN}/person/{person}"))


def lock(log: Log) -> None:
    """PostgreSQL: one writer at a time until commit. SQLite: the transaction is the lock (BEGIN IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [log.lock])


def _heads(log: Log, subjects: Sequence[str]) -> tuple[int, dict[str, _Last]]:
    """The next free position and the newest event of each subject, in one statement (one per 400 subjects)."""
    events, index = log.events._meta.db_table, log.index._meta.db_table
    head = f"SELECT CAST(NULL AS varchar(200)), CAST(NULL AS integer), max(seq), CAST(NULL AS bytea) FROM {events}"  # noqa: S608
    part = (
        f"SELECT * FROM (SELECT i.subject, i.n, e.seq, e.leaf_hash FROM {index} i JOIN {events} e "  # noqa: S608
        "ON e.seq = i.seq WHERE i.subject = %s AND i.n IS NOT NULL ORDER BY i.n DESC LIMIT 1) AS s{}"
    )
    highest, last = None, {}
    for some in (subjects[i : i + SUBJECTS] for i in range(0, len(subjects), SUBJECTS)):
        query = " UNION ALL ".join([head, *(part.format(k) for k in range(len(some)))])
        with connection.cursor() as cursor:
            cursor.execute(query, some)
            (_, _, highest, _), *rows = cursor.fetchall()
        last |= {subject: _Last(n, bytes(leaf_hash)) for subject, n, _, leaf_hash in rows}
    return (0 if highest is None else highest + 1), last


def _openings(log: Log, seq: int, event: Queued, head: _Last) -> list[OpeningRow]:
    values = _standard(event, head) | event.fields
    usual = {
        name: tier if KINDS[event.kind].public or tier != "public" else "member"
        for name, tier in STANDARD.items()
    }
    tiers = usual | event.tiers
    values["tiers"] = not_public((name, tiers[name]) for name in (*values, "tiers"))
    return [
        log.openings(event_id=seq, name=name, salt=new_salt(), value=value, tier=tiers[name])
        for name, value in values.items()
    ]


def _standard(event: Queued, head: _Last) -> dict[str, object]:
    act, standing = event.act, event.act.standing
    further: dict[str, object] = {"rules": list(event.rules)} if event.rules else {}
    if list(event.cases.values()) not in ([], [case_of(event.subject)]):
        further["cases"] = sorted(event.cases.values())
    return {
        "kind": event.kind,
        "at": moment(act.at),
        "actor.id": pseudonym(act),
        "actor.name": normalise(act.actor.name),
        "actor.role": normalise(standing.title),
        "actor.body": normalise(standing.body_name),
        "actor.capacity": standing.capacity,
        "auth": normalise(dict(act.actor.auth)),
        "subject.ref": normalise(event.subject),
        "subject.version": normalise(event.version),
        "subject.n": head.n + 1,
        "subject.prev": base64.b64encode(head.leaf_hash).decode(),
        "rule": normalise(act.rule),
        "request": normalise(act.actor.request),
        "reason": normalise(act.reason),
        "hist": [pin(entry.row) for entry in event.rows],
        **further,
    }


def _index(log: Log, seq: int, event: Queued, n: int) -> list[IndexRow]:
    person = event.act.actor.user
    return [
        log.index(
            seq=seq,
            case_id=case,
            subject=event.subject,
            n=n if position == 0 else None,
            kind=event.kind,
            at=event.act.at,
            actor_id=person.pk if person else None,
            request=event.act.actor.request,
        )
        for position, case in enumerate(event.cases or [None])
    ]


def _close_tiles(log: Log, seq: int) -> None:
    """Store the hash of every block of 256 that this position completes, level by level."""
    level, done = 1, seq + 1
    while done % merkle.WIDTH == 0:
        done //= merkle.WIDTH
        first = (done - 1) * merkle.WIDTH
        below = _hashes_below(log, level, first)
        log.tiles.objects.insert_many([log.tiles(level=level, idx=done - 1, hash=merkle.fold(below))])
        level += 1


def _hashes_below(log: Log, level: int, first: int) -> list[bytes]:
    block = (first, first + merkle.WIDTH - 1)
    if level == 1:
        rows = log.events.objects.filter(seq__range=block).order_by("seq").values_list("leaf_hash", flat=True)
    else:
        rows = (
            log.tiles.objects.filter(level=level - 1, idx__range=block)
            .order_by("idx")
            .values_list("hash", flat=True)
        )
    return [bytes(row) for row in rows]
