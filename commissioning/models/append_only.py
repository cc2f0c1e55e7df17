"""Database triggers that hold rows for ever, on SQLite and PostgreSQL alike.

Python refuses first (see `base`); these refuse raw SQL, imports and mistakes. They do not stop a database owner, who
can switch triggers off: that is what checkpoints held elsewhere are for. Refusals arrive as `IntegrityError`.

Frozen are: every `Frozen` model, every history table, the ledger's own tables. Three exceptions: an opening may be
emptied by an erasure that names it, a key may be closed, and the newest event, when it is an erasure, may put its mark
in place of words in the rows and columns that it names (see `rules.erased_words`): nothing is added, and every other
column stays. New events go only to the next free position, which on SQLite is also what stops INSERT OR REPLACE.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from commissioning.models.base import Frozen, HistoryBase
from commissioning.models.ledger import LOGS
from commissioning.models.ledger_rows import LedgerRow
from commissioning.rules.erased_words import MARK

ERASABLE = "audit_opening"  # nothing is ever erased from the access log
CLOSABLE = {log.keys._meta.db_table for log in LOGS}
EVENTS = [log.events._meta.db_table for log in LOGS]

_SQLITE_ERASED = """NEW.id IS OLD.id AND NEW.seq IS OLD.seq AND NEW.name IS OLD.name AND NEW.tier IS OLD.tier
 AND OLD.salt IS NOT NULL AND NEW.salt IS NULL AND NEW.value IS NULL AND OLD.erased_by IS NULL
 AND EXISTS (SELECT 1 FROM audit_opening o WHERE o.seq = NEW.erased_by AND o.name = 'kind'
 AND o.value IN ('"erase"', '"redact"'))
 AND EXISTS (SELECT 1 FROM audit_opening o, json_each(o.value) j WHERE o.seq = NEW.erased_by AND o.name = 'erased'
 AND CASE WHEN j.type = 'array' THEN json_extract(j.value, '$[0]') = NEW.seq AND json_extract(j.value, '$[1]') = NEW.name END)"""
_POSTGRES_ERASED = """NEW.id = OLD.id AND NEW.seq = OLD.seq AND NEW.name = OLD.name AND NEW.tier = OLD.tier
 AND OLD.salt IS NOT NULL AND NEW.salt IS NULL AND NEW.value IS NULL AND OLD.erased_by IS NULL
 AND EXISTS (SELECT 1 FROM audit_opening o WHERE o.seq = NEW.erased_by AND o.name = 'kind'
 AND o.value #>> '{}' IN ('erase', 'redact'))
 AND EXISTS (SELECT 1 FROM audit_opening o WHERE o.seq = NEW.erased_by AND o.name = 'erased'
 AND CASE WHEN jsonb_typeof(o.value) = 'array' THEN EXISTS (SELECT 1 FROM jsonb_array_elements(o.value) j
 WHERE j.value = jsonb_build_array(NEW.seq, NEW.name)) END)"""
# A row's words: what an erasure left is what was there, with stretches replaced by the mark. Each mark is a joker in a
# pattern of the rest. In JSON the same holds for each text, and everything else is as it was.
_GAP = f"[[]{MARK[1:]}"  # the mark, as the pattern spells it at first
_SQLITE_LEFT = (
    f"{{old}} GLOB replace(replace(replace(replace({{new}}, '[', '[[]'), '*', '[*]'), '?', '[?]'), '{_GAP}', '*')"
)
_SQLITE_TREE = """(SELECT row_number() OVER () k, fullkey p, type t, atom a FROM json_tree({row}."{column}"))"""
_SQLITE_LEFT_IN_JSON = f"""(SELECT count(*) FROM json_tree(OLD."{{column}}")) = (SELECT count(*) FROM json_tree(NEW."{{column}}"))
 AND NOT EXISTS (SELECT 1 FROM {_SQLITE_TREE.format(row="OLD", column="{column}")} o
 LEFT JOIN {_SQLITE_TREE.format(row="NEW", column="{column}")} n ON n.k = o.k WHERE n.p IS NOT o.p OR n.t IS NOT o.t
 OR n.a IS NOT o.a AND NOT (o.t IS 'text' AND {_SQLITE_LEFT.format(old="o.a", new="n.a")}))"""
_SQLITE_NAMED = """EXISTS (SELECT 1 FROM audit_opening k JOIN audit_opening r ON r.seq = k.seq AND r.name = 'rows',
 json_each(CASE WHEN json_type(r.value) = 'array' THEN r.value ELSE '[]' END) j
 WHERE k.seq = (SELECT max(seq) FROM audit_event) AND k.name = 'kind' AND k.value IN ('"erase"', '"redact"')
 AND json_extract(j.value, '$[0]') = '{label}' AND json_extract(j.value, '$[1]') = OLD.{key}{columns})"""
_SQLITE_COLUMN = """
 AND (NEW."{column}" IS OLD."{column}" OR '{column}' IN (SELECT value FROM json_each(j.value, '$[2]')) AND {left})"""
_POSTGRES_EMPTIED = f"""EXISTS (SELECT 1 FROM audit_opening k JOIN audit_opening r ON r.seq = k.seq AND r.name = 'rows'
 CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(r.value) WHEN 'array' THEN r.value ELSE '[]' END) j
 WHERE k.seq = (SELECT max(seq) FROM audit_event) AND k.name = 'kind' AND k.value #>> '{{}}' IN ('erase', 'redact')
 AND j ->> 0 = regexp_replace(TG_TABLE_NAME, '_', '.') AND j -> 1 = coalesce(was -> 'history_id', was -> 'id')
 AND NOT EXISTS (SELECT 1 FROM jsonb_each(was) a JOIN jsonb_each(left_over) b USING (key)
 WHERE a.value <> b.value AND NOT (j -> 2 ? key AND NOT EXISTS (
 SELECT 1 FROM jsonb_path_query(a.value, 'strict $.**') WITH ORDINALITY x(v, i)
 FULL JOIN jsonb_path_query(b.value, 'strict $.**') WITH ORDINALITY y(v, i) USING (i)
 WHERE x.v IS NULL OR y.v IS NULL OR jsonb_typeof(x.v) <> jsonb_typeof(y.v) OR CASE jsonb_typeof(x.v)
 WHEN 'object' THEN ARRAY(SELECT jsonb_object_keys(x.v)) <> ARRAY(SELECT jsonb_object_keys(y.v))
 WHEN 'array' THEN jsonb_array_length(x.v) <> jsonb_array_length(y.v)
 WHEN 'string' THEN x.v <> y.v AND NOT x.v #>> '{{}}' LIKE replace(replace(replace(replace(y.v #>> '{{}}',
 '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '{MARK}', '%')
 ELSE x.v <> y.v END))))"""
_CLOSED = """NEW.id = OLD.id AND NEW.vkey = OLD.vkey AND NEW.from_size = OLD.from_size
 AND OLD.to_size IS NULL AND NEW.to_size IS NOT NULL"""
_NEXT = {table: f"NEW.seq = coalesce((SELECT max(seq) FROM {table}), -1) + 1" for table in EVENTS}

_MOMENTS = {"INSERT": 7, "DELETE": 11, "UPDATE": 19, "TRUNCATE": 34}  # before, each row (1); TRUNCATE: each statement

_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING errcode = 'restrict_violation'; END $$;
CREATE OR REPLACE FUNCTION append_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {_POSTGRES_ERASED} THEN RETURN NEW; END IF;
RAISE EXCEPTION 'audit_opening: only an erasure may empty a value' USING errcode = 'restrict_violation'; END $$;
CREATE OR REPLACE FUNCTION append_only_empty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb := to_jsonb(OLD); left_over jsonb := to_jsonb(NEW);
BEGIN IF {_POSTGRES_EMPTIED} THEN RETURN NEW; END IF;
RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING errcode = 'restrict_violation'; END $$;
CREATE OR REPLACE FUNCTION append_only_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {_CLOSED} THEN RETURN NEW; END IF;
RAISE EXCEPTION 'audit_key: a key may only be closed' USING errcode = 'restrict_violation'; END $$;
"""

