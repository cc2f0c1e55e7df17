"""Rows that are written once: every route that would change or remove one is refused, by Python and by the database."""

import pytest
from django.db import IntegrityError, connection, transaction

from commissioning import ledger
from commissioning.models import (
    AuditEvent,
    AuditIndex,
    AuditKey,
    AuditOpening,
    Case,
    Involvement,
    Organisation,
    append_only,
)
from commissioning.models.base import Forbidden
from tests.builders import MORNING, a_borough, a_case, actor
from tests.builders import test_act as system_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_borough")]
POSTGRES = connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def _guards():
    append_only.install(connection)


def raw(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def written(kind: str = "case.open", subject: str = "2026/001", **fields: object) -> int:
    with ledger.transaction():
        ledger.append(kind, system_act(), subject, fields={"note": "what was said", **fields})
        return ledger.flush()[0]


def an_involvement() -> Involvement:
    a_borough()
    return Involvement.create_as(
        system_act(), case=a_case(), person=actor("leader").user, part="author", at=MORNING
    )


def test_every_frozen_table_is_guarded():
    tables = set(append_only.frozen_tables())

    assert {"audit_event", "audit_opening", "audit_tile", "audit_checkpoint", "audit_cosignature"} <= tables
    assert {"commissioning_involvement", "commissioning_historicalcase"} <= tables
    assert "commissioning_case" not in tables
    assert {"audit_index", "access_event", "access_opening", "access_index", "access_key"} <= tables
    assert append_only.missing(connection) == []
    assert append_only.present(connection)


def test_install_may_be_repeated_and_repairs_what_is_missing():
    append_only.disable(connection)
    assert not append_only.present(connection)

    append_only.install(connection)
    append_only.install(connection)

    assert append_only.present(connection)


def test_check_reports_a_database_without_guards():
    assert append_only.check_guards(databases=["default"]) == []

    append_only.disable(connection)

    assert [error.id for error in append_only.check_guards(databases=["default"])] == ["commissioning.W001"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE commissioning_involvement SET part = 'clerk'",
        "UPDATE commissioning_involvement SET part = part",
        "DELETE FROM commissioning_involvement",
        "UPDATE commissioning_historicalcase SET title = 'other'",
        "DELETE FROM commissioning_historicalcase",
    ],
)
def test_raw_update_and_delete_of_frozen_and_history_rows_are_refused(sql):
    an_involvement()

    with pytest.raises(IntegrityError):
        raw(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET leaf = leaf",
        "UPDATE audit_event SET seq = seq + 1",
        "DELETE FROM audit_event",
        "DELETE FROM audit_opening",
        "UPDATE audit_opening SET tier = 'public'",
        "UPDATE audit_opening SET value = '\"other\"'",
        "UPDATE audit_opening SET salt = NULL, value = NULL",
        "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = 0",
        "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = 99",
    ],
)
def test_raw_changes_of_the_log_are_refused(sql):
    written()

    with pytest.raises(IntegrityError):
        raw(sql)


def test_replacing_a_row_is_refused():
    row = an_involvement()
    written()

    with pytest.raises(IntegrityError):
        raw(
            replacing(
                "audit_event (seq, leaf, leaf_hash) SELECT seq, leaf_hash, leaf FROM audit_event WHERE true",
                "seq",
                "leaf",
            )
        )
    with pytest.raises(IntegrityError):
        raw(
            replacing(
                "commissioning_involvement (id, case_id, person_id, part, at) "
                "SELECT id, case_id, person_id, 'clerk', at FROM commissioning_involvement WHERE true",
                "id",
                "part",
            )
        )

    row.refresh_from_db()
    assert row.part == "author"


def replacing(rows: str, key: str, column: str) -> str:
    """The database's own way to write over a row: INSERT OR REPLACE, or ON CONFLICT DO UPDATE."""
    if POSTGRES:
        return f"INSERT INTO {rows} ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
    return f"INSERT OR REPLACE INTO {rows}"


