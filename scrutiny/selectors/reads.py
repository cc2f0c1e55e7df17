"""Who read what is not public in a case, newest first, from the access log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commissioning.models import AccessIndex, AccessOpening, Case
from commissioning.rules.event_kinds import KINDS
from scrutiny.rules.audit_words import Told, told

WHO = {"actor.name", "actor.role", "actor.body"}
STANDARD = {"kind", "at", "actor.id", "actor.capacity", "auth", "reason", "rule", "request", "tiers", "hist"}


@dataclass(frozen=True)
class Reading:
    """One reading: who, in which office, when, what."""

    seq: int
    at: datetime
    label: str
    name: str
    office: str
    body: str
    what: tuple[Told, ...]


def readings_of(case: Case) -> QuerySet[AccessIndex]:
    """Positions of the readings in the case, newest first."""
    return AccessIndex.objects.filter(case=case).order_by("-seq", "pk")


def readings(rows: list[AccessIndex]) -> list[Reading]:
    """The readings of one page; one statement."""
    openings: dict[int, dict[str, object]] = {}
    found = AccessOpening.objects.filter(event_id__in=[row.seq for row in rows]).order_by("event_id", "name")
    for seq, name, value in found.values_list("event_id", "name", "value"):
        openings.setdefault(seq, {})[name] = value
    return [_reading(row, openings.get(row.seq, {})) for row in rows]


def _reading(row: AccessIndex, values: dict[str, object]) -> Reading:
    own = {n: v for n, v in values.items() if n not in WHO | STANDARD and not n.startswith("subject.")}
    return Reading(
        seq=row.seq,
        at=row.at,
        label=KINDS[row.kind].label if row.kind in KINDS else row.kind,
        name=str(values.get("actor.name") or ""),
        office=str(values.get("actor.role") or ""),
        body=str(values.get("actor.body") or ""),
        what=tuple(told(name, value) for name, value in sorted(own.items())),
    )