# One function per log, because each asks its own table for the highest position.
_FUNCTIONS += "".join(
    f"""
CREATE OR REPLACE FUNCTION append_only_next_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF {following} THEN RETURN NEW; END IF;
RAISE EXCEPTION '{table}: only the next position is free' USING errcode = 'restrict_violation'; END $$;
"""
    for table, following in _NEXT.items()
)
SOURCES = dict(re.findall(r"FUNCTION (\w+)\(\).*?\$\$(.*?)\$\$", _FUNCTIONS, re.DOTALL))


def frozen_tables() -> list[str]:
    """Names of every table whose rows are written once."""
    kinds = (Frozen, LedgerRow, HistoryBase)
    return sorted(
        m._meta.db_table for m in apps.get_models(include_auto_created=True) if issubclass(m, kinds)
    )


def words_in(model: type[models.Model]) -> list[models.Field]:
    """Columns of a table that hold words of people: no codes, keys, addresses or names by which a row is found."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if (isinstance(field, models.JSONField) or type(field) in (models.TextField, models.CharField))
        and not (field.choices or field.unique or field.name == "history_request")
        and (field.max_length is None or field.max_length >= len(MARK))
    ]


@cache
def _worded() -> dict[str, type[models.Model]]:
    """The tables of records and their history that hold words, by name."""
    found = (m for m in apps.get_models(include_auto_created=True) if issubclass(m, Frozen | HistoryBase))
    return {m._meta.db_table: m for m in found if words_in(m)}


def _sqlite_emptied(model: type[models.Model]) -> str:
    """When a row may change on SQLite; PostgreSQL has one function for all tables."""
    words = words_in(model)
    rest = [f.column for f in model._meta.concrete_fields if f not in words]
    same = [", ".join(f'{row}."{column}"' for column in rest) for row in ("NEW", "OLD")]
    columns = "".join(
        _SQLITE_COLUMN.format(
            column=f.column,
            left=_SQLITE_LEFT_IN_JSON.format(column=f.column)
            if isinstance(f, models.JSONField)
            else _SQLITE_LEFT.format(old=f'OLD."{f.column}"', new=f'NEW."{f.column}"'),
        )
        for f in words
    )
    named = _SQLITE_NAMED.format(label=model._meta.label_lower, key=model._meta.pk.column, columns=columns)
    return f"({same[0]}) IS ({same[1]}) AND {named}"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place; may be repeated at any time. Tables that do not exist yet are passed over."""
    standing = _standing(connection)
    statements = [_FUNCTIONS] if connection.vendor == "postgresql" else []
    for table, name, body in _wanted(connection):
        if (name, _spelled(connection, body)) not in standing:
            statements += [_drop(connection.vendor, name, table), body]
    _execute(connection, statements)


