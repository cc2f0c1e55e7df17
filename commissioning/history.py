"""What every history row says about the act that wrote it, and which rows the running ledger transaction has written.

django-simple-history copies a row after each save. It does not know in which office somebody acted, and its own user
comes from the web request, which services never see. So the act travels on the instance (`save_as` puts it there) and
`stamp` copies it on to the history row. Rows written are noted, so that the event of the same act can pin their
digests. This module knows no models: they stand above it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simple_history.signals import post_create_historical_record, pre_create_historical_record

if TYPE_CHECKING:
    from django.db.models import Model

    from commissioning.acts import Act


class NoAct(RuntimeError):
    """A tracked row was about to change without anybody having acted: the change is refused."""


@dataclass(frozen=True)
class Written:
    """One row that an act has written: a history row, or an insert-only row, which is its own history."""

    row: Model
    act: Act | None


_local = threading.local()


def stamp(row: Model, act: Act) -> Model:
    """Write the act on to an unsaved history row; office and body as words, frozen at the moment of the act."""
    row.history_date = act.at
    row.history_user_id = act.actor.user.pk if act.actor.user else None
    row.history_change_reason = act.reason or None
    row.history_office = str(act.standing.office or "")
    row.history_body = str(act.standing.body or "")
    row.history_capacity = act.standing.capacity
    row.history_request = act.actor.request
    return row


def note(row: Model, act: Act | None) -> None:
    """Remember a written row for the ledger; outside a ledger transaction there is nobody to remember it."""
    written = getattr(_local, "written", None)
    if written is not None:
        written.append(Written(row, act))


@contextmanager
def collecting() -> Iterator[list[Written]]:
    """Open the list of written rows for one ledger transaction. The ledger empties it as it pins them."""
    before = getattr(_local, "written", None)
    _local.written = []
    try:
        yield _local.written
    finally:
        _local.written = before


def connect() -> None:
    """Join the two receivers of simple-history; called once, when the app is ready."""
    pre_create_historical_record.connect(_before, dispatch_uid="commissioning.history.before")
    post_create_historical_record.connect(_after, dispatch_uid="commissioning.history.after")


def _before(sender: type[Model], instance: Model, history_instance: Model, **_: object) -> None:
    act = getattr(instance, "_act", None)
    if act is None:
        raise NoAct(f"{instance._meta.label} was changed without an act; use save_as(act).")
    stamp(history_instance, act)


def _after(sender: type[Model], instance: Model, history_instance: Model, **_: object) -> None:
    note(history_instance, instance._act)
