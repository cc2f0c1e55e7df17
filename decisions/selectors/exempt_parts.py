"""What a report keeps back: where it lies, and whether it has been opened to everybody or erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commissioning import documents
from commissioning.models import AuditIndex, AuditOpening, Document
from commissioning.selectors.disclosures import Lift, lifts
from decisions.models import AgendaItem
from decisions.rules.exempt_parts import FIELD, REVIEW


@dataclass(frozen=True)
class ExemptPart:
    """The exempt part of one report: the event that committed to it, and what became of it since."""

    seq: int
    value: object
    erased_by: int | None
    review_on: date | None
    lifted: Lift | None

    @property
    def digest(self) -> str:
        """Of a text that lies in the document store."""
        return str(self.value["sha256"]) if isinstance(self.value, dict) else ""

    @property
    def is_open(self) -> bool:
        """Whether everybody may read it."""
        return self.lifted is not None and self.erased_by is None

    def text(self) -> str:
        """The words. Raises documents.MissingDocument (ErasedDocument) where the bytes are gone."""
        if not self.digest:
            return str(self.value or "")
        paper = Document.objects.filter(sha256=self.digest).order_by("pk").first()
        if paper is None:
            raise documents.MissingDocument(f"No document has the digest {self.digest}")
        return documents.read(paper).decode()


def exempt_part(item: AgendaItem) -> ExemptPart | None:
    """None for a report that keeps nothing back; no statement where nothing of it is taken in private, else three."""
    if not item.closed_for:
        return None
    published = AuditIndex.objects.filter(case=item.case_id, kind="agenda.publish", subject=subject_of(item)).values("seq")
    told = {row.name: row for row in AuditOpening.objects.filter(event__in=published, name__in=(FIELD, REVIEW))}
    row = told.get(FIELD)
    if row is None:
        return None
    review = told[REVIEW].value if REVIEW in told else None
    review_on = date.fromisoformat(review) if isinstance(review, str) else None
    return ExemptPart(row.event_id, row.value, row.erased_by, review_on, _lifted(item, row.event_id))


def subject_of(item: AgendaItem) -> str:
    """Under which name the log knows an item."""
    return f"item:{item.case.reference}:{item.pk}"


def _lifted(item: AgendaItem, seq: int) -> Lift | None:
    return next((lift for lift in lifts(item.case) if (seq, FIELD) in lift.fields), None)
