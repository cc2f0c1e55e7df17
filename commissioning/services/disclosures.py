"""Erasing, redacting and opening what the log has committed to. The log itself never changes.

Erasure (UK GDPR art 17; Data Protection Act 2018 s47) and redaction destroy salt and value of named fields: without
the salt nothing can be guessed from the commitment, and old proofs stay valid. The bytes of the documents concerned go
with them; digest and tombstone stay. Lifting an exemption (Local Government Act 1972 s100I and Schedule 12A) releases
fields, so that residents can check that the text is what was committed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from commissioning import access, documents, ledger
from commissioning.acts import Act, Actor
from commissioning.models import AuditIndex, Case, DocumentErasure
from commissioning.rules.refusals import Refusal
from commissioning.selectors.disclosures import (
    DIGEST,
    ORDERS,
    STRUCTURE,
    WHOLE,
    Field,
    documents_with,
    erased_documents,
    lifted,
    openings,
)
from commissioning.services import erasure_journal
from commissioning.services.erasure_journal import Line


def erase(
    *,
    fields: Sequence[Field] = (),
    papers: Iterable[str] = (),
    kind: str,
    authority: str,
    ground: str,
    actor: Actor,
    at: datetime,
    case: Case | None = None,
) -> int:
    """Destroy salt and value of these fields and the bytes of these documents (by digest); returns the position of the
    event that orders it.

    With a field go the documents that it names, and the copies of the case's trail that were made for members. Call
    inside `ledger.transaction()`: the event is flushed here, because the emptied fields name it. After commit the
    erasure goes into the journal outside the database, then the bytes go. Raises PermissionDenied, and Refusal without
    authority and ground, for a field that holds the log together, and for what is not there (any more).
    """
    standing = access.require(actor, "ledger.erase", None, at)
    _check(fields, papers := set(papers), kind, authority, ground)
    act = Act(actor, standing, at, reason=ground)
    named: list[list[int | str]] = [[seq, name] for seq, name in sorted(set(fields))]
    gone = sorted(papers | {document.sha256 for document in documents_with(named)})
    for sha256 in gone:
        words = {"kind": kind, "authority": authority, "ground": ground}
        DocumentErasure.create_as(act, sha256=sha256, erased_at=at, **words)
    ledger.append(
        kind,
        act,
        case.reference if case else "log",
        case=case,
        fields={"authority": authority, "ground": ground, "erased": named, "documents": gone},
    )
    position = ledger.flush()[-1]
    _empty(named, position)
    transaction.on_commit(partial(finish, position))
    return position


def finish(position: int) -> None:
    """What stands outside the database: the line in the journal, then the bytes. May be repeated."""
    line = erasure_journal.line_of(position)
    erasure_journal.write(line)
    documents.remove(line["documents"])


def finish_all() -> int:
    """Complete erasures that a crash cut off after their commit; returns how many events and documents were open."""
    written = {line["event"] for line in erasure_journal.lines()}
    ordered = AuditIndex.objects.filter(kind__in=ORDERS, n__isnull=False).order_by("seq").values_list("seq", flat=True)
    left = [seq for seq in ordered if seq not in written]
    for seq in left:
        finish(seq)
    return len(left) + documents.remove(DocumentErasure.objects.values_list("sha256", flat=True).distinct())


def lift_exemption(*, case: Case, fields: Sequence[Field], ground: str, actor: Actor, at: datetime) -> None:
    """Release exempt fields of a case to everybody. Raises Refusal without a reason, and when a field
    is not exempt, open already or not there in this case."""
    standing = access.require(actor, "ledger.lift", None, at)
    named: list[list[int | str]] = [[seq, name] for seq, name in sorted(set(fields))]
    if not ground.strip():
        raise Refusal("exempt.ground", "Say why the exemption no longer applies: the reason stays in the log.")
    mine = set(AuditIndex.objects.filter(case=case, seq__in={seq for seq, _ in fields}).values_list("seq", flat=True))
    rows = [o for o in openings(named) if o.event_id in mine]
    found = {(o.event_id, o.name) for o in rows if o.tier == "exempt" and o.salt is not None}
    if not named or found - lifted() != set(fields):
        raise Refusal(
            "exempt.none",
            "One of these parts is not exempt, is open already or has been erased. Choose exempt parts only.",
        )
    act = Act(actor, standing, at, reason=ground)
    ledger.append("exempt.lift", act, case.reference, case=case, fields={"ground": ground, "released": named})


def replay(journal: Iterable[Line], *, actor: Actor, at: datetime) -> tuple[int, int]:
    """After a restore: erase again what the journal says and the backup has brought back; returns how many fields and
    how many documents came back."""
    fields: dict[Field, Line] = {}
    papers: dict[str, Line] = {}
    for line in journal:
        fields |= {(int(seq), str(name)): line for seq, name in line["fields"]}
        papers |= dict.fromkeys(line["documents"], line)
    back = {(o.event_id, o.name) for o in openings([*fields]) if o.salt is not None}
    there = sum(documents.path_of(sha256).exists() for sha256 in papers)
    open_fields = {key: line for key, line in fields.items() if key in back}
    known = erased_documents({*papers})
    open_papers = {key: line for key, line in papers.items() if key not in known}
    orders = [*open_fields.values(), *open_papers.values()]
    for kind in sorted({line["kind"] for line in orders}):
        lines = [line for line in orders if line["kind"] == kind]
        with ledger.transaction():
            erase(
                fields=[key for key, line in open_fields.items() if line["kind"] == kind],
                papers=[key for key, line in open_papers.items() if line["kind"] == kind],
                kind=kind,
                authority="; ".join(sorted({line["authority"] for line in lines})),
                ground="After a restore: " + "; ".join(sorted({line["ground"] for line in lines})),
                actor=actor,
                at=at,
            )
    documents.remove(papers)
    return len(back), there


def _check(fields: Sequence[Field], papers: set[str], kind: str, authority: str, ground: str) -> None:
    if kind not in ORDERS:
        raise ValueError(f"{kind!r} is no kind of erasure")
    if not authority.strip() or not ground.strip():
        raise Refusal(
            "erase.ground",
            "Say who ordered the erasure and on which legal ground: both stay in the log.",
            "UK GDPR art 5(2)",
        )
    if any(name in STRUCTURE for _, name in fields):
        raise Refusal(
            "erase.structure", "Kind, time, subject and digests hold the log together and cannot be erased."
        )
    if AuditIndex.objects.filter(seq__in={seq for seq, _ in fields}, kind__in=WHOLE).exists():
        raise Refusal(
            "erase.order",
            "The event of an erasure or of a lifted exemption stays whole: it says who ordered it, why, and what it was about.",
        )
    there = {(o.event_id, o.name) for o in openings(fields) if o.salt is not None}
    if not (fields or papers) or there != set(fields):
        raise Refusal("erase.nothing", "One of these fields does not exist or has already been erased.")
    if not all(DIGEST.fullmatch(sha256) for sha256 in papers) or erased_documents(papers):
        raise Refusal("erase.nothing", "One of these documents does not exist or has already been erased.")


def _empty(named: Sequence[Sequence[int | str]], position: int) -> None:
    """The only change of an opening that the triggers allow."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = %s WHERE seq = %s AND name = %s",
            [[position, *pair] for pair in named],
        )
