"""Journeys run on a file of their own, so that the browser's requests do not share one connection, and on the demo's clock.

The whole database is laid back before each journey (see states.py), so nothing is emptied table by table.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from tests.journeys import states
from tests.journeys.browser import Desk
from tests.journeys.looking import Looks


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """SQLite in memory becomes a file, before the tables are made."""
    told = connections["default"].settings_dict
    if connections["default"].vendor != "sqlite" or told["TEST"].get("NAME"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="journeys.") as folder:
        told["TEST"]["NAME"] = str(Path(folder) / "test.sqlite3")
        yield


@pytest.fixture(scope="session")
def base_url() -> None:
    """Every address is given in full; the plugin's own fixture is of a shape that pytest gives up."""


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """The product, answering on a free port from a thread of this process."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture
def transactional_db(server, django_db_blocker) -> Iterator[None]:
    """pytest-django's fixture with another way of tidying up: the whole database is laid back."""
    with django_db_blocker.unblock():
        with states.restored():
            yield
        connections.close_all()


@pytest.fixture(autouse=True)
def borough(transactional_db, settings) -> None:
    """The demonstration's clock and sign-in; a test of the real ones switches back."""
    settings.DEMO_MODE = True
    cache.clear()


@pytest.fixture(params=[1280, 320], ids=["1280px", "320px"])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="session")
def looks(tmp_path_factory: pytest.TempPathFactory) -> Looks:
    """Shared by all workers of a run: a kind of page is looked at once."""
    own = tmp_path_factory.getbasetemp()
    return Looks((own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "looks")


@pytest.fixture
def open_desk(borough, browser, browser_context_args, server, width, looks) -> Iterator[Callable[..., Desk]]:
    """One more browser window, with its own cookies."""
    opened = []

    def one_more(*, scripts: bool = True) -> Desk:
        told = {
            **browser_context_args,
            "viewport": {"width": width, "height": 900},
            "java_script_enabled": scripts,
        }
        opened.append(browser.new_context(**told))
        return Desk(opened[-1].new_page(), server.url, width, looks, scripts)

    yield one_more
    for context in opened:
        context.close()


@pytest.fixture
def desk(open_desk) -> Desk:
    return open_desk()
