"""What a report keeps back: where it lies, when it is looked at again, and whether it has been opened to everybody or
erased."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commissioning import documents
from commissioning.models import AuditIndex, AuditOpening, Case, Document, Duty
from commissioning.rules.access_matrix import SCRUTINY
from commissioning.rules.appointments import CO_OPTEES
from commissioning.selectors.disclosures import EXEMPT_REVIEW, Field, Lift, lifted, lifts
from decisions.models import AgendaItem
from decisions.rules.exempt_parts import FIELD, FILE, REVIEW
from decisions.selectors.education_matters import is_education_matter
from decisions.selectors.records import current_record


def is_open_to(role: str, case: Case) -> bool:
    """Whether an office that reads what is kept back may read it in a case now: scrutiny once the decision is published (SI
    2012/2089 reg 17), an education co-optee of it on an education matter only, everybody else at once."""
    if role in CO_OPTEES and not is_education_matter(case):
        return False
    return role not in SCRUTINY | CO_OPTEES or current_record(case) is not None


@dataclass(frozen=True)
class Renewal:
    """Somebody looked at the exemption again and kept it up: when, until when, and why."""

    at: datetime
    review_on: date
    ground: str


@dataclass(frozen=True)
class Due:
    """An exemption that somebody has to look at: its case, the event that made it, and the day that was set."""

    case: Case
    seq: int
    review_on: date


@dataclass(frozen=True)
class ExemptPart:
    """The exempt part of one report: the event that committed to it, and what became of it since."""

    seq: int
    value: object
    erased_by: int | None
    review_on: date | None
    lifted: Lift | None
    renewals: tuple[Renewal, ...] = ()
    file: dict[str, Any] | None = None  # digest and size of the PDF, as the log says; None where there is none (any more)
    opened: frozenset[str] = frozenset()  # names of the fields that everybody may read

    @property
    def standing(self) -> list[Field]:
        """What is still kept back: the fields that hold something and are not open."""
        there = [FIELD] if self.value and self.erased_by is None else []
        there += [FILE] if self.file else []
        return [(self.seq, name) for name in there if name not in self.opened]

    @property
    def file_is_open(self) -> bool:
        return self.file is not None and FILE in self.opened

    def pdf(self) -> bytes:
        """The bytes of the PDF. Raises documents.MissingDocument (ErasedDocument) where they are gone."""
        paper = Document.objects.filter(sha256=(self.file or {}).get("sha256", "")).order_by("pk").first()
        if paper is None:
            raise documents.MissingDocument("This report leaves out no PDF")
        return documents.read(paper)

    @property
    def digest(self) -> str:
        """Of a text that lies in the document store."""
        return str(self.value["sha256"]) if isinstance(self.value, dict) else ""

    @property
    def is_open(self) -> bool:
        """Whether everybody may read it."""
        return FIELD in self.opened and self.erased_by is None

    def text(self) -> str:
        """The words. Raises documents.MissingDocument (ErasedDocument) where the bytes are gone."""
        if not self.digest:
            return str(self.value or "")
        paper = Document.objects.filter(sha256=self.digest).order_by("pk").first()
        if paper is None:
            raise documents.MissingDocument(f"No document has the digest {self.digest}")
        return documents.read(paper).decode()


def exempt_part(item: AgendaItem) -> ExemptPart | None:
    """None for a report that keeps nothing back; no statement where nothing of it is taken in private, else four or five."""
    if not item.closed_for:
        return None
    published = AuditIndex.objects.filter(case=item.case_id, kind="agenda.publish", subject=subject_of(item)).values("seq")
    told = {row.name: row for row in AuditOpening.objects.filter(event__in=published, name__in=(FIELD, FILE, REVIEW))}
    row = told.get(FIELD)
    if row is None:
        return None
    review = told[REVIEW].value if REVIEW in told else None
    renewed = renewals(item.case).get(row.event_id, ())
    review_on = renewed[-1].review_on if renewed else date.fromisoformat(review) if isinstance(review, str) else None
    opened = {name: lift for lift in lifts(item.case) for seq, name in lift.fields if seq == row.event_id}
    file = told[FILE].value if FILE in told and isinstance(told[FILE].value, dict) else None
    lifted_by = opened.get(FIELD) or opened.get(FILE)
    return ExemptPart(row.event_id, row.value, row.erased_by, review_on, lifted_by, tuple(renewed), file, frozenset(opened))


def renewals(case: Case | None = None) -> dict[int, list[Renewal]]:
    """How often each exemption of a case (of all cases) was kept up, by the event that made it, in order."""
    events = AuditIndex.objects.filter(kind="exempt.renew", n__isnull=False, **({"case": case} if case else {}))
    rows = dict(events.values_list("seq", "at"))
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for seq, name, value in AuditOpening.objects.filter(event_id__in=rows).values_list("event_id", "name", "value") if rows else ():
        told[seq][name] = value
    found: dict[int, list[Renewal]] = defaultdict(list)
    for seq, one in sorted(told.items()):
        found[one["event"]].append(Renewal(rows[seq], date.fromisoformat(one[REVIEW]), str(one["ground"] or "")))
    return found


def to_review(today: date, case: Case | None = None) -> list[Due]:
    """What is still kept back, in one case or in all, although its day of review has come, and nobody has been asked about
    yet. A fixed number of statements: the tick asks often."""
    closed = AgendaItem.objects.exclude(closed_for={}).select_related("case").order_by("pk")
    items = {subject_of(item): item for item in (closed.filter(case=case) if case else closed)}
    events = dict(AuditIndex.objects.filter(kind="agenda.publish", subject__in=items).values_list("seq", "subject")) if items else {}
    told: dict[int, dict[str, AuditOpening]] = defaultdict(dict)
    for row in AuditOpening.objects.filter(event_id__in=events, name__in=(FIELD, FILE, REVIEW)) if events else ():
        told[row.event_id][row.name] = row
    days = {
        seq: date.fromisoformat(str(found[REVIEW].value))
        for seq, found in sorted(told.items())
        if REVIEW in found and found[REVIEW].value and any(name in found and found[name].value for name in (FIELD, FILE))
    }
    if not any(day <= today for day in days.values()):
        return []
    days |= {seq: kept[-1].review_on for seq, kept in renewals().items() if seq in days}
    asked = set(Duty.objects.filter(kind=EXEMPT_REVIEW, closed_at__isnull=True).values_list("subject_id", flat=True))
    is_open = lifted()
    kept = {seq for seq in days for name in (FIELD, FILE) if name in told[seq] and told[seq][name].value and (seq, name) not in is_open}
    over = asked | (days.keys() - kept)
    return [Due(items[events[seq]].case, seq, day) for seq, day in days.items() if day <= today and seq not in over]


def part_of(duty: Duty) -> tuple[AgendaItem, ExemptPart] | None:
    """What a duty to look at an exemption is about; None where the part is not to be found."""
    items = AgendaItem.objects.filter(case=duty.case_id).select_related("case", "meeting", "maker").order_by("pk")
    found = ((item, exempt_part(item)) for item in items)
    return next(((item, part) for item, part in found if part and part.seq == duty.subject_id), None)


def subject_of(item: AgendaItem) -> str:
    """Under which name the log knows an item."""
    return f"item:{item.case.reference}:{item.pk}"
