"""Whether the records and the log agree, for the banner that scrutiny members and auditors see."""

from __future__ import annotations

from commissioning.models import AuditIndex, AuditOpening

INTEGRITY = "log/integrity"
ALARM = "reconcile.alarm"


def integrity_alarm() -> AuditIndex | None:
    """The standing alarm of the reconciliation, or None when its last word was that all is well."""
    newest = AuditIndex.objects.filter(subject=INTEGRITY).order_by("-seq").first()
    return newest if newest is not None and newest.kind == ALARM else None


def findings_of(alarm: AuditIndex) -> list[str]:
    """What the alarm named, in words for members."""
    value = (
        AuditOpening.objects.filter(event_id=alarm.seq, name="findings")
        .values_list("value", flat=True)
        .first()
    )
    return value if isinstance(value, list) else []
