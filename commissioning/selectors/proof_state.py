"""How far a published case can be proved right now: under which checkpoint, or that the receipt still follows."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import datetime

from commissioning.models import AuditIndex, AuditKey, Case
from commissioning.rules.receipts import RELEASING
from commissioning.selectors import ledger_tree


@dataclass(frozen=True)
class ProofState:
    """The newest signed checkpoint in words, and whether it covers the publication of this case."""

    size: int
    root: str
    signed_at: datetime
    is_covered: bool
    keys: tuple[str, ...] = ()


def newest_proof() -> ProofState | None:
    """The newest checkpoint for print, with the keys that sign; None before the first signature. Two statements."""
    newest = ledger_tree.latest_checkpoint()
    if newest is None:
        return None
    root = base64.b64encode(bytes(newest.root)).decode()
    keys = AuditKey.objects.filter(to_size__isnull=True).order_by("pk").values_list("vkey", flat=True)
    return ProofState(newest.size, root, newest.signed_at, False, tuple(keys))


def proof_of(case: Case) -> ProofState | None:
    """The same for a case; None where nothing of it is published or nothing is signed yet. Three statements."""
    first = (
        AuditIndex.objects.filter(case=case, kind__in=RELEASING)
        .order_by("seq")
        .values_list("seq", flat=True)
        .first()
    )
    newest = newest_proof()
    if first is None or newest is None:
        return None
    return replace(newest, is_covered=first < newest.size)
