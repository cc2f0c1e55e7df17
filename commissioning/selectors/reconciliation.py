"""Compares what the tables say now with their history and with the events: row = newest history row = newest event.

Finds what went past `save_as` (raw SQL, an import, a repaired backup): a row that differs from its newest history row,
a history or insert-only row that no event pins or that differs from its digest, a number missing from a subject's
events. Reads every row once; on a large log run it at night, and `ledger_verify` for the log itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Count, Max, Min, Model

from commissioning.models import AuditIndex, AuditOpening
from commissioning.models.base import Frozen, HistoryBase, Tracked
from commissioning.models.digests import row_digest
from commissioning.selectors.ledger_checks import Finding

Pins = dict[str, dict[object, tuple[int, str]]]  # model label: key: position and digest


def findings() -> Iterator[Finding]:
    """Everything that does not agree, by model."""
    pins = _pins()
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        if issubclass(model, Tracked):
            yield from _rows_against_history(model)
        elif issubclass(model, Frozen | HistoryBase):
            yield from _rows_against_events(model, pins.get(model._meta.label_lower, {}))
    yield from _gaps()


def _rows_against_history(model: type[Tracked]) -> Iterator[Finding]:
    """Each current row against the history row with the highest number; rows whose history says they are gone."""
    past = model.history.model
    newest = past.objects.values("id").annotate(newest=Max("history_id")).values("newest")
    names = [field.attname for field in past.tracked_fields]
    told = {row.id: row for row in past.objects.filter(history_id__in=newest).order_by()}
    for row in model._base_manager.order_by("pk").iterator(chunk_size=1000):
        last = told.pop(row.pk, None)
        name = f"{model._meta.verbose_name} {row.pk}"
        if last is None or last.history_type == "-":
            yield Finding(None, f"{name} has no history.")
            continue
        wrong = [field for field in names if getattr(row, field) != getattr(last, field)]
        if wrong:
            yield Finding(None, f"{name} differs from its newest history in {', '.join(wrong)}.")
    for key, last in told.items():
        if last.history_type != "-":
            yield Finding(None, f"{model._meta.verbose_name} {key} is gone, and its history does not say so.")


def _rows_against_events(model: type[Model], pinned: dict[object, tuple[int, str]]) -> Iterator[Finding]:
    """Each history or insert-only row against the event that pins it."""
    for row in model._base_manager.order_by("pk").iterator(chunk_size=1000):
        seq, digest = pinned.pop(row.pk, (None, None))
        name = f"{model._meta.verbose_name} {row.pk}"
        if digest is None:
            yield Finding(None, f"No event covers {name}.")
        elif row_digest(row) != digest:
            yield Finding(seq, f"{name} has been changed since.")
    for key, (seq, _) in pinned.items():
        yield Finding(seq, f"{model._meta.verbose_name} {key} is gone.")


def _pins() -> Pins:
    found: Pins = defaultdict(dict)
    rows = AuditOpening.objects.filter(name="hist").order_by("event_id").values_list("event_id", "value")
    for seq, value in rows.iterator(chunk_size=2000):
        for label, key, digest in value or []:
            found[label][key] = (seq, digest)
    return found


def _gaps() -> Iterator[Finding]:
    """Subjects whose events are not numbered 1, 2, 3 without gap."""
    counted = AuditIndex.objects.filter(n__isnull=False).values("subject").order_by("subject")
    for row in counted.annotate(count=Count("n"), first=Min("n"), last=Max("n")):
        if row["first"] != 1 or row["last"] != row["count"]:
            yield Finding(None, f"The events of {row['subject']} are not numbered without gap.")
