"""Keep the test database as it is and bring it back: a long way to a stage is gone once, then raced from many times.

SQLite: a copy of the file. PostgreSQL: a copy of the rows in a schema beside (a copy of the whole database takes as long
as the race).
"""

import sqlite3
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction


def keep(name: str) -> None:
    """Remember the database under a name."""
    if connection.vendor == "postgresql":
        _keep_rows(name)
        return
    connections.close_all()
    _copy_file(_own(), _kept(name))


def bring_back(name: str) -> None:
    """Put the database back as it was kept. Everything written since is gone, for every process."""
    if connection.vendor == "postgresql":
        _bring_back_rows(name)
    else:
        connections.close_all()
        _copy_file(_kept(name), _own())
    ContentType.objects.clear_cache()


def forget(name: str) -> None:
    """Remove what was kept."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    else:
        _kept(name).unlink(missing_ok=True)


def filled() -> list[str]:
    """Tables that hold rows."""
    tables = sorted(connection.introspection.table_names())
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [table for (table,) in cursor.fetchall()]


def _keep_rows(name: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
        for table in filled():
            cursor.execute(f'CREATE TABLE "{name}"."{table}" AS TABLE "{table}"')


def _bring_back_rows(name: str) -> None:
    """Triggers and foreign keys stand aside; numbers go on from where they are, so none is given twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [name])
        kept = [table for (table,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled():
            cursor.execute(f'DELETE FROM "{table}"')
        for table in kept:
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "{name}"."{table}"')


def _own() -> Path:
    return Path(connection.settings_dict["NAME"])


def _kept(name: str) -> Path:
    return Path(f"{_own()}.{name}")


def _copy_file(source: Path, target: Path) -> None:
    for beside in ("", "-wal", "-shm"):
        Path(f"{target}{beside}").unlink(missing_ok=True)
    with sqlite3.connect(source) as read, sqlite3.connect(target) as write:
        read.backup(write)
    read.close()
    write.close()
