"""Builders for tests of the log: events, a signing key in memory, a signed checkpoint."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from commissioning import ledger
from commissioning.models import ACCESS1, AccessKey, AuditCheckpoint, AuditKey
from commissioning.rules import notes
from commissioning.services import checkpoints
from commissioning.services.ledger_keys import Signer
from tests.builders import test_act

SIGNED_AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def events(
    count: int, *, subject: str = "2026/001", kind: str = "case.revise", **kwargs: object
) -> list[int]:
    """Write so many events in one go; returns their positions."""
    with ledger.transaction():
        for _ in range(count):
            ledger.append(kind, test_act(), subject, **kwargs)
        return ledger.flush()


def signer(seed: bytes = b"k" * 32) -> Signer:
    """A key that the log names; the same seed is the same key."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = notes.verifier_key(settings.LEDGER_ORIGIN, notes.public_bytes(private))
    if not AuditKey.objects.filter(vkey=str(key)).exists():
        AuditKey(vkey=str(key), from_size=0).save()
    return key, private


def signed() -> AuditCheckpoint:
    """Sign the log as it stands."""
    row = checkpoints.sign([signer()], SIGNED_AT)
    assert row is not None
    return row


def access_signer(seed: bytes = b"r" * 32) -> Signer:
    """A key of the access log."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = notes.verifier_key(ACCESS1.origin, notes.public_bytes(private))
    if not AccessKey.objects.filter(vkey=str(key)).exists():
        AccessKey(vkey=str(key), from_size=0).save()
    return key, private
