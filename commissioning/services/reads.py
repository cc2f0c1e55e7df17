"""Who read what is not public: each reading is an event of the access log, apart from the log of decisions.

SI 2012/2089 regs 16 and 17 give members more than residents see; the access log is the other side of that right.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from commissioning import ledger_writer
from commissioning.acts import Act
from commissioning.ledger_writer import Queued
from commissioning.models import ACCESS1, Case
from commissioning.rules.canonical import normalise
from commissioning.rules.event_kinds import KINDS


def record_read(*, kind: str, case: Case, what: Mapping[str, object], act: Act) -> None:
    """Write one reading before the page is shown; in a transaction of its own.

    `what` says in plain values which part was read. Nothing is shown when this fails: the exception reaches the page.
    Raises ValueError for a kind that is no reading.
    """
    if not kind.startswith("read.") or kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of reading.")
    fields = {name: normalise(value) for name, value in what.items()}
    tiers = dict.fromkeys(fields, "member")
    with transaction.atomic():
        ledger_writer.write([Queued(kind, act, case.reference, "", {case.pk: case.reference}, fields, tiers, [])], ACCESS1)
