"""Erasing, redacting and opening what the log has committed to. The log itself never changes.

Erasure (UK GDPR art 17; Data Protection Act 2018 s47) and redaction destroy salt and value of named fields: without
the salt nothing can be guessed from the commitment, and old proofs stay valid. The words go from every record, history
row, draft and mail that says them as well; the event names each row that is written once, with its digest before and
after, so that only what an erasure names may differ from what was written. The bytes of the documents concerned go
too; digest and tombstone stay. Lifting an exemption (Local Government Act 1972 s100I and Schedule 12A) releases
fields, so that residents can check that the text is what was committed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import cast

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from commissioning import access, documents, ledger
from commissioning.acts import Act, Actor
from commissioning.models import AuditIndex, AuditOpening, Case, DocumentErasure, Duty
from commissioning.models.base import Tracked
from commissioning.rules.erased_words import DIGEST, EVERYWHERE, SCOPES
from commissioning.rules.refusals import Refusal
from commissioning.selectors import erasures
from commissioning.selectors.disclosures import (
    EXEMPT_REVIEW,
    NOTHING,
    ORDERS,
    STRUCTURE,
    WHOLE,
    Field,
    erased_documents,
    lifted,
    openings,
)
from commissioning.selectors.erasures import Change, Plan
from commissioning.services import erasure_journal
from commissioning.services.duties import close_duty
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
    scope: str = EVERYWHERE,
) -> int:
    """Destroy salt and value of these fields and the bytes of these documents (by digest); returns the position of the
    event that orders it.

    With a field go its words wherever they stand, as far as `scope` says (see `rules.erased_words`), the documents that
    it names or that were made of emptied rows, and the copies of the case's trail that were made for members. Call
    inside `ledger.transaction()`: records that go on changing are saved first, then the event is flushed here, because
    emptied fields and rows are allowed by it. After commit the erasure goes into the journal outside the database, then
    the bytes go. Raises PermissionDenied, and Refusal without authority and ground, for a field that holds the log
    together, and for what is not there (any more).
    """
    standing = access.require(actor, "ledger.erase", None, at)
    _check(fields, papers := set(papers), kind, authority, ground, scope)
    act = Act(actor, standing, at, reason=ground)
    plan = erasures.plan(fields, scope, papers)
    _end_reviews(plan.fields, act, "ERASED")
    for change in plan.records:
        _save(change, act)
    gone = sorted(papers | {document.sha256 for document in plan.papers})
    for sha256 in gone:
        words = {"kind": kind, "authority": authority, "ground": ground}
        DocumentErasure.create_as(act, sha256=sha256, erased_at=at, **words)
    ledger.append(
        kind,
        act,
        case.reference if case else "log",
        case=case,
        fields={
            "authority": authority, "ground": ground, "scope": scope, "documents": gone, "erased": _pairs(plan.fields),
            "asked": _pairs(fields), "rows": [change.emptied for change in plan.rows],
        },
        tier={"rows": "personal"},
    )  # fmt: skip
    position = ledger.flush()[-1]
    _empty(plan, position)
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
    """Release exempt fields of a case to everybody; nobody is asked any more to look at them again. Raises Refusal without a reason, and when a field
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
    _end_reviews(fields, act, "LIFTED")
    ledger.append("exempt.lift", act, case.reference, case=case, fields={"ground": ground, "released": named})


def replay(journal: Iterable[Line], *, actor: Actor, at: datetime) -> tuple[int, int]:
    """After a restore: erase again what the journal says and the backup has brought back; returns how many fields and
    how many documents came back.

    What was asked for is erased again first, each line of the journal by itself: its words lead to the rest, as they
    did the first time. What then is still there goes by its name.
    """
    lines = list(journal)
    fields = {(int(seq), str(name)): line for line in lines for seq, name in line["fields"]}
    papers = {sha256: line for line in lines for sha256 in line["documents"]}
    back = _back(fields)
    there = sum(documents.path_of(sha256).exists() for sha256 in papers)
    for line in lines:
        _again(line, [(int(seq), str(name)) for seq, name in line["asked"]], [], actor, at)
    for line in lines:
        named = [key for key, told in fields.items() if told is line]
        known = erased_documents({*papers})
        _again(line, named, [key for key, told in papers.items() if told is line and key not in known], actor, at)
    documents.remove(papers)
    return len(back), there


