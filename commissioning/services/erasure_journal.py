"""The journal of erasures: a file outside the database, so that what was erased is erased again after a restore."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

from django.conf import settings

from commissioning.models import AuditIndex, AuditOpening
from commissioning.rules.erased_words import EVENT


class Line(TypedDict):
    """One erasure: the event that ordered it, and what went. Nothing of what was erased is in it."""

    at: str
    event: int
    kind: str
    authority: str
    ground: str
    fields: list[list[int | str]]
    documents: list[str]
    asked: list[list[int | str]]
    scope: str
    case: str


def line_of(position: int) -> Line:
    """The line of one erasure, from its event."""
    case = AuditIndex.objects.filter(seq=position, n__isnull=False).values_list("case__reference", flat=True).first()
    told = dict(AuditOpening.objects.filter(event_id=position).values_list("name", "value"))
    return Line(
        at=told["at"],
        event=position,
        kind=told["kind"],
        authority=told["authority"],
        ground=told["ground"],
        fields=told["erased"],
        documents=told.get("documents") or [],
        asked=told.get("asked") or told["erased"],
        scope=told.get("scope") or EVENT,
        case=case or "",
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
    """Every erasure so far; none where there is no journal yet. Lines of earlier versions name no documents, and left
    words in other places alone."""
    found = path or Path(settings.ERASURE_JOURNAL)
    if not found.is_file():
        return
    with found.open() as file:
        for line in file:
            if line.strip():
                entry = json.loads(line)
                usual = {"documents": [], "asked": entry["fields"], "scope": EVENT, "case": ""}
                yield cast(Line, usual | entry)
