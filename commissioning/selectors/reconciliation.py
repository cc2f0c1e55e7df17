"""Compares what the tables say now with their history and with the events: row = newest history row = newest event.

Finds what went past `save_as` (raw SQL, an import, a repaired backup): a row that differs from its newest history row,
a history or insert-only row that no event pins or that differs from its digest, a vote without exactly one event that
casts it, such an event without its vote, a number missing from a subject's events, a trigger that no longer guards its
table. Reads every row once; on a large log run it at night, and `ledger_verify` for the log itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Count, Max, Min, Model

from commissioning.models import AuditIndex, AuditOpening, append_only
from commissioning.models.base import Frozen, HistoryBase, Tracked
from commissioning.rules.event_kinds import MADE_BY
from commissioning.selectors.erasures import Rows, emptied_rows, row_is_as_written
from commissioning.selectors.ledger_checks import Finding

Pins = dict[str, dict[object, list[tuple[int, str]]]]  # model label: key: positions and digests, in order


def findings() -> Iterator[Finding]:
    """Everything that does not agree, by model."""
    pins, emptied = _pins(), emptied_rows()
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        if issubclass(model, Tracked):
            yield from _rows_against_history(model)
        elif issubclass(model, Frozen | HistoryBase):
            newest = {key: found[-1] for key, found in pins.get(model._meta.label_lower, {}).items()}
            yield from _rows_against_events(model, newest, emptied)
    for guard in append_only.missing(connection):
        yield Finding(None, f"The guard {guard} is missing, switched off or lets changes pass.")
    for label, kind in MADE_BY.items():
        yield from _each_by_one_event(label, kind, pins.get(label, {}))
    yield from _gaps()


def _rows_against_history(model: type[Tracked]) -> Iterator[Finding]:
    """Each current row against the history row with the highest number; rows whose history says they are gone."""
    past = model.history.model
    newest = past.objects.values("id").annotate(newest=Max("history_id")).values("newest")
    names = [field.attname for field in past.tracked_fields]
    told = {row.id: row for row in past.objects.filter(history_id__in=newest).order_by()}
    for row in model._base_manager.order_by("pk").iterator(chunk_size=1000):
        last = told.pop(row.pk, None)
        name = _called(row)
        if last is None or last.history_type == "-":
            yield Finding(None, f"{name} has no history.")
            continue
        wrong = [field for field in names if getattr(row, field) != getattr(last, field)]
        if wrong:
            yield Finding(None, f"{name} differs from its newest history in {', '.join(wrong)}.")
    for key, last in told.items():
        if last.history_type != "-":
            yield Finding(None, f"{model._meta.verbose_name} {key} is gone, and its history does not say so.")


def _called(row: Model) -> str:
    """A record by its public reference where it has one: members read this; anything else by its key."""
    reference = None if isinstance(row, HistoryBase) else getattr(row, "reference", None)
    return f"{row._meta.verbose_name} {reference or row.pk}"


def _rows_against_events(
    model: type[Model], pinned: dict[object, tuple[int, str]], emptied: Rows
) -> Iterator[Finding]:
    """Each history or insert-only row against the event that pins it, and the erasures that have emptied it since."""
    for row in model._base_manager.order_by("pk").iterator(chunk_size=1000):
        seq, digest = pinned.pop(row.pk, (0, None))
        name = _called(row)
        if digest is None:
            yield Finding(None, f"No event covers {name}.")
        elif not row_is_as_written(row, seq, digest, emptied):
            yield Finding(seq, f"{name} has been changed since.")
    for key, (seq, _) in pinned.items():
        yield Finding(seq, f"{model._meta.verbose_name} {key} is gone.")


def _pins() -> Pins:
    found: Pins = defaultdict(lambda: defaultdict(list))
    rows = AuditOpening.objects.filter(name="hist").order_by("event_id").values_list("event_id", "value")
    for seq, value in rows.iterator(chunk_size=2000):
        for label, key, digest in value or []:
            found[label][key].append((seq, digest))
    return found


def _each_by_one_event(label: str, kind: str, pins: dict[object, list[tuple[int, str]]]) -> Iterator[Finding]:
    """Records that are made by one event of one kind each, against the events of that kind."""
    name = apps.get_model(label)._meta.verbose_name
    events = set(AuditIndex.objects.filter(kind=kind, n__isnull=False).values_list("seq", flat=True))
    for key, found in pins.items():
        by = [seq for seq, _ in found if seq in events]
        if len(by) != 1:
            how = "no event makes" if not by else f"the events {', '.join(map(str, by))} all make"
            yield Finding(found[0][0], f"{how} {name} {key}.")
    made = Counter(seq for found in pins.values() for seq, _ in found)
    for seq in sorted(events):
        if made[seq] != 1:
            yield Finding(seq, f"it is kept with {made[seq]} rows of {name}, and makes one.")


def _gaps() -> Iterator[Finding]:
    """Subjects whose events are not numbered 1, 2, 3 without gap."""
    counted = AuditIndex.objects.filter(n__isnull=False).values("subject").order_by("subject")
    for row in counted.annotate(count=Count("n"), first=Min("n"), last=Max("n")):
        if row["first"] != 1 or row["last"] != row["count"]:
            yield Finding(None, f"The events of {row['subject']} are not numbered without gap.")
