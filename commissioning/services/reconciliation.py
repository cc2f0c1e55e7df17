"""Runs the reconciliation and keeps its result in the log: an alarm when records do not agree, one line when they do
again. The newest of these two is what the banner for scrutiny reads."""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import chain, islice
from typing import Any

from commissioning import ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditIndex, AuditOpening
from commissioning.selectors import alarms, document_checks, reconciliation
from commissioning.selectors.ledger_checks import Finding

MOST = 100  # findings that one run looks for
SHOWN = 10  # findings that the event names


def reconcile(at: datetime) -> list[Finding]:
    """Compare rows, history, events and the document store; effects: one alarm event per new set of findings, one event
    when all is well again, none while nothing has changed.

    Of the store one part is read whole (see `document_checks`), and every document that the standing alarm names.
    """
    standing = alarms.integrity_alarm()
    again = _told(standing, "documents") or []
    faults = dict(islice(document_checks.faults(document_checks.part_at(at), again), MOST))
    found = list(islice(chain(reconciliation.findings(), faults.values()), MOST))
    words = [str(finding) for finding in found]
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    if found and (standing is None or _told(standing, "digest") != digest):
        _tell(
            "reconcile.alarm", at,
            {"findings": words[:SHOWN], "count": len(words), "digest": digest, "documents": list(faults)},
        )  # fmt: skip
    elif not found and standing is not None:
        _tell("reconcile.clear", at, {"alarm": standing.seq})
    return found


def _told(alarm: AuditIndex | None, name: str) -> Any:
    """What the standing alarm says under this name; None without one."""
    if alarm is None:
        return None
    return AuditOpening.objects.filter(event_id=alarm.seq, name=name).values_list("value", flat=True).first()


def _tell(kind: str, at: datetime, fields: dict[str, object]) -> None:
    act = Act(Actor.system("reconcile"), Standing(capacity="system"), at)
    with ledger.recording():
        ledger.append(kind, act, alarms.INTEGRITY, fields=fields, tier="member")
