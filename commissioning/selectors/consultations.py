"""Reading consultations."""

import re
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Case, Consultation

REFERENCE = re.compile(r"(\d{4})-(\d{1,7})-c(\d{1,4})", re.ASCII)


def consultations_of(case: Case) -> QuerySet[Consultation]:
    """Every consultation of a case, newest first."""
    return Consultation.objects.filter(case=case).select_related("case").order_by("-opens_on", "-pk")


def any_consultation() -> Exists:
    """Whether a case has one, for the statement that reads the case."""
    return Exists(Consultation.objects.filter(case=OuterRef("pk")))


def find_consultation(reference: str) -> Consultation | None:
    """One by its public reference (2026-014-c1), with everything its page shows."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return None
    rows = Consultation.objects.filter(case__reference=f"{found[1]}/{found[2]}", n=int(found[3]))
    return rows.select_related("case__sponsor").prefetch_related("extensions", "publicity").first()


def consultation_in(case: Case, n: int) -> Consultation | None:
    """The n-th consultation of a case."""
    return Consultation.objects.select_related("case").filter(case=case, n=n).first()


def not_over(case: Case, on: date) -> list[tuple[str, date]]:
    """Title and last day of every consultation of the case that runs or is to come."""
    return list(Consultation.objects.filter(case=case, closes_on__gte=on).order_by("pk").values_list("title", "closes_on"))


def open_to_all(on: date) -> QuerySet[Consultation]:
    """What residents can answer today, the next to close first."""
    rows = Consultation.objects.filter(opens_on__lte=on, closes_on__gte=on).select_related("case")
    return rows.order_by("closes_on", "pk")


def listed(on: date) -> tuple[list[Consultation], list[Consultation], list[Consultation]]:
    """Open ones, those to come, and the last fifty that are closed."""
    coming = Consultation.objects.filter(opens_on__gt=on).select_related("case").order_by("opens_on", "pk")
    closed = Consultation.objects.filter(closes_on__lt=on).select_related("case").order_by("-closes_on", "-pk")
    return list(open_to_all(on)), list(coming), list(closed[:50])
