"""Which open cases a merged or abolished agency still has a part in."""

from django.db.models import Exists, OuterRef

from commissioning.models import Case, Duty, Succession
from decisions.models import SignOff


def cases_to_hand_over(succession: Succession) -> list[Case]:
    """Open cases not in effect yet in which the agency has an open duty, or has signed."""
    agency = succession.predecessor_id
    waits = Duty.objects.filter(case=OuterRef("pk"), office__body__organisation=agency, closed_at__isnull=True)
    signed = SignOff.objects.filter(case=OuterRef("pk"), organisation=agency)
    rows = Case.objects.filter(closed_at__isnull=True).filter(Exists(waits) | Exists(signed.filter(case__effective_on__isnull=True)))
    return list(rows.order_by("pk"))