def _again(line: Line, fields: Iterable[Field], papers: Sequence[str], actor: Actor, at: datetime) -> None:
    """One line of the journal, as far as the backup has brought it back."""
    back = _back(fields)
    if not (back or papers):
        return
    with ledger.transaction():
        erase(
            fields=sorted(back),
            papers=papers,
            kind=line["kind"],
            authority=line["authority"],
            ground=f"After a restore: {line['ground']}",
            actor=actor,
            at=at,
            case=Case.objects.filter(reference=line["case"]).first(),
            scope=line["scope"],
        )


def _back(fields: Iterable[Field]) -> set[Field]:
    """Those of the fields that hold something."""
    return {(one.event_id, one.name) for one in openings([*fields]) if one.salt is not None}


def _check(fields: Sequence[Field], papers: set[str], kind: str, authority: str, ground: str, scope: str) -> None:
    if kind not in ORDERS or scope not in SCOPES:
        raise ValueError(f"{kind!r} ({scope}) is no kind of erasure")
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
    if not (fields or papers) or _back(fields) != set(fields):
        raise Refusal("erase.nothing", "One of these fields does not exist or has already been erased.")
    if not all(DIGEST.fullmatch(sha256) for sha256 in papers) or erased_documents(papers):
        raise Refusal("erase.nothing", "One of these documents does not exist or has already been erased.")


def _end_reviews(fields: Iterable[Field], act: Act, result: str) -> None:
    """Nobody has to look again at an exemption whose words are open or gone."""
    events = AuditOpening.objects.filter(event_id__in={seq for seq, _ in fields}, tier="exempt", salt__isnull=False)
    standing = {(one.event_id, one.name) for one in events if one.value not in NOTHING} - set(fields) - lifted()
    over = {seq for seq, _ in fields} - {seq for seq, _ in standing}
    for duty in Duty.objects.filter(kind=EXEMPT_REVIEW, subject_id__in=over, closed_at__isnull=True).order_by("pk"):
        close_duty(duty, act, result)


def _pairs(fields: Iterable[Field]) -> list[list[int | str]]:
    return [[seq, name] for seq, name in sorted(set(fields))]


def _save(change: Change, act: Act) -> None:
    """A record that goes on changing: its words go as any change is made, with a row of history."""
    for name, value in change.values.items():
        setattr(change.row, name, value)
    cast(Tracked, change.row).save_as(act, update_fields=list(change.values))


def _empty(plan: Plan, position: int) -> None:
    """The only changes of openings, of rows written once and of history that the triggers allow, and only now, while
    the erasure is the newest event; then what is no record: drafts of tasks, mail, what somebody had typed."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE audit_opening SET salt = NULL, value = NULL, erased_by = %s WHERE seq = %s AND name = %s",
            [[position, *pair] for pair in plan.fields],
        )
        for change in (*plan.rows, *plan.others):
            meta = change.row._meta
            columns = {one: change.values[one.attname] for one in meta.concrete_fields if one.attname in change.values}
            setting = ", ".join(f"{connection.ops.quote_name(one.column)} = %s" for one in columns)
            cursor.execute(
                f"UPDATE {connection.ops.quote_name(meta.db_table)} SET {setting} WHERE {meta.pk.column} = %s",  # noqa: S608
                [*(one.get_db_prep_save(value, connection) for one, value in columns.items()), change.row.pk],
            )
    for session in Session.objects.filter(session_key__in=plan.sessions):
        left = {name: value for name, value in session.get_decoded().items() if name not in plan.sessions[session.session_key]}
        session.session_data = SessionStore().encode(left)
        session.save(update_fields=["session_data"])