def disable(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away. Only tests, a migration and a documented repair do this; `install` puts them back."""
    # PostgreSQL: a table with a foreign key still to be checked cannot be altered.
    statements = ["SET CONSTRAINTS ALL IMMEDIATE"] if connection.vendor == "postgresql" else []
    standing = {name for name, _ in _standing(connection)}
    statements += [
        _drop(connection.vendor, name, table) for table, name, _ in _wanted(connection) if name in standing
    ]
    _execute(connection, statements)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should stand and do not, are switched off, or do something else."""
    standing = _standing(connection)
    return [name for _, name, body in _wanted(connection) if (name, _spelled(connection, body)) not in standing]


def _wanted(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """Table, name and definition of every trigger for the tables that exist."""
    existing = set(connection.introspection.table_names())
    return [
        (t, *trigger) for t in frozen_tables() if t in existing for trigger in _triggers(connection.vendor, t)
    ]


def _standing(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """The triggers that are there and switched on, with what they do: the definition on SQLite; on PostgreSQL table,
    moment (the bits of `tgtype`) and function.

    One that fires for a replica only (`R`), under a condition or for some columns is as good as switched off.
    """
    if connection.vendor == "postgresql":
        query = (
            "SELECT tgname, concat_ws(' ', relname, tgtype, prosrc) FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND cardinality(tgattr::int2[]) = 0"
        )
    else:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


def _spelled(connection: BaseDatabaseWrapper, body: str) -> str:
    """What `_standing` says of a trigger that is in order."""
    if connection.vendor != "postgresql":
        return body
    parts = re.fullmatch(r'CREATE TRIGGER \w+ BEFORE (\w+) ON "(\w+)" FOR EACH \w+ EXECUTE FUNCTION (\w+)\(\)', body)
    return f"{parts[2]} {_MOMENTS[parts[1]]} {SOURCES[parts[3]]}" if parts else ""


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(";\n".join(statements))  # one round trip for hundreds of triggers
            return
        for statement in statements:
            cursor.execute(statement)


def present(connection: BaseDatabaseWrapper) -> bool:
    """Whether every existing frozen table is guarded, and on SQLite REPLACE fires the guards."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers")
            if not cursor.fetchone()[0]:
                return False
    return not missing(connection)


def _triggers(vendor: str, table: str) -> Iterator[tuple[str, str]]:
    make = _postgres if vendor == "postgresql" else _sqlite
    short = _short(table)
    yield make(f"ao_{short}_d", table, "DELETE", "")
    condition = "erase" if table == ERASABLE else "close" if table in CLOSABLE else "empty" if table in _worded() else ""
    yield make(f"ao_{short}_u", table, "UPDATE", condition)
    if table in EVENTS:
        yield make(f"ao_{short}_i", table, "INSERT", f"next_{table}")
    if vendor == "postgresql":
        name = f"ao_{short}_t"
        yield (
            name,
            f'CREATE TRIGGER {name} BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only_refuse()",
        )


def _short(table: str) -> str:
    """PostgreSQL cuts names at 63 bytes; ours must stay distinct."""
    return table if len(table) <= 55 else table[:40] + table[-15:]


def _postgres(name: str, table: str, event: str, condition: str) -> tuple[str, str]:
    function = f"append_only_{condition or 'refuse'}"
    return name, (
        f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {function}()'
    )


def _sqlite(name: str, table: str, event: str, condition: str) -> tuple[str, str]:
    allowed = ({"erase": _SQLITE_ERASED, "close": _CLOSED} | {f"next_{t}": sql for t, sql in _NEXT.items()}).get(condition)
    allowed = _sqlite_emptied(_worded()[table]) if condition == "empty" else allowed
    when = f"WHEN ({allowed}) IS NOT TRUE" if allowed else ""
    return name, (
        f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW {when} '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {event} refused'); END"
    )


def _drop(vendor: str, name: str, table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f' ON "{table}"' if vendor == "postgresql" else "")


def _before_migrate(sender: AppConfig, using: str, plan: list, **_: object) -> None:
    """SQLite refuses to change a table while a trigger names a column that goes; they are back when it is done."""
    if sender.name == "commissioning" and plan and connections[using].vendor == "sqlite":
        disable(connections[using])


def _after_migrate(sender: AppConfig, using: str, **_: object) -> None:
    if sender.name == "commissioning":
        install(connections[using])


@register(Tags.database)
def check_guards(
    app_configs: object = None, databases: list[str] | None = None, **_: object
) -> list[CheckMessage]:
    """Deployment check: an unguarded table. A warning, because `migrate`, which mends it, refuses to run on an error;
    `check --deploy --fail-level WARNING` stops a deployment all the same."""
    hint = "Run: python manage.py migrate"
    return [
        Warning(f"Append-only guards are missing on database {alias}.", hint=hint, id="commissioning.W001")
        for alias in databases or []
        if not present(connections[alias])
    ]


pre_migrate.connect(_before_migrate, dispatch_uid="commissioning.append_only")
post_migrate.connect(_after_migrate, dispatch_uid="commissioning.append_only")
