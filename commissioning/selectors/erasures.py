"""Where the words of an erasure stand, and which rows earlier erasures have emptied.

One answer for the page that shows beforehand what goes, for the service that does it, and for the checks that compare
rows with events afterwards.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, cast
from urllib.parse import unquote_plus

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from commissioning import documents
from commissioning.ledger_writer import STANDARD
from commissioning.models import (
    LOG1,
    AccessOpening,
    AuditIndex,
    AuditOpening,
    BankHoliday,
    Body,
    Case,
    ConstitutionVersion,
    Document,
    DocumentErasure,
    Log,
    Office,
    Organisation,
    User,
)
from commissioning.models.append_only import words_in
from commissioning.models.base import Frozen, HistoryBase, Tracked
from commissioning.models.digests import row_digest
from commissioning.models.ledger_rows import LedgerRow
from commissioning.rules.commitments import commitment, read_leaf
from commissioning.rules.erased_words import EVERYWHERE, Emptied, Words, digest_now, is_marked
from commissioning.selectors.disclosures import ORDERS, STRUCTURE, WHOLE, Field, documents_with, openings

Rows = Mapping[tuple[str, object], Sequence[Emptied]]  # model and key of a row, and what erasures say of it
STAYING = (User, Organisation, Body, Office, ConstitutionVersion, BankHoliday)  # directory and law
PLUMBING = {"auth", "contenttypes", "guardian", "mfa", "account", "sessions", "usersessions"}  # tables of others that hold no texts
UNSOUGHT = frozenset(STANDARD) - {"reason"}  # who acted, how and where: what the event is, not what it says


@dataclass(frozen=True)
class Change:
    """A row that loses words: its columns with what is left in them."""

    row: Model
    values: dict[str, Any]

    @property
    def emptied(self) -> list[object]:
        """How the event names it: model, key, columns, digest before and after."""
        after = copy.copy(self.row)
        for name, value in self.values.items():
            setattr(after, name, value)
        names: list[object] = [*sorted(self.values)]
        return [self.row._meta.label_lower, self.row.pk, names, row_digest(self.row), row_digest(after)]


    @property
    def case(self) -> str:
        """The reference of the case that the row belongs to, by itself or by a row it points to; empty where none is."""
        if isinstance(self.row, Case) or getattr(self.row, "instance_type", None) is Case:
            return str(getattr(self.row, "reference", ""))
        links = [f for f in self.row._meta.concrete_fields if f.is_relation and f.related_model is not None]
        for f in sorted(links, key=lambda f: f.related_model is not Case):
            near = getattr(self.row, f.name, None)
            found = near if isinstance(near, Case) else getattr(near, "case", None)
            if isinstance(found, Case):
                return found.reference
        return ""


@dataclass
class Plan:
    """Everything that one erasure takes away, and what it leaves although it says the same."""

    fields: list[Field]
    rows: list[Change] = field(default_factory=list)  # written once, and history
    records: list[Change] = field(default_factory=list)  # that change, with a history of their own
    others: list[Change] = field(default_factory=list)  # drafts in the making, mail, tasks
    sessions: dict[str, list[str]] = field(default_factory=dict)  # what somebody had typed: session, its entries
    papers: list[Document] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


def emptied_rows(log: Log = LOG1) -> Rows:
    """What the erasures of a log say of rows, by row; nothing is ever erased from the access log. Only what an event has
    committed to counts: rows that somebody put beside the log say nothing here."""
    if log is not LOG1:
        return {}
    orders = AuditIndex.objects.filter(kind__in=ORDERS, n__isnull=False).values("seq")
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in AuditOpening.objects.filter(event__in=orders, name__in=("kind", "rows")).select_related("event"):
        if one.salt and commitment(bytes(one.salt), one.name, one.value) in read_leaf(bytes(one.event.leaf))[2]:
            told[one.event_id][one.name] = one.value
    found: dict[tuple[str, object], list[Emptied]] = defaultdict(list)
    for seq, values in sorted(told.items()):
        for label, key, names, before, after in values.get("rows") or [] if values.get("kind") in ORDERS else []:
            found[label, key].append(Emptied(seq, tuple(names), before, after))
    return found


def row_is_as_written(row: Model, seq: int, digest: str, erased: Rows) -> bool:
    """Whether a row is what its event says, or what later erasures have left of that."""
    digest, names = digest_now(seq, digest, erased.get((row._meta.label_lower, row.pk), ()))
    return row_digest(row) == digest and all(is_marked(getattr(row, name, None)) for name in names)


def plan(fields: Sequence[Field], scope: str = EVERYWHERE, papers: Iterable[str] = ()) -> Plan:
    """What goes with these fields. Two or three statements for each table that holds words; nothing is changed."""
    spoken = [one for one in openings(fields) if one.name not in UNSOUGHT]
    own = _own_rows({one.event_id for one in spoken})
    first = Words.of([one.value for one in spoken], scope)
    long = [text for row in own.values() for f in words_in(type(row)) for text in first.long_texts(_value(row, f.attname))]
    stored = [documents.path_of(sha256) for sha256 in _text_digests(first)]
    long += [path.read_text(errors="replace") for path in stored if path.exists()]
    words = Words.of([one.value for one in spoken], scope, _known(), long)
    found = Plan(sorted({*fields, *_other_fields(words)}))
    for change in _changes(words, own):
        _shelf(found, change.row).append(change)
    found.sessions = dict(_sessions(words))
    found.papers = _papers(fields, found, words, set(papers))
    found.stays = list(_staying(words, [one.name for one in openings(fields)]))
    return found


def _shelf(found: Plan, row: Model) -> list[Change]:
    if isinstance(row, Frozen | HistoryBase):
        return found.rows
    return found.records if isinstance(row, Tracked) else found.others


def _own_rows(seqs: Iterable[int]) -> dict[tuple[str, object], Model]:
    """The rows that events wrote; for a row of history also the rest of it, and the record itself."""
    wanted: dict[str, set[object]] = defaultdict(set)
    for value in AuditOpening.objects.filter(event_id__in=set(seqs), name="hist").values_list("value", flat=True):
        for label, key, _ in value or []:
            wanted[label].add(key)
    rows: list[Model] = []
    for label, keys in wanted.items():
        model: Any = apps.get_model(label)
        some = list(model._base_manager.filter(pk__in=keys))
        rows += some
        if issubclass(model, HistoryBase):
            records = {row.id for row in some}
            rows += [*model._base_manager.filter(id__in=records), *model.instance_type._base_manager.filter(pk__in=records)]
    return {(row._meta.label_lower, row.pk): row for row in rows if _is_searched(type(row))}


def _changes(words: Words, own: Mapping[tuple[str, object], Model]) -> Iterator[Change]:
    """Every row that loses something, by table and key."""
    for model in sorted(filter(_is_searched, apps.get_models(include_auto_created=True)), key=lambda m: m._meta.label):
        label = model._meta.label_lower
        mine = {key: row for (name, key), row in own.items() if name == label}
        rows = {row.pk: row for row in _candidates(model, words)} | mine
        for key in sorted(rows):
            row = rows[key]
            values = {
                f.attname: left
                for f in _columns(model)
                if (left := words.rid_value(_value(row, f.attname), own=key in mine)) != _value(row, f.attname)
            }
            if values:
                yield Change(row, _fitting(model, values))


def _candidates(model: type[Model], words: Words) -> Iterable[Model]:
    """Rows whose texts may hold one of the phrases."""
    columns = _columns(model)
    if not columns or not words.phrases:
        return ()
    rows, asked = model._base_manager.order_by("pk"), []
    for position, f in enumerate(columns):
        name = f.attname
        if isinstance(f, JSONField):
            name = f"spelled_{position}"
            rows = rows.alias(**{name: Cast(f.attname, TextField())})
        asked += [Q(**{f"{name}__contains": part}) for part in words.fragments]
    return rows.filter(reduce(or_, asked)) if "" not in words.fragments else rows


def _is_searched(model: type[Model]) -> bool:
    return bool(_columns(model)) and model._meta.managed and not model._meta.proxy


def _columns(model: type[Model]) -> list[Any]:
    """Columns of a table in which words are looked for."""
    if issubclass(model, (LedgerRow, DocumentErasure, *STAYING)) or model._meta.app_label in PLUMBING:
        return []
    found = words_in(model)
    if issubclass(model, HistoryBase) and issubclass(cast(Any, model).instance_type, STAYING):
        return [f for f in found if f.name == "history_change_reason"]
    return found


def _value(row: Model, name: str) -> Any:
    return getattr(row, name)


def _fitting(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    """A text that would no longer fit its column goes as a whole."""
    sizes = {f.attname: f.max_length for f in _columns(model)}
    for name, value in values.items():
        longest = sizes[name]
        if longest and isinstance(value, str) and len(value) > longest:
            values[name] = Words(own=frozenset({value.strip()})).rid(value, own=True)
    return values


def _text_digests(words: Words) -> set[str]:
    """Digests of the event that are those of stored texts."""
    found = Document.objects.filter(sha256__in=words.digests, media__startswith="text/")
    return set(found.values_list("sha256", flat=True)) if words.digests else set()


def _known() -> list[str]:
    """Names that many records carry, and that are nobody's words."""
    lists = (
        User.objects.values_list("name"), Office.objects.values_list("title", "portfolio", "party"),
        Body.objects.values_list("name"), Organisation.objects.values_list("name", "short"),
    )  # fmt: skip
    return [name for rows in lists for row in rows for name in row]


