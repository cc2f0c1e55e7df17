"""What a row of a log is, whichever of the two logs it belongs to; the tables themselves stand in `ledger`.

Every row is inserted once. The columns that tie rows together take the class of their own log.
"""

from __future__ import annotations

from typing import NoReturn

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Forbidden, FrozenQuerySet
from commissioning.models.cases import Case


class LedgerRow(models.Model):
    """A row of the ledger itself: inserted once; not pinned by an event, because it is the event."""

    objects = models.Manager.from_queryset(FrozenQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise Forbidden(f"{self._meta.label} rows are written once.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise Forbidden(f"{self._meta.label} rows are never deleted.")


class EventRow(LedgerRow):
    """One leaf: position and commitments only. No kind, time or person can be read from it."""

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        abstract = True
        ordering = ["seq"]


class OpeningRow(LedgerRow):
    """Name, value and salt of one commitment. Erasure empties salt and value and names the event that ordered it."""

    TIERS = [("public", "Public"), ("member", "Members"), ("exempt", "Exempt"), ("personal", "Personal")]
    name = models.CharField(max_length=100)
    salt = models.BinaryField(null=True)
    value = models.JSONField(null=True)
    tier = models.CharField(max_length=10, choices=TIERS)
    erased_by = models.BigIntegerField(null=True)

    class Meta:
        abstract = True
        ordering = ["event_id", "name"]


class TileRow(LedgerRow):
    """The hash of one complete block: level 1 covers 256 leaves, level 2 covers 65,536, and so on."""

    level = models.PositiveSmallIntegerField()
    idx = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        abstract = True


class CheckpointRow(LedgerRow):
    """A signed statement of size and root. `signed_at` is real time, never the demo clock."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    key_id = models.CharField(max_length=8)
    signed_at = models.DateTimeField()
    cosignatures: models.Manager[CosignatureRow]

    class Meta:
        abstract = True
        ordering = ["size"]


class CosignatureRow(LedgerRow):
    """A witness's signature line under one checkpoint."""

    witness = models.CharField(max_length=300)
    line = models.TextField()
    received_at = models.DateTimeField()
    checkpoint_id: int
    checkpoint: CheckpointRow

    class Meta:
        abstract = True


class KeyRow(LedgerRow):
    """A verifier key and the sizes it signs for. The only change ever allowed is closing it."""

    vkey = models.TextField(unique=True)
    from_size = models.BigIntegerField()
    to_size = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default="active")

    class Meta:
        abstract = True
        ordering = ["from_size", "pk"]


class IndexRow(LedgerRow):
    """Where to find events. Several rows may point to one event (a meeting's event under each of its cases).

    `n` numbers the events of one subject without gap; rows beside the first of an event have none.
    """

    seq = models.BigIntegerField(db_index=True)
    case = models.ForeignKey(Case, PROTECT, null=True, db_index=False, related_name="+")
    subject = models.CharField(max_length=200)
    n = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    request = models.CharField(max_length=100)

    class Meta:
        abstract = True
        ordering = ["seq", "pk"]


def opening_of(event: type[EventRow]) -> models.ForeignKey:
    """The column that ties an opening to the event of its own log."""
    return models.ForeignKey(event, PROTECT, db_column="seq", related_name="openings", db_index=False)


def once(name: str, *fields: str) -> models.UniqueConstraint:
    """A rule of the database: no two rows agree in these columns."""
    return models.UniqueConstraint(fields=fields, name=name)


def line_under(checkpoint: type[CheckpointRow]) -> models.ForeignKey:
    """The column that ties a witness's line to the checkpoint of its own log."""
    return models.ForeignKey(checkpoint, PROTECT, db_column="size", related_name="cosignatures")
