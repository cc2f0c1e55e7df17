"""Whether records and log agree and the clock is believed, for the banners that scrutiny members and auditors see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Max, QuerySet

from commissioning.models import AuditIndex, AuditOpening
from commissioning.rules.time_sources import DoubtfulSpan

INTEGRITY, CLOCK = "log/integrity", "log/clock"
ALARM, ANOMALY = "reconcile.alarm", "clock.anomaly"


def integrity_alarm() -> AuditIndex | None:
    """The standing alarm of the reconciliation, or None when its last word was that all is well."""
    newest = AuditIndex.objects.filter(subject=INTEGRITY).order_by("-seq").first()
    return newest if newest is not None and newest.kind == ALARM else None


def standing_alarms() -> tuple[AuditIndex | None, AuditIndex | None]:
    """The standing alarm of the reconciliation and that of the clock; one statement."""
    last = AuditIndex.objects.filter(subject__in=(INTEGRITY, CLOCK)).values("subject").annotate(seq=Max("seq")).values("seq")
    found = {row.kind: row for row in AuditIndex.objects.filter(seq__in=last.order_by(), n__isnull=False)}
    return found.get(ALARM), found.get(ANOMALY)


def clock_alarm() -> AuditIndex | None:
    """The standing alarm of the clock, or None when it is believed."""
    newest = AuditIndex.objects.filter(subject=CLOCK).order_by("-seq").first()
    return newest if newest is not None and newest.kind == ANOMALY else None


def sentence_of(alarm: AuditIndex) -> str:
    """Why the clock is not believed, in words."""
    value = AuditOpening.objects.filter(event_id=alarm.seq, name="finding").values_list("value", flat=True).first()
    return str(value or "")


def clock_openings() -> QuerySet[AuditOpening]:
    """What the log says of the clock, for `spans_of`; a page joins it to its own openings (UNION)."""
    told = AuditIndex.objects.filter(subject=CLOCK).order_by().values("seq")
    return AuditOpening.objects.filter(event_id__in=told, name__in=("kind", "seconds", "since")).order_by()


def spans_of(openings: Iterable[AuditOpening]) -> list[DoubtfulSpan]:
    """Every stretch in which the clock was not believed, in order."""
    told: dict[int, dict[str, Any]] = {}
    for row in openings:
        told.setdefault(row.event_id, {})[row.name] = row.value
    spans: list[DoubtfulSpan] = []
    for seq, values in sorted(told.items()):
        if spans and spans[-1].until is None:
            spans[-1] = replace(spans[-1], until=seq)
        if values["kind"] == ANOMALY:
            spans.append(DoubtfulSpan(values["since"], None, timedelta(seconds=values["seconds"])))
    return spans


def findings_of(alarm: AuditIndex) -> list[str]:
    """What the alarm named, in words for members."""
    value = (
        AuditOpening.objects.filter(event_id=alarm.seq, name="findings")
        .values_list("value", flat=True)
        .first()
    )
    return value if isinstance(value, list) else []
