"""Erasing, redacting and opening what the log has committed to. The log itself never changes.

Erasure (UK GDPR art 17; Data Protection Act 2018 s47) and redaction destroy salt and value of named fields: without
the salt nothing can be guessed from the commitment, and old proofs stay valid. Lifting an exemption (Local Government
Act 1972 s100I and Schedule 12A) releases fields, so that residents can check that the text is what was committed then.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import AuditOpening, Case
from commissioning.rules.canonical import moment
from commissioning.rules.refusals import Refusal

Field = tuple[int, str]  # position of the event, name of the field
STRUCTURE = frozenset({"kind", "at", "subject.ref", "subject.n", "subject.prev", "subject.version", "hist"})
KINDS = frozenset({"erase", "redact"})


def erase(
    *,
    fields: Sequence[Field],
    kind: str,
    authority: str,
    ground: str,
    actor: Actor,
    at: datetime,
    case: Case | None = None,
) -> int:
    """Destroy salt and value of these fields; returns the position of the event that orders it.

    Call inside `ledger.transaction()`: the event is flushed here, because the emptied fields name it. After commit the
    erasure goes into the journal outside the database. Raises PermissionDenied, and Refusal without authority and
    ground, for a field that holds the log together, and for one that is not there (any more).
    """
    standing = access.require(actor, "ledger.erase", None, at)
    _check(fields, kind, authority, ground)
    act = Act(actor, standing, at, reason=ground)
    named: list[list[int | str]] = [[seq, name] for seq, name in sorted(set(fields))]
    ledger.append(
        kind,
        act,
        case.reference if case else "log",
        case=case,
        fields={"authority": authority, "ground": ground, "erased": named},
    )
    position = ledger.flush()[-1]
    _empty(named, position)
    line = {"at": moment(at), "event": position, "kind": kind, "authority": authority, "ground": ground}
    transaction.on_commit(partial(write_journal, Path(settings.ERASURE_JOURNAL), line | {"fields": named}))
    return position


def lift_exemption(*, case: Case, fields: Sequence[Field], ground: str, actor: Actor, at: datetime) -> None:
    """Release exempt fields of a case to everybody. Raises Refusal when a field is not exempt or not there."""
    standing = access.require(actor, "ledger.lift", None, at)
    named: list[list[int | str]] = [[seq, name] for seq, name in sorted(set(fields))]
    found = {(o.event_id, o.name) for o in _openings(named) if o.tier == "exempt" and o.salt is not None}
    if not named or found != set(fields):
        raise Refusal(
            "exempt.none",
            "One of these parts is not exempt, or it has been erased. Choose exempt parts only.",
        )
    act = Act(actor, standing, at, reason=ground)
    ledger.append("exempt.lift", act, case.reference, case=case, fields={"ground": ground, "released": named})


def replay(journal: Iterable[str], *, actor: Actor, at: datetime) -> int:
    """After a restore: erase again what the journal says and the backup has brought back; returns how many fields."""
    again: dict[Field, dict[str, str]] = {}
    for line in journal:
        entry = json.loads(line)
        for seq, name in entry["fields"]:
            again[seq, name] = entry
    back = [(o.event_id, o.name) for o in _openings([list(key) for key in again]) if o.salt is not None]
    for kind in sorted({again[key]["kind"] for key in back}):
        keys = [key for key in back if again[key]["kind"] == kind]
        ground = "; ".join(sorted({again[key]["ground"] for key in keys}))
        authority = "; ".join(sorted({again[key]["authority"] for key in keys}))
        with ledger.transaction():
            erase(
                fields=keys,
                kind=kind,
                authority=authority,
                ground=f"After a restore: {ground}",
                actor=actor,
                at=at,
            )
    return len(back)


def write_journal(path: Path, line: dict[str, object]) -> None:
    """Add one line and make sure that it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(json.dumps(line, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _check(fields: Sequence[Field], kind: str, authority: str, ground: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of erasure")
    if not authority.strip() or not ground.strip():
        raise Refusal(
            "erase.ground",
            "Say who ordered the erasure and on which legal ground: both stay in the log.",
            "UK GDPR art 5(2)",
        )
    if any(name in STRUCTURE for _, name in fields):
        raise Refusal(
            "erase.structure", "Kind, time, subject and digests hold the log together and cannot be erased."
        )
    there = {(o.event_id, o.name) for o in _openings([list(field) for field in fields]) if o.salt is not None}
    if not fields or there != set(fields):
        raise Refusal("erase.nothing", "One of these fields does not exist or has already been erased.")


def _openings(named: Sequence[Sequence[int | str]]) -> list[AuditOpening]:
    wanted = {(seq, name) for seq, name in named}
    rows = AuditOpening.objects.filter(
        event_id__in={seq for seq, _ in wanted}, name__in={name for _, name in wanted}
    )
    return [row for row in rows if (row.event_id, row.name) in wanted]


def _empty(named: Sequence[Sequence[int | str]], position: int) -> None:
    """The only change of an opening that the triggers allow."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = %s WHERE seq = %s AND name = %s",
            [[position, *pair] for pair in named],
        )
