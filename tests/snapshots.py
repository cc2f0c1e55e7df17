"""Keep the test database as it is and bring it back: a long way to a stage is gone once, then raced from many times.

SQLite: a copy of the file. PostgreSQL: a database made from the test database as its template.
"""

import sqlite3
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections


def keep(name: str) -> None:
    """Remember the database under a name."""
    connections.close_all()
    if connection.vendor == "postgresql":
        _copy_database(_own(), _kept(name))
    else:
        _copy_file(Path(connection.settings_dict["NAME"]), Path(_kept(name)))


def bring_back(name: str) -> None:
    """Put the database back as it was kept. Everything written since is gone, for every process."""
    connections.close_all()
    if connection.vendor == "postgresql":
        _copy_database(_kept(name), _own())
    else:
        _copy_file(Path(_kept(name)), Path(connection.settings_dict["NAME"]))
    ContentType.objects.clear_cache()


def forget(name: str) -> None:
    """Remove what was kept."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_kept(name)}" WITH (FORCE)')
    else:
        Path(_kept(name)).unlink(missing_ok=True)


def _own() -> str:
    return connection.settings_dict["NAME"]


def _kept(name: str) -> str:
    return f"{_own()}.{name}"


def _copy_database(source: str, target: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _copy_file(source: Path, target: Path) -> None:
    for beside in ("", "-wal", "-shm"):
        Path(f"{target}{beside}").unlink(missing_ok=True)
    with sqlite3.connect(source) as read, sqlite3.connect(target) as write:
        read.backup(write)
    read.close()
    write.close()