@pytest.mark.postgres
@pytest.mark.parametrize(
    "attack",
    [
        "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
        "ALTER TABLE audit_event ENABLE REPLICA TRIGGER ao_audit_event_d",
        "ALTER TABLE audit_event DISABLE TRIGGER ao_audit_event_d",
        *(
            f"DROP TRIGGER ao_audit_event_d ON audit_event; CREATE TRIGGER ao_audit_event_d {when} EXECUTE FUNCTION append_only_refuse()"
            for when in (
                "BEFORE DELETE ON audit_event FOR EACH ROW WHEN (false)",
                "BEFORE DELETE ON audit_event FOR EACH STATEMENT",
                "AFTER DELETE ON audit_event FOR EACH ROW",
                "BEFORE UPDATE ON audit_event FOR EACH ROW",
                "BEFORE UPDATE OF leaf ON audit_event FOR EACH ROW",
                "BEFORE DELETE ON audit_tile FOR EACH ROW",
            )
        ),
    ],
)
def test_attack_guard_that_lets_everything_pass_is_missed_and_mended(attack):
    with connection.cursor() as cursor:
        cursor.execute(attack)
    assert "ao_audit_event_d" in append_only.missing(connection)

    append_only.install(connection)

    assert append_only.missing(connection) == []


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["audit_event", "audit_opening", "commissioning_involvement"])
def test_truncate_is_refused(table):
    with pytest.raises(IntegrityError):
        raw(f"TRUNCATE {table} CASCADE")


def test_upsert_is_refused():
    written()

    upsert = (
        "INSERT INTO audit_tile (level, idx, hash) SELECT 1, 0, leaf_hash FROM audit_event WHERE true "
        "ON CONFLICT (level, idx) DO UPDATE SET hash = excluded.hash"
    )
    raw(upsert)

    with pytest.raises(IntegrityError):
        raw(upsert)


@pytest.mark.parametrize("seq", [0, 2, 5, -1])
def test_an_event_goes_only_to_the_next_position(seq):
    written()

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent(seq=seq, leaf=b"x", leaf_hash=b"x").save()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Involvement.objects.update(part="clerk"),
        lambda: Involvement.objects.filter(pk=1).delete(),
        lambda: Involvement.objects.bulk_create([]),
        lambda: Involvement.objects.bulk_update([], ["part"]),
        lambda: Involvement.objects.get().delete(),
        lambda: Involvement.objects.get().save(),
        lambda: Involvement.objects.insert_many([Involvement.objects.get()]),
        lambda: Case.objects.update(title="other"),
        lambda: Case.objects.bulk_update([Case.objects.get()], ["title"]),
        lambda: Case.objects.bulk_create([]),
        lambda: Case.objects.all().delete(),
        lambda: Case.objects.get().delete(),
        lambda: AuditEvent.objects.update(leaf=b""),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditIndex.objects.update(kind="x"),
    ],
)
def test_python_routes_past_history_are_refused(change):
    an_involvement()
    written()

    with pytest.raises(Forbidden):
        change()


EMPTY = "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = %s WHERE id = %s"


@pytest.mark.parametrize("named", [None, [], [[0, "reason"]], [[1, "note"]], [["note", 0]], "note", [0, "note"]])
def test_attack_an_erasure_empties_nothing_that_it_does_not_name(named):
    first = written()
    erasure = written("erase", "2026/001", erased=named)
    opening = AuditOpening.objects.get(event_id=first, name="note")

    with pytest.raises(IntegrityError):
        raw(EMPTY, erasure, opening.pk)


def test_an_erasure_may_empty_an_opening_once():
    first = written()
    erasure = written("erase", "2026/001", erased=[[first, "reason"], [first, "note"]])
    opening = AuditOpening.objects.get(event_id=first, name="note")

    raw(EMPTY, erasure, opening.pk)

    opening.refresh_from_db()
    assert (opening.salt, opening.value, opening.erased_by) == (None, None, erasure)
    with pytest.raises(IntegrityError):
        raw("UPDATE audit_opening SET erased_by = NULL WHERE id = %s", opening.pk)


def test_a_key_may_be_closed_once():
    key = AuditKey(vkey="x+00000000+AA==", from_size=0)
    key.save()

    raw("UPDATE audit_key SET to_size = 7, state = 'closed'")

    key.refresh_from_db()
    assert (key.to_size, key.state) == (7, "closed")
    with pytest.raises(IntegrityError):
        raw("UPDATE audit_key SET to_size = 9")
    with pytest.raises(IntegrityError):
        raw("UPDATE audit_key SET vkey = 'other'")


def test_a_refused_change_leaves_the_row_as_it_was():
    row = an_involvement()

    with pytest.raises(IntegrityError):
        raw("UPDATE commissioning_involvement SET part = 'clerk'")

    row.refresh_from_db()
    assert row.part == "author"
    assert Organisation.objects.count() == 7
