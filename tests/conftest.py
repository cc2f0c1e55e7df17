"""What every test shares: the browser's settings, and tables that only ever grow."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TestCase, TransactionTestCase
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis_settings

from commissioning.models import append_only
from tests.builders import a_borough
from tests.snapshots import filled

gc.disable()  # until everything is collected: what is read in stays
# Playwright's sync API keeps an event loop running in the test's thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
hypothesis_settings.register_profile("no deadline", deadline=None)  # a busy machine is no mistake of a rule
hypothesis_settings.load_profile("no deadline")

LONG = (
    "test_bad_input.py", "test_matrix.py", "test_demo_borough.py", "test_walk_case.py", "test_sent_twice.py", "test_first_time.py",
    "test_meetings.py", "test_cabinet.py", "test_recounts.py", "test_audit_files.py", "test_audit.py",
)  # fmt: skip
NEEDS = {"db", "transactional_db", "module_database", "built_borough", "django_db_setup", "client"}
KEPT = {"django_content_type", "auth_permission", "django_migrations"}  # what migrations write and no test changes


def _empty(self: TransactionTestCase) -> None:
    """After a transactional test: empty the tables that hold rows, past the triggers that refuse deletion.

    Django's own way truncates every table and fills in what migrations had written, a second for each test.
    """
    for name in self._databases_names(include_mirrors=False):
        connection = connections[name]
        past_triggers = _past_triggers_postgres if connection.vendor == "postgresql" else _past_triggers_sqlite
        past_triggers(connection, [table for table in filled() if table not in KEPT])
        append_only.install(connection)  # what the test itself took away


def _past_triggers_postgres(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')


def _past_triggers_sqlite(connection: BaseDatabaseWrapper, tables: list[str]) -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (trigger,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{trigger}"')
            cursor.execute(f'DELETE FROM "{table}"')


def _asks_for_dangling_rows(self: TestCase, connection: BaseDatabaseWrapper) -> bool:
    """After each test every reference is looked up, on SQLite only: the same tests write the same rows on PostgreSQL,
    where it was a fifth of the server's work."""
    return connection.vendor == "sqlite" and ASKS(self, connection)


def _loaded_once(self: ClientHandler, is_async: bool = False) -> None:
    """Every client of Django's tests loads all middleware anew; here those of one run share it, unless settings differ."""
    key = (tuple(settings.MIDDLEWARE), settings.DEBUG, settings.DEMO_MODE)
    if key not in LOADED:
        LOADS(self, is_async)
        LOADED[key] = self
    for name in ("_middleware_chain", "_view_middleware", "_template_response_middleware", "_exception_middleware"):
        setattr(self, name, getattr(LOADED[key], name))


LOADED: dict[tuple, ClientHandler] = {}
LOADS = ClientHandler.load_middleware
ClientHandler.load_middleware = _loaded_once
ASKS = TestCase._should_check_constraints
TestCase._should_check_constraints = _asks_for_dangling_rows
TransactionTestCase._fixture_teardown = _empty
TransactionTestCase._should_reload_connections = lambda self: False  # nothing of a session is ever rolled back


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run's database cannot show.

    Row locks need PostgreSQL (DATABASE_URL); races need a database that several processes can open, so on SQLite a
    file (TEST_SQLITE_FILE). What asks for no database is run once, on SQLite.
    """
    cannot = set()
    if connection.vendor != "postgresql":
        cannot.add("postgres")
        if not connection.settings_dict["TEST"]["NAME"]:
            cannot.add("race")
    # Whole files are handed to the workers in this order: the long ones first, so that none of them is last and alone.
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in cannot)]
    if connection.vendor == "postgresql":
        left_out += [item for item in items if not NEEDS.intersection(item.fixturenames) and not item.get_closest_marker("django_db")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish(session: pytest.Session) -> None:
    """The thousands of tests themselves are never garbage: looking through them again and again was a sixth of the time."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, quiet: no look-ups, no updates, no sandbox (tests also run as root)."""
    return {
        **browser_type_launch_args,
        # The shell draws the same pages without the windows, menus and tabs of a browser: half the work.
        "executable_path": shutil.which("chromium-headless-shell") or shutil.which("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A council officer's screen: British English, London time, 1280 pixels wide."""
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 900},
    }


@contextmanager
def _statements(at_least: int, at_most: int) -> Iterator[CaptureQueriesContext]:
    """Counts statements the same on both databases: PostgreSQL tells the time by a statement, which is not counted."""
    with CaptureQueriesContext(connection) as found:
        yield found
    told = [query["sql"] for query in found.captured_queries if "clock_timestamp" not in query["sql"]]
    assert at_least <= len(told) <= at_most, f"{len(told)} statements:\n" + "\n".join(told)


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager]:
    """Exactly that many statements, readings of the database's clock apart."""
    return lambda number: _statements(number, number)


@pytest.fixture
def django_assert_max_num_queries() -> Callable[[int], AbstractContextManager]:
    """At most that many statements, readings of the database's clock apart."""
    return lambda number: _statements(0, number)


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """What all tests of a module begin from is written once; each test then works, and is undone, in a savepoint.

    A fixture of scope "module" builds on this one; a fixture of the test hands out a copy of what it built.
    """
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # the product's outermost transactions may begin inside, as in TestCase
        with outer:
            yield
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built_borough(module_database: None) -> None:
    """The small borough of the builders, written once for a module; `a_borough()` then finds it."""
    a_borough()
    connection.check_constraints()  # now, else every test waits for it again
