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

from django.conf import settings
from django.db import models

from commissioning.models.ledger_rows import (
    CheckpointRow,
    CosignatureRow,
    EventRow,
    IndexRow,
    KeyRow,
    OpeningRow,
    TileRow,
    line_under,
    once,
    opening_of,
)


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
