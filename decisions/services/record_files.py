"""Storing the PDF of a published record. Idempotent: a record has one PDF, however often the worker tries."""

from datetime import datetime

from commissioning import documents, ledger
from commissioning.acts import Act, Actor, Standing
from decisions.models import DecisionRecord, RecordFile
from decisions.records.render import Rendered

PDF = "application/pdf"


def store_record_pdf(*, record: DecisionRecord, rendered: Rendered, actor: Actor, at: datetime) -> RecordFile:
    """Put the checked PDF into the document store and commit its digest to the log."""
    found = RecordFile.objects.filter(record=record, media=PDF).select_related("document").first()
    if found is not None:
        return found
    act = Act(actor, Standing(capacity="system"), at)
    year, number = record.case.reference.split("/")
    document = documents.store(
        rendered.pdf,
        act,
        name=f"decision-{year}-{number}-{record.number}.pdf",
        media=PDF,
        access="PUBLIC",
        case=record.case,
    )
    stored = RecordFile.create_as(
        act,
        record=record,
        document=document,
        media=PDF,
        rendered_at=at,
        checked={"profile": "PDF/UA-1", "passed": rendered.rules_passed, "failed": rendered.rules_failed},
    )
    ledger.append(
        "record.render",
        act,
        f"{record.case.reference}/record",
        case=record.case,
        version=str(record.number),
        fields={"pdf": document.sha256, "pages": PDF},
    )
    return stored


def hold_back_pdf(*, record: DecisionRecord, why: str, actor: Actor, at: datetime) -> None:
    """The PDF failed its check or could not be made: the page stays published, the failure is named in the log."""
    act = Act(actor, Standing(capacity="system"), at, reason=why)
    ledger.append(
        "record.held",
        act,
        f"{record.case.reference}/record",
        case=record.case,
        version=str(record.number),
        fields={"why": why[:500]},
        tier="member",
    )
