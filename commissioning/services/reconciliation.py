"""Runs the reconciliation and keeps its result in the log: an alarm when records do not agree, one line when they do
again. The newest of these two is what the banner for scrutiny reads."""

from __future__ import annotations

import hashlib
from datetime import datetime
from itertools import islice

from commissioning import ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditOpening
from commissioning.selectors import alarms, reconciliation
from commissioning.selectors.ledger_checks import Finding

MOST = 100  # findings that one run looks for
SHOWN = 10  # findings that the event names


def reconcile(at: datetime) -> list[Finding]:
    """Compare rows, history and events; effects: one alarm event per new set of findings, one event when all is well
    again, none while nothing has changed."""
    found = list(islice(reconciliation.findings(), MOST))
    words = [str(finding) for finding in found]
    digest = hashlib.sha256("\n".join(words).encode()).hexdigest()
    standing = alarms.integrity_alarm()
    if found and (standing is None or _digest_of(standing.seq) != digest):
        _tell("reconcile.alarm", at, {"findings": words[:SHOWN], "count": len(words), "digest": digest})
    elif not found and standing is not None:
        _tell("reconcile.clear", at, {"alarm": standing.seq})
    return found


def _digest_of(seq: int) -> object:
    return AuditOpening.objects.filter(event_id=seq, name="digest").values_list("value", flat=True).first()


def _tell(kind: str, at: datetime, fields: dict[str, object]) -> None:
    act = Act(Actor.system("reconcile"), Standing(capacity="system"), at)
    with ledger.recording():
        ledger.append(kind, act, alarms.INTEGRITY, fields=fields, tier="member")
