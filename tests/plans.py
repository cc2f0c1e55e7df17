"""Statements over every table take PostgreSQL longer to plan than to run, so tests have them planned once."""

from django.db import connection
from django.db.backends.utils import CursorWrapper

planned: set[tuple[int, str]] = set()


def execute(cursor: CursorWrapper, name: str, statement: str) -> None:
    """Run a statement without parameters under its name. The driver's own plans are gone with each rollback; these stay."""
    if connection.vendor != "postgresql":
        cursor.execute(statement)
        return
    server = connection.connection.info.backend_pid
    if (server, name) not in planned:
        cursor.execute(f"PREPARE {name} AS {statement}")
        planned.add((server, name))
    cursor.execute(f"EXECUTE {name}")
