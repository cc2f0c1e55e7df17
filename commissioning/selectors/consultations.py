"""Reading consultations."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Case, Consultation, ConsultationResult

REFERENCE = re.compile(r"(\d{4})-(\d{1,7})-c(\d{1,4})", re.ASCII)


def consultations_of(case: Case) -> QuerySet[Consultation]:
    """Every consultation of a case, newest first."""
    return Consultation.objects.filter(case=case).select_related("case").order_by("-opens_on", "-pk")


def any_consultation(case: str = "pk") -> Exists:
    """Whether a case has one, for the statement that reads the case, or what belongs to it by the field named."""
    return Exists(Consultation.objects.filter(case=OuterRef(case)))


def find_consultation(reference: str) -> Consultation | None:
    """One by its public reference (2026-014-c1), with everything its page shows."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return None
    rows = Consultation.objects.filter(case__reference=f"{found[1]}/{found[2]}", n=int(found[3]))
    return rows.select_related("case__sponsor").prefetch_related("extensions", "publicity", "results__document").first()


def consultation_in(case: Case, n: int) -> Consultation | None:
    """The n-th consultation of a case."""
    return Consultation.objects.select_related("case").filter(case=case, n=n).first()


def not_over(case: Case, on: date) -> list[tuple[str, date]]:
    """Title and last day of every consultation of the case that runs or is to come."""
    return list(Consultation.objects.filter(case=case, closes_on__gte=on).order_by("pk").values_list("title", "closes_on"))


def consulted(case: Case) -> list[Consultation]:
    """Every consultation of a case in order, with what people said in it; one statement where there is none."""
    rows = Consultation.objects.filter(case=case).order_by("n").prefetch_related("results__document")
    found = list(rows)
    for row in found:
        row.case = case
    return found


def unfinished(rows: Iterable[Consultation], on: date) -> tuple[list[tuple[str, date]], list[str]]:
    """What a step that rests on the answers waits for: consultations that run or are to come, with their last day, and
    closed ones of which nobody has recorded what people said."""
    running = [(row.title, row.closes_on) for row in rows if row.closes_on >= on]
    return running, [row.title for row in rows if row.closes_on < on and not row.results.all()]


def results_in(rows: Iterable[Consultation]) -> list[ConsultationResult]:
    """What people said in each of them, as it counts now: the newest record."""
    found = []
    for row in rows:
        if (result := row.newest_result) is not None:
            result.consultation = row
            found.append(result)
    return found


def results_of(case: Case) -> list[ConsultationResult]:
    """What people said in the consultations of a case, as it counts now."""
    return results_in(consulted(case))


def frozen(results: Iterable[ConsultationResult]) -> list[dict]:
    """The same as a proposal freezes it, with the digest of the file beside it."""
    return [
        {
            "reference": row.consultation.reference, "title": row.consultation.title,
            "opens_on": row.consultation.opens_on.isoformat(), "closes_on": row.consultation.closes_on.isoformat(),
            "n": row.n, "answered": row.answered, "summary": row.summary, "change": row.change, "response": row.response,
            "file": row.document.sha256 if row.document else "",
        }
        for row in results
    ]  # fmt: skip


def find_result_file(reference: str, n: int) -> ConsultationResult | None:
    """The n-th record of what people said, if there is a file beside it."""
    row = find_consultation(reference)
    return row.results.filter(n=n, document__isnull=False).select_related("document").first() if row else None


def open_to_all(on: date) -> QuerySet[Consultation]:
    """What residents can answer today, the next to close first."""
    rows = Consultation.objects.filter(opens_on__lte=on, closes_on__gte=on).select_related("case")
    return rows.order_by("closes_on", "pk")


def listed(on: date) -> tuple[list[Consultation], list[Consultation], list[Consultation]]:
    """Open ones, those to come, and the last fifty that are closed."""
    coming = Consultation.objects.filter(opens_on__gt=on).select_related("case").order_by("opens_on", "pk")
    closed = Consultation.objects.filter(closes_on__lt=on).select_related("case").order_by("-closes_on", "-pk")
    return list(open_to_all(on)), list(coming), list(closed[:50])