def _spelled(words: Words, names: str = "value") -> Q:
    return reduce(or_, [Q(**{f"{names}__contains": part}) for part in sorted(words.fragments)], Q())


def _saying(model: type[AuditOpening] | type[AccessOpening], words: Words) -> list[Any]:
    """Openings that hold one of the phrases; what holds the log together and who acted are not asked."""
    if not words.phrases:
        return []
    rows = model.objects.filter(salt__isnull=False).exclude(name__in=STRUCTURE | UNSOUGHT)
    rows = rows.alias(spelled=Cast("value", TextField())).filter(_spelled(words, "spelled")).order_by("event_id", "name")
    return [one for one in rows if words.stand_in(one.value)]


def _other_fields(words: Words) -> Iterator[Field]:
    found = _saying(AuditOpening, words)
    whole = _orders(found)
    return ((one.event_id, one.name) for one in found if one.event_id not in whole)


def _orders(found: Sequence[Any]) -> set[int]:
    """Events among these that say who ordered an erasure or opened something; they stay whole."""
    seqs = {one.event_id for one in found}
    return set(AuditIndex.objects.filter(seq__in=seqs, kind__in=WHOLE).values_list("seq", flat=True))


def _sessions(words: Words) -> Iterator[tuple[str, list[str]]]:
    """What people had typed and not yet sent."""
    if not words.phrases:
        return
    for session in Session.objects.iterator(chunk_size=500):
        entries = [
            name for name, value in session.get_decoded().items()
            if words.stand_in(value) or (isinstance(value, dict) and words.stand_in([unquote_plus(str(v)) for v in value.values()]))
        ]  # fmt: skip
        if entries:
            yield session.session_key, entries


