"""Watches the sources of time and keeps the verdict in the log: an alarm when the clock cannot be believed, one line
when it can again."""

from __future__ import annotations

from datetime import datetime, timedelta

from commissioning import ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditIndex, AuditOpening
from commissioning.rules.time_sources import Doubt, Reading, doubt
from commissioning.selectors import alarms

REPEAT = timedelta(minutes=1)  # a doubt that has grown by more is told again


class Watch:
    """What one process has seen of the clocks; the tick asks it before it fires anything."""

    def __init__(self) -> None:
        self._believed: Reading | None = None
        self._since: int | None = None

    def look(self, now: Reading, at: datetime) -> timedelta:
        """Compare; effects: an event when the verdict changes. Returns by how much the clock may be fast, so that
        nothing that waits for a deadline is done early."""
        seq, newest = _newest()
        found = doubt(now, self._believed, product=at, newest=newest)
        if found is None:
            self._believed, self._since = now, seq + 1
        _keep(found, at, seq + 1 if self._since is None else self._since)
        return found.ahead if found else timedelta(0)


def _newest() -> tuple[int, datetime | None]:
    """Position and moment of the newest event. What the watch itself wrote carries no moment that counts."""
    rows = AuditIndex.objects.order_by("-seq")
    seq = rows.values_list("seq", flat=True).first()
    at = rows.exclude(subject=alarms.CLOCK).values_list("at", flat=True).first()
    return (-1 if seq is None else seq), at


def _keep(found: Doubt | None, at: datetime, since: int) -> None:
    standing = alarms.clock_alarm()
    if found is None:
        if standing is not None:
            _tell("clock.steady", at, {"alarm": standing.seq})
    elif standing is None or _is_worse(found, standing):
        told = {"finding": found.sentence, "doubt": found.what, "seconds": found.seconds, "since": since}
        _tell("clock.anomaly", at, told)


def _is_worse(found: Doubt, standing: AuditIndex) -> bool:
    rows = AuditOpening.objects.filter(event_id=standing.seq, name__in=("doubt", "seconds"))
    told = dict(rows.values_list("name", "value"))
    return found.what != told["doubt"] or abs(found.by) - timedelta(seconds=abs(told["seconds"])) > REPEAT


def _tell(kind: str, at: datetime, fields: dict[str, object]) -> None:
    act = Act(Actor.system("clock"), Standing(capacity="system"), at)
    with ledger.recording():
        ledger.append(kind, act, alarms.CLOCK, fields=fields)
