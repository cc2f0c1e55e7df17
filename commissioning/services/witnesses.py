"""Asks outside witnesses to cosign checkpoints (C2SP tlog-witness): they sign only what grows from what they saw last.

A witness that is away never stops the council: the next round asks again. A witness that remembers a longer log than
ours, or that refuses our proof, is an alarm: either our log has lost events, or somebody shows two histories.
"""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from commissioning.models import AuditCheckpoint, AuditCosignature
from commissioning.rules import notes
from commissioning.rules.notes import BadNote, VerifierKey
from commissioning.selectors import ledger_tree

TIMEOUT = 10  # seconds
LONGEST = 100_000  # bytes of an answer that we read
AGREED, CONFLICT, REFUSED = 200, 409, 422


class WitnessAway(RuntimeError):
    """The witness did not answer, or not in its protocol; ask again later."""


class WitnessDisagrees(RuntimeError):
    """The witness has seen a longer or another log than this one."""


@dataclass(frozen=True)
class Witness:
    """Where a witness listens, and the key of its cosignatures."""

    url: str
    key: VerifierKey


def configured() -> list[Witness]:
    """The witnesses of the setting LEDGER_WITNESSES: pairs of address and verifier key."""
    return [Witness(url.rstrip("/"), notes.parse_vkey(vkey)) for url, vkey in settings.LEDGER_WITNESSES]


def cosign_missing(witnesses: Iterable[Witness], received_at: datetime) -> tuple[list[str], list[str]]:
    """Ask every witness that has not cosigned the newest checkpoint; returns who is away and who disagrees, in words."""
    away: list[str] = []
    alarms: list[str] = []
    newest = AuditCheckpoint.objects.order_by("-size").first()
    if newest is None:
        return away, alarms
    have = set(newest.cosignatures.values_list("witness", flat=True))
    for witness in witnesses:
        if witness.key.name in have:
            continue
        try:
            cosign(newest, witness, received_at)
        except WitnessAway as problem:
            away.append(f"{witness.key.name}: {problem}")
        except WitnessDisagrees as problem:
            alarms.append(f"{witness.key.name}: {problem}")
    return away, alarms


def cosign(checkpoint: AuditCheckpoint, witness: Witness, received_at: datetime) -> AuditCosignature:
    """Get and store one cosignature. Raises WitnessAway, WitnessDisagrees."""
    known = (
        AuditCosignature.objects.filter(witness=witness.key.name).aggregate(size=Max("checkpoint_id"))["size"]
        or 0
    )
    status, answer = _post(witness.url, _request(known, checkpoint))
    if status == CONFLICT:
        status, answer = _post(witness.url, _request(_remembered(answer, checkpoint), checkpoint))
    if status == REFUSED:
        raise WitnessDisagrees("it does not accept that this log grew from the one it saw last.")
    if status != AGREED:
        raise WitnessAway(f"it answered with status {status}.")
    row = AuditCosignature(
        checkpoint=checkpoint,
        witness=witness.key.name,
        line=_line(answer, checkpoint, witness),
        received_at=received_at,
    )
    row.save()
    return row


def _request(old: int, checkpoint: AuditCheckpoint) -> str:
    """`old N`, the consistency proof, an empty line, the checkpoint."""
    grown = 0 < old < checkpoint.size
    proof = ledger_tree.consistency_proof(old, checkpoint.size) if grown else []
    lines = [f"old {old}", *(base64.b64encode(step).decode() for step in proof)]
    return "".join(f"{line}\n" for line in lines) + "\n" + checkpoint.note


def _remembered(answer: str, checkpoint: AuditCheckpoint) -> int:
    text = answer.strip()
    if not (text.isascii() and text.isdigit()):
        raise WitnessAway("it answered with a conflict, but without its size.")
    if int(text) > checkpoint.size:
        raise WitnessDisagrees(
            f"it has seen {text} events, this log has {checkpoint.size}. Do not sign; see restore."
        )
    return int(text)


def _line(answer: str, checkpoint: AuditCheckpoint, witness: Witness) -> str:
    """The witness's own valid line of its answer."""
    text = notes.parse_note(checkpoint.note).text
    for line in answer.splitlines():
        try:
            signature = notes.parse_signature(line)
        except BadNote:
            continue
        is_its_own = (signature.name, signature.key_id) == (witness.key.name, witness.key.key_id)
        if is_its_own and notes.is_valid(text, signature, witness.key):
            return line
    raise WitnessAway("it answered without a valid cosignature.")


def _post(url: str, content: str) -> tuple[int, str]:
    if not url.startswith(("https://", "http://")):
        raise WitnessAway("its address is not a web address.")
    request = urllib.request.Request(f"{url}/add-checkpoint", content.encode(), method="POST")  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return response.status, response.read(LONGEST).decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(LONGEST).decode(errors="replace")
    except (OSError, ValueError) as problem:
        raise WitnessAway("it does not answer.") from problem