def _papers(fields: Sequence[Field], found: Plan, words: Words, digests: set[str]) -> list[Document]:
    """Documents that go: named by a field or by digest, copies of the trail, renderings of rows that lose words, and
    stored texts that hold the words."""
    keys = {one.pk for one in documents_with(fields, found.fields)}
    emptied: dict[type[Model], set[object]] = defaultdict(set)
    for change in (*found.rows, *found.records):
        emptied[type(change.row)].add(change.row.pk)
    for model in apps.get_models():
        links = [f for f in model._meta.concrete_fields if f.is_relation and issubclass(model, Frozen)]
        to = next((f.attname for f in links if f.related_model is Document), None)
        for f in links:
            if to and (pks := emptied.get(cast(type[Model], f.related_model))):
                keys |= set(model._base_manager.filter(**{f"{f.attname}__in": pks}).values_list(to, flat=True))
    for paper in Document.objects.filter(media__startswith="text/") if words.phrases else ():
        path = documents.path_of(paper.sha256)
        if path.exists() and words.stand_in(path.read_text(errors="replace")):
            keys.add(paper.pk)
    gone = DocumentErasure.objects.values("sha256")
    rows = Document.objects.filter(Q(pk__in=keys) | Q(sha256__in=digests)).exclude(sha256__in=gone)
    return list({one.sha256: one for one in rows.order_by("pk")}.values())


def _staying(words: Words, names: Iterable[str]) -> Iterator[str]:
    """What goes on saying the same, in words for whoever erases."""
    if any(name.startswith("actor.") for name in names):
        yield "The name and office of whoever acted, in accounts, in the list of offices and in records."
    said = [text for text in _known() if text.strip() in words.own]
    if said:
        yield f"Names of offices, bodies and accounts wherever other records carry them: {', '.join(sorted(set(said)))}."
    orders = sorted(_orders(_saying(AuditOpening, words)))
    if orders:
        yield f"Earlier orders to erase or to open, which repeat the words: events {', '.join(map(str, orders))}."
    if _saying(AccessOpening, words):
        yield "The log of who has read what, which repeats the words."
    laws = [one for one in ConstitutionVersion.objects.all() if words.phrases and words.stand_in(one.text)]
    for one in laws:
        yield f"The constitution, {one.version}, which says the same."
