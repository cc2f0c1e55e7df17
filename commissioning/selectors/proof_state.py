"""How far a published case can be proved right now: under which checkpoint, or that the receipt still follows."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from commissioning.models import AuditIndex, Case
from commissioning.rules.receipts import RELEASING
from commissioning.selectors import ledger_tree


@dataclass(frozen=True)
class ProofState:
    """The newest signed checkpoint in words, and whether it covers the publication of this case."""

    size: int
    root: str
    signed_at: datetime
    is_covered: bool


def newest_proof() -> ProofState | None:
    """The newest checkpoint for print; None before the first signature. One statement."""
    newest = ledger_tree.latest_checkpoint()
    if newest is None:
        return None
    return ProofState(newest.size, base64.b64encode(bytes(newest.root)).decode(), newest.signed_at, False)


def proof_of(case: Case) -> ProofState | None:
    """The same for a case; None where nothing of it is published or nothing is signed yet. Two statements."""
    first = (
        AuditIndex.objects.filter(case=case, kind__in=RELEASING)
        .order_by("seq")
        .values_list("seq", flat=True)
        .first()
    )
    newest = newest_proof()
    if first is None or newest is None:
        return None
    return ProofState(newest.size, newest.root, newest.signed_at, first < newest.size)
