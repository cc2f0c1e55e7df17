"""Reading who took over from whom."""

from datetime import date, datetime

from django.db.models import QuerySet

from commissioning.models import Office, Organisation, Succession
from commissioning.rules.dates import local_date
from commissioning.selectors.people import live_on


def successions() -> QuerySet[Succession]:
    """Every mapping, the newest first."""
    return Succession.objects.select_related("predecessor", "successor", "recorded_by").order_by("-effective_on", "-pk")


def in_effect() -> dict[int, tuple[int, date]]:
    """For each agency that is no more: its successor and since when; one statement."""
    rows = Succession.objects.filter(in_effect_at__isnull=False).values_list("predecessor", "successor", "effective_on")
    return {predecessor: (successor, since) for predecessor, successor, since in rows}


def due(at: datetime) -> list[Succession]:
    """Mappings whose day has come and that not every case has followed yet."""
    rows = successions().filter(effective_on__lte=local_date(at), handed_over_at__isnull=True)
    return list(rows.order_by("effective_on", "pk"))


def partner_agencies() -> QuerySet[Organisation]:
    """Every agency but the council, those that were succeeded too."""
    return Organisation.objects.exclude(kind="COUNCIL").order_by("name", "pk")


def vacant_leads(at: datetime) -> list[Office]:
    """Offices that speak for a successor and that nobody holds today."""
    held = live_on(at).filter(is_deputy=False).values("office")
    rows = Office.objects.filter(role__in=("AGENCY_LEAD", "AGENCY_ADVISER"), body__organisation__successions__isnull=False)
    return list(rows.exclude(pk__in=held).select_related("body__organisation").distinct().order_by("order", "pk"))
