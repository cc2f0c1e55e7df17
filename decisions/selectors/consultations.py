"""Which consultations a pre-election period makes somebody look at."""

from datetime import datetime

from commissioning.models import Case, Consultation, Duty
from commissioning.rules.consultations import periods_within
from commissioning.rules.dates import local_date
from decisions.selectors.overlays import pre_election_periods

REVIEW = "consultation.review"


def to_review(at: datetime, case: Case | None = None) -> list[Consultation]:
    """Consultations of open cases that run into a pre-election period and that nobody has been asked about yet."""
    periods = pre_election_periods(at)
    if not periods:
        return []
    asked = Duty.objects.filter(kind=REVIEW).values("subject_id")
    rows = Consultation.objects.filter(closes_on__gte=local_date(at), case__closed_at__isnull=True).exclude(pk__in=asked)
    rows = rows.select_related("case__officer").order_by("pk")
    found = rows.filter(case=case) if case else rows
    return [row for row in found if periods_within(periods, row.opens_on, row.closes_on)]


def cases_to_review(at: datetime) -> list[Case]:
    """Their cases, each once."""
    return list({row.case_id: row.case for row in to_review(at)}.values())
