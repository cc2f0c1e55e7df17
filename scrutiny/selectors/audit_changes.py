"""What changed with an event, field by field and text by text, from the rows that the event has pinned.

History rows are compared with the row before them, saves of a draft with the save before, versions of a proposal with
the version before. Short values stand beside each other; texts come as a redline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CharField, ForeignKey, Model, Value
from django.db.models.functions import Cast

from commissioning.models import Body, Case, DraftSave, Office, Organisation, ProposalVersion, User
from commissioning.rules.event_kinds import KINDS
from commissioning.rules.redline import Piece, redline
from commissioning.rules.sections import TITLES
from scrutiny.rules.audit_words import told, words
from scrutiny.rules.version_changes import compare_versions

BOOKKEEPING = {"id", "history_id", "history_date", "history_type", "history_user", "history_change_reason",
               "history_office", "history_body", "history_capacity", "history_request"}  # fmt: skip
NAMES = {User: "name", Office: "title", Body: "name", Organisation: "name", Case: "reference"}
TEXT = 60  # characters from which a value reads better as a redline than as two cells

Pin = tuple[str, object]  # label of the model, key
Pair = tuple[Any, Any]  # a history row, and the row before it or None; their models are simple-history's own


@dataclass(frozen=True)
class Change:
    """One field of one record: before and after, in words; a text with its redline."""

    record: str
    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = field(default=())


def changes_of(pins: Iterable[Pin]) -> dict[Pin, list[Change]]:
    """The changes behind each pinned row; a statement or two for every kind of record, whatever the number of rows."""
    by_model: dict[str, list[Any]] = {}
    for model, pk in pins:
        by_model.setdefault(model, []).append(pk)
    pairs = _history(by_model)
    names = _names(pairs.values())
    found = {pin: _changes(pair, names) for pin, pair in pairs.items()}
    found.update(_drafts(by_model.get(DraftSave._meta.label_lower, [])))
    found.update(_versions(by_model.get(ProposalVersion._meta.label_lower, [])))
    return found


def _drafts(keys: list[Any]) -> Iterator[tuple[Pin, list[Change]]]:
    """Each save of a part of a draft against the save before it."""
    saves = list(DraftSave.objects.filter(pk__in=keys))
    earlier = DraftSave.objects.filter(
        case__in={one.case_id for one in saves}, part__in={one.part for one in saves}
    )
    before = {(one.case_id, one.part, one.revision): one for one in earlier} if saves else {}
    for save in saves:
        last = before.get((save.case_id, save.part, save.revision - 1))
        yield (DraftSave._meta.label_lower, save.pk), _marked("Draft", _part(save.part), last, save)


def _part(part: str) -> str:
    """"proposal/SUMMARY" as people call it."""
    _, _, code = part.partition("/")
    return TITLES.get(code, code.replace("_", " ").capitalize())


def _marked(record: str, name: str, before: DraftSave | None, after: DraftSave) -> list[Change]:
    old, new = (_text(one.content) if one else "" for one in (before, after))
    return [Change(record, name, old, new, redline(old, new))] if old != new else []


def _text(content: object) -> str:
    if isinstance(content, dict) and set(content) == {"text"}:
        return str(content["text"])
    return "\n".join(told("content", content).lines)


def _versions(keys: list[Any]) -> Iterator[tuple[Pin, list[Change]]]:
    """Each version of a proposal against the version before it, section by section."""
    versions = list(ProposalVersion.objects.filter(pk__in=keys))
    others = ProposalVersion.objects.filter(case__in={one.case_id for one in versions})
    before = {(one.case_id, one.number): one for one in others} if versions else {}
    for version in versions:
        last = before.get((version.case_id, version.number - 1))
        parts = compare_versions(last.content, version.content) if last else []
        yield (ProposalVersion._meta.label_lower, version.pk), [
            Change("Proposal", part.title, "", "", part.pieces) for part in parts if part.is_changed
        ]


def _history(by_model: dict[str, list[Any]]) -> dict[Pin, Pair]:
    """Each pinned history row with the row before it; one statement per model."""
    found: dict[Pin, Pair] = {}
    for label, keys in by_model.items():
        model = apps.get_model(label)
        if not hasattr(model, "tracked_fields"):
            continue
        pinned, before = set(keys), dict[int, Any]()
        for row in model.objects.filter(id__in=model.objects.filter(history_id__in=keys).values("id")).order_by("history_id"):
            if row.history_id in pinned:
                found[(label, row.history_id)] = (row, before.get(row.id))
            before[row.id] = row
    return found


def _points_to(column: Any) -> type[Model] | None:
    """The model that a column of a history row points to."""
    return column.related_model if isinstance(column, ForeignKey) else None


def _names(pairs: Iterable[Pair]) -> dict[tuple[Any, int], str]:
    """What the rows that others point to are called: one statement; only models that people know by name."""
    wanted: dict[type[Model], set[int]] = {}
    for row, before in pairs:
        for column in row._meta.concrete_fields:
            model = _points_to(column)
            if model in NAMES and column.name not in BOOKKEEPING:
                keys = {getattr(one, column.attname) for one in (row, before) if one is not None}
                wanted.setdefault(model, set()).update(keys - {None})
    parts = [
        model._base_manager.filter(pk__in=keys)
        .order_by()
        .values_list(Value(model._meta.label, output_field=CharField()), "pk", Cast(NAMES[model], CharField()))
        for model, keys in wanted.items()
        if keys
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    return {(apps.get_model(label), pk): name for label, pk, name in rows}


def _changes(pair: Pair, names: dict[tuple[Any, int], str]) -> list[Change]:
    row, before = pair
    record = row.instance_type._meta.verbose_name.capitalize()
    changes = []
    for column in row._meta.concrete_fields:
        if column.name in BOOKKEEPING | getattr(row.instance_type, "restricted", frozenset()) or (_points_to(column) and _points_to(column) not in NAMES):
            continue
        old, new = (_shown(one, column, names) for one in (before, row))
        if new != old:
            is_text = before is not None and min(len(old), len(new)) >= TEXT
            pieces = redline(old, new) if is_text else ()
            changes.append(Change(record, column.verbose_name.capitalize(), old, new, pieces))
    return changes


def _shown(row: Any, column: Any, names: dict[tuple[Any, int], str]) -> str:
    """One field of one history row in words; empty where there was none."""
    if row is None:
        return ""
    value = getattr(row, column.attname)
    model = _points_to(column)
    if column.name == "kind" and value in KINDS:  # a duty is called as the act that it waits for
        return KINDS[value].label
    return names.get((model, value), "") if model else words(value, column.name)
