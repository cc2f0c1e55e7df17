"""Questions about cases as such: the next number, who may sponsor, who may lead."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from commissioning.models import Body, Case, Duty, Office, Organisation
from commissioning.selectors.rows import only


def next_number(year: int) -> int:
    """The number after the highest of the year. Call it under `services.cases` lock only."""
    return (Case.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def find_case(year: int, number: str) -> Case | None:
    """A case by its public reference, with the offices that every page names."""
    cases = Case.objects.select_related("sponsor", "officer", "lead_member", "constitution", "commissioning_question")
    return only(cases.filter(reference=f"{year}/{number}"))


def sponsors() -> QuerySet[Body]:
    """Services that may ask for evidence and commission."""
    return Body.objects.filter(kind="SERVICE").select_related("organisation").order_by("name", "pk")


def lead_members() -> QuerySet[Office]:
    """Seats of the Cabinet that may lead a case."""
    return Office.objects.filter(role__in=["LEADER", "CABINET_MEMBER"]).exclude(body__kind="CABINET_COMMITTEE").order_by("order", "title", "pk")


def partner_agencies() -> QuerySet[Organisation]:
    """Agencies beside the council that may put something in."""
    return Organisation.objects.exclude(kind="COUNCIL").order_by("name", "pk")


def open_kinds(case: Case) -> frozenset[str]:
    """The kinds of duties that are open in the case; what stages ask whether they are done. One statement."""
    waiting = Duty.objects.filter(case=case, closed_at__isnull=True).order_by()
    return frozenset(waiting.values_list("kind", flat=True).distinct())
