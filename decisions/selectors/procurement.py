"""Reading the procurement steps of a case."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Case
from decisions.models import Decision, ProcurementStep
from decisions.rules.outcomes import AUTHORISES
from decisions.rules.procurement import BEGINS_STANDSTILL, Kind, Standstill


def steps_of(case: Case) -> QuerySet[ProcurementStep]:
    """Every step of the case in the order in which it happened."""
    return ProcurementStep.objects.filter(case=case).select_related("recorded_by").order_by("happened_on", "pk")


def any_procurement() -> Exists:
    """Whether a case has such a step, for the statement that reads the case."""
    return Exists(ProcurementStep.objects.filter(case=OuterRef("pk")))


def standstill_of(case: Case) -> Standstill | None:
    """The standstill that the newest award notice began, or None."""
    newest = steps_of(case).filter(kind__in=[kind.value for kind in BEGINS_STANDSTILL]).order_by("-happened_on", "-pk").first()
    return newest.standstill if newest else None


def is_challenged(case: Case) -> bool:
    """Whether the award is before the court."""
    kinds = (Kind.CHALLENGED.value, Kind.CHALLENGE_OVER.value)
    newest = steps_of(case).filter(kind__in=kinds).order_by("-happened_on", "-pk").first()
    return newest is not None and newest.kind == Kind.CHALLENGED


def agreed_on(case: Case) -> date | None:
    """The day of the last decision of the case that lets it go on, or None."""
    outcomes = [outcome.value for outcome in AUTHORISES]
    return Decision.objects.filter(case=case, outcome__in=outcomes).order_by("-n").values_list("made_on", flat=True).first()
