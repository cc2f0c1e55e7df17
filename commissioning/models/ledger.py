"""The tables of the two logs: append-only Merkle logs of salted commitments, with their openings beside them.

The main log holds every act of legal weight; the access log (`Access...`) holds who read what is not public, apart, so
that its volume never slows a decision. Both have the same tables; `LOG1` and `ACCESS1` name them, and everything that
writes, reads, signs or verifies a log takes one of the two.

`AuditEvent` holds what can never change (leaf and hash), `AuditOpening` what was committed to and may be erased,
`AuditTile` one hash per complete block of 256, `AuditCheckpoint` and `AuditCosignature` what has been signed,
`AuditKey` with which keys. `AuditIndex` is derived: it finds events, can be rebuilt, and is never evidence. Triggers
(see `append_only`) hold the rules in the database as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from django.conf import settings
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


class AuditEvent(EventRow):
    """A leaf of the main log."""

    class Meta(EventRow.Meta):
        db_table = "audit_event"


class AuditOpening(OpeningRow):
    """What a leaf of the main log commits to."""

    event = opening_of(AuditEvent)

    class Meta(OpeningRow.Meta):
        db_table = "audit_opening"
        constraints = [once("audit_opening_once", "event", "name")]


class AuditTile(TileRow):
    """A block of the main log."""

    pk = models.CompositePrimaryKey("level", "idx")

    class Meta:
        db_table = "audit_tile"


class AuditCheckpoint(CheckpointRow):
    """What has been signed of the main log."""

    class Meta(CheckpointRow.Meta):
        db_table = "audit_checkpoint"


class AuditCosignature(CosignatureRow):
    """A witness's line under a checkpoint of the main log."""

    checkpoint = line_under(AuditCheckpoint)

    class Meta:
        db_table = "audit_cosignature"
        constraints = [once("audit_cosignature_once", "checkpoint", "witness")]


class AuditKey(KeyRow):
    """A key of the main log."""

    class Meta(KeyRow.Meta):
        db_table = "audit_key"


class AuditIndex(IndexRow):
    """Where to find events of the main log. Desk and filters ask it by request and by kind as well."""

    class Meta(IndexRow.Meta):
        db_table = "audit_index"
        constraints = [once("audit_index_subject_n", "subject", "n")]
        indexes = [
            models.Index(fields=["case", "seq"], name="audit_index_case"),
            models.Index(fields=["request"], name="audit_index_request"),
            models.Index(fields=["kind", "seq"], name="audit_index_kind"),
        ]


class AccessEvent(EventRow):
    """A leaf of the access log."""

    class Meta(EventRow.Meta):
        db_table = "access_event"


class AccessOpening(OpeningRow):
    """What a leaf of the access log commits to."""

    event = opening_of(AccessEvent)

    class Meta(OpeningRow.Meta):
        db_table = "access_opening"
        constraints = [once("access_opening_once", "event", "name")]


class AccessTile(TileRow):
    """A block of the access log."""

    pk = models.CompositePrimaryKey("level", "idx")

    class Meta:
        db_table = "access_tile"


class AccessCheckpoint(CheckpointRow):
    """What has been signed of the access log."""

    class Meta(CheckpointRow.Meta):
        db_table = "access_checkpoint"


class AccessCosignature(CosignatureRow):
    """A witness's line under a checkpoint of the access log."""

    checkpoint = line_under(AccessCheckpoint)

    class Meta:
        db_table = "access_cosignature"
        constraints = [once("access_cosignature_once", "checkpoint", "witness")]


class AccessKey(KeyRow):
    """A key of the access log."""

    class Meta(KeyRow.Meta):
        db_table = "access_key"


class AccessIndex(IndexRow):
    """Where to find events of the access log."""

    class Meta(IndexRow.Meta):
        db_table = "access_index"
        constraints = [once("access_index_subject_n", "subject", "n")]
        indexes = [models.Index(fields=["case", "seq"], name="access_index_case")]


@dataclass(frozen=True)
class Log:
    """One log: its tables and the number of its lock. The name stands at the end of its origin."""

    name: str
    lock: int
    events: type[EventRow]
    openings: type[OpeningRow]
    tiles: type[TileRow]
    checkpoints: type[CheckpointRow]
    cosignatures: type[CosignatureRow]
    keys: type[KeyRow]
    index: type[IndexRow]

    @property
    def origin(self) -> str:
        """The name under which it is signed and witnessed; the access log lies beside the main one."""
        if self is LOG1:
            return settings.LEDGER_ORIGIN
        return f"{settings.LEDGER_ORIGIN.rpartition('/')[0]}/{self.name}"


LOG1 = Log(
    "log1", 0x6A636472, AuditEvent, AuditOpening, AuditTile, AuditCheckpoint, AuditCosignature, AuditKey, AuditIndex
)
ACCESS1 = Log(
    "access1", 0x6A636473, AccessEvent, AccessOpening, AccessTile, AccessCheckpoint, AccessCosignature, AccessKey,
    AccessIndex,
)  # fmt: skip
LOGS = (LOG1, ACCESS1)
