"""The journal of erasures: a file outside the database, so that what was erased is erased again after a restore."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from django.conf import settings

from commissioning.models import AuditOpening


class Line(TypedDict):
    """One erasure: the event that ordered it, and what went. Nothing of what was erased is in it."""

    at: str
    event: int
    kind: str
    authority: str
    ground: str
    fields: list[list[int | str]]
    documents: list[str]


def line_of(position: int) -> Line:
    """The line of one erasure, from its event."""
    told = dict(AuditOpening.objects.filter(event_id=position).values_list("name", "value"))
    return Line(
        at=told["at"],
        event=position,
        kind=told["kind"],
        authority=told["authority"],
        ground=told["ground"],
        fields=told["erased"],
        documents=told.get("documents") or [],
    )


def write(line: Line) -> None:
    """Add one line and make sure that it is on disk."""
    path = Path(settings.ERASURE_JOURNAL)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(json.dumps(line, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def lines(path: Path | None = None) -> Iterator[Line]:
    """Every erasure so far; none where there is no journal yet. Lines of an earlier version name no documents."""
    found = path or Path(settings.ERASURE_JOURNAL)
    if not found.is_file():
        return
    with found.open() as file:
        for line in file:
            if line.strip():
                entry: Line = {"documents": []} | json.loads(line)
                yield entry
