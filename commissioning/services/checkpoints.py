"""Signs what the log has become. Run by a process of its own; the web process has no key.

Before signing: the log must not be shorter than its last checkpoint (signing then would be a fork), the tree must
extend it provably, and a sample of openings must match. The signer keeps its last note beside its key. Any failure: nothing is signed, and the alarm is an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from commissioning import ledger
from commissioning.acts import Act, Actor, Standing
from commissioning.models import LOG1, AuditIndex, Log
from commissioning.models.ledger_rows import CheckpointRow
from commissioning.rules import merkle, notes
from commissioning.rules.notes import Checkpoint, Note
from commissioning.selectors import ledger_checks, ledger_tree
from commissioning.selectors.ledger_checks import Finding
from commissioning.services.ledger_keys import Signer, replace_file

ALARM = "log/checkpoint"


class SigningRefused(RuntimeError):
    """The log does not fit its last checkpoint or its own openings; the findings say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(" ".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


def sign(
    signers: Sequence[Signer], signed_at: datetime, memory: Path | None = None, log: Log = LOG1
) -> CheckpointRow | None:
    """Sign the log as it stands; None when nothing has been added. `signed_at` is real time.

    `memory` is the signer's own file with the last note it signed: it survives a restore of the database, so a
    restored log that lost events is never signed. Raises SigningRefused, and ValueError without a key.
    """
    if not signers:
        raise ValueError("No open signing key of this log is at hand.")
    with transaction.atomic():
        size, past = ledger_tree.size(log), _past(memory, log)
        findings = [finding for point in past for finding in growth_findings(point, size, log)]
        if findings:
            raise SigningRefused(findings)
        stored = ledger_tree.latest_checkpoint(log)
        if size == 0 or (stored is not None and stored.size == size):
            return None
        findings = ledger_checks.sample(size, log=log)
        if findings:
            raise SigningRefused(findings)
        return _store(size, ledger_tree.root(size, log), signers, signed_at, memory, log)


def growth_findings(past: Checkpoint, size: int, log: Log = LOG1) -> list[Finding]:
    """Whether the tree of `size` extends what was signed: not shorter, and provably the same up to there."""
    if past.size == 0:
        return []
    if size < past.size:
        what = (
            f"The log has {size} events, but its last checkpoint signed {past.size}. Signing would fork it."
        )
        return [Finding(size, what)]
    try:
        proof = ledger_tree.consistency_proof(past.size, size, log)
        is_grown = merkle.verify_consistency(past.size, size, past.root, ledger_tree.root(size, log), proof)
    except KeyError as missing:
        return [Finding(None, f"A stored hash is missing: {missing}")]
    if is_grown:
        return []
    return [Finding(None, f"The first {past.size} events are not those that the last checkpoint signed.")]


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


def _past(memory: Path | None, log: Log) -> list[Checkpoint]:
    """What has been signed so far: by the database, and by the signer's own memory where these differ."""
    past = []
    last = ledger_tree.latest_checkpoint(log)
    if last is not None:
        past.append(Checkpoint(log.origin, last.size, bytes(last.root)))
    if memory is not None and memory.is_file():
        remembered = notes.parse_checkpoint(notes.parse_note(memory.read_text()).text)
        if remembered not in past:
            past.append(remembered)
    return past


def _store(
    size: int, root: bytes, signers: Sequence[Signer], signed_at: datetime, memory: Path | None, log: Log
) -> CheckpointRow:
    """The memory is written before the row: what the signer remembers is never behind what it has given out."""
    text = str(Checkpoint(log.origin, size, root))
    note = Note(text, tuple(notes.sign(text, key.name, private) for key, private in signers))
    if memory is not None:
        replace_file(memory, str(note))
    row = log.checkpoints(
        size=size, root=root, note=str(note), key_id=signers[0][0].key_id.hex(), signed_at=signed_at
    )
    row.save()
    return row
