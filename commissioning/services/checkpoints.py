"""Signs what the log has become. Run by a process of its own; the web process has no key.

Before signing: the log must not be shorter than its last checkpoint (signing then would be a fork), the tree must
extend it provably, and a sample of openings must match. Any failure: nothing is signed, and the alarm is an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from commissioning import ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import AuditCheckpoint, AuditIndex
from commissioning.rules import merkle, notes
from commissioning.rules.notes import Checkpoint, Note
from commissioning.selectors import ledger_checks, ledger_tree
from commissioning.selectors.ledger_checks import Finding
from commissioning.services.ledger_keys import Signer

ALARM = "log/checkpoint"


class SigningRefused(RuntimeError):
    """The log does not fit its last checkpoint or its own openings; the findings say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(" ".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


def sign(signers: Sequence[Signer], signed_at: datetime) -> AuditCheckpoint | None:
    """Sign the log as it stands; None when nothing has been added. `signed_at` is real time.

    Raises SigningRefused, and ValueError without a key.
    """
    if not signers:
        raise ValueError("No open signing key of this log is at hand.")
    with transaction.atomic():
        size, last = ledger_tree.size(), ledger_tree.latest_checkpoint()
        if size == 0 or (last is not None and last.size == size):
            return None
        findings = growth_findings(last, size) or ledger_checks.sample(size)
        if findings:
            raise SigningRefused(findings)
        return _store(size, ledger_tree.root(size), signers, signed_at)


def growth_findings(last: AuditCheckpoint | None, size: int) -> list[Finding]:
    """Whether the tree of `size` extends the last checkpoint: not shorter, and provably the same up to there."""
    if last is None:
        return []
    if size < last.size:
        what = (
            f"The log has {size} events, but its last checkpoint signed {last.size}. Signing would fork it."
        )
        return [Finding(size, what)]
    try:
        proof = ledger_tree.consistency_proof(last.size, size)
        is_grown = merkle.verify_consistency(last.size, size, bytes(last.root), ledger_tree.root(size), proof)
    except KeyError as missing:
        return [Finding(None, f"A stored hash is missing: {missing}")]
    if is_grown:
        return []
    return [Finding(None, f"The first {last.size} events are not those that the last checkpoint signed.")]


def raise_alarm(refused: SigningRefused, at: datetime) -> bool:
    """Write the refusal into the log, once for the same findings; returns whether it was new."""
    words = [str(finding) for finding in refused.findings[:10]]
    subject = f"{ALARM}/{merkle.leaf_hash(repr(words).encode()).hex()[:16]}"
    if AuditIndex.objects.filter(subject=subject).exists():
        return False
    act = Act(Actor.system("signer"), Standing(capacity="system"), at, reason=words[0][:500])
    with ledger.recording():
        ledger.append("reconcile.alarm", act, subject, fields={"findings": words}, tier="member")
    return True


def _store(size: int, root: bytes, signers: Sequence[Signer], signed_at: datetime) -> AuditCheckpoint:
    text = str(Checkpoint(settings.LEDGER_ORIGIN, size, root))
    note = Note(text, tuple(notes.sign(text, key.name, private) for key, private in signers))
    row = AuditCheckpoint(
        size=size, root=root, note=str(note), key_id=signers[0][0].key_id.hex(), signed_at=signed_at
    )
    row.save()
    return row
