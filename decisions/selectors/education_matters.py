"""Whether a case is recorded as an education matter."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from commissioning.models import Case
from decisions.models import EducationMatter


def education_matter(case: Case) -> EducationMatter | None:
    """What was recorded last; None where nobody said anything."""
    return EducationMatter.objects.filter(case=case).order_by("-n").first()


def is_education_matter(case: Case, at: datetime | None = None) -> bool:
    """Whether it counted as one at `at`, or counts now."""
    rows = EducationMatter.objects.filter(case=case)
    newest = (rows if at is None else rows.filter(recorded_at__lte=at)).order_by("-n").first()
    return newest is not None and newest.is_education


def any_education_matter() -> Exists:
    """Whether anything was recorded about it, for the statement that reads the case."""
    return Exists(EducationMatter.objects.filter(case=OuterRef("pk")))


def education_cases() -> set[int]:
    """The keys of the open cases that count as education matters; one statement."""
    newest = dict(EducationMatter.objects.filter(case__closed_at__isnull=True).order_by("case", "n").values_list("case", "is_education"))
    return {case for case, is_education in newest.items() if is_education}
