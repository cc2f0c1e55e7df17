"""The borough at any moment of a case: walked once through the services, photographed before each step, laid back fast.

The browser then does just the next step, as the person whose turn it is. Only on SQLite: the photographs are copies of
the whole database.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from commissioning import clock
from commissioning.models import Case, ClockJump, Duty
from commissioning.rules.case_file import CaseFile, Step
from workflows.services.borough import load_people
from workflows.services.case_files import FOLDER, read_file
from workflows.services.tick import tick
from workflows.services.walk import Walk, walk_together

OWN = Path(__file__).parent / "cases"


@dataclass
class Scene:
    """The database laid back to the moment before a step."""

    walk: Walk
    step: Step

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.walk.case.pk)

    @property
    def at(self) -> datetime:
        return self.step.at

    def duty(self, kind: str, office: str = "") -> Duty:
        """The open duty of that kind (of that office), newest first."""
        open_now = Duty.objects.filter(case=self.walk.case, kind=kind, closed_at__isnull=True)
        if office:
            open_now = open_now.filter(office__key=office)
        return open_now.order_by("-pk")[0]

    def waiting(self) -> list[str]:
        """Kinds of the duties that are open, once each."""
        return sorted(
            set(
                Duty.objects.filter(case=self.walk.case, closed_at__isnull=True).values_list(
                    "kind", flat=True
                )
            )
        )

    def move_clock(self, to: datetime) -> None:
        """As the demo's button does: the clock jumps and the timers on the way fire."""
        tick(to, by="tick", exact=True)
        set_clock(to)


@dataclass
class Album:
    """The photographs of one case file: what the database held before each of its steps."""

    file: CaseFile
    walk: Walk
    before: dict[int, sqlite3.Connection]


ALBUMS: dict[str, Album] = {}


def scene(do: str, *, file: str = "better-care-fund.toml", nth: int = 1) -> Scene:
    """Lay the borough back to the moment before the nth step of that kind; the clock shows the step's moment."""
    album = _album(file)
    places = [index for index, step in enumerate(album.file.steps) if step.do == do]
    index = places[nth - 1]
    _lay_back(album.before[index])
    found = Scene(album.walk, album.file.steps[index])
    found.move_clock(found.at)
    return found


def end_of(file: str = "better-care-fund.toml") -> Scene:
    """The borough after the last step of the file."""
    album = _album(file)
    _lay_back(album.before[len(album.file.steps)])
    last = Scene(album.walk, album.file.steps[-1])
    last.move_clock(last.at)
    return last


def _album(name: str) -> Album:
    if name not in ALBUMS:
        ALBUMS[name] = _photograph(name)
    return ALBUMS[name]


def set_clock(to: datetime) -> None:
    """The demo clock shows this moment from now on."""
    real = clock.real_now()
    ClockJump.objects.create(offset_seconds=int((to - real).total_seconds()) + 1, to=to, made_at=real)


def _photograph(name: str) -> Album:
    path = OWN / name
    file = read_file(path if path.exists() else FOLDER / name)
    load_people()
    before = {0: _copy()}

    def keep(walk: Walk, at: datetime) -> bool:
        """Asked before and after each step, once the timers have fired; the newest photograph stays."""
        before[len(walk.done)] = _copy()
        return False

    walk = walk_together([file], stop=keep)[0]
    return Album(file, walk, before)


def _copy() -> sqlite3.Connection:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(kept)
    return kept


def _lay_back(kept: sqlite3.Connection) -> None:
    connection.ensure_connection()
    kept.backup(connection.connection)
    ContentType.objects.clear_cache()


@contextmanager
def restored() -> Iterator[None]:
    """The database as it was before, once the journey is over."""
    found = _copy()
    yield
    _lay_back(found)
    found.close()
