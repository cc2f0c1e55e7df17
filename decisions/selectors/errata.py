"""Reading what was wrong in published reports."""

from __future__ import annotations

from commissioning.models import Case
from decisions.models import AgendaItem, Erratum
from decisions.selectors.meetings import ended_as


def errata_of(item: AgendaItem) -> list[Erratum]:
    """Every correction of the report on an item, in order."""
    return list(Erratum.objects.filter(item=item).order_by("number"))


def report_is_pulled(case: Case) -> bool:
    """Whether the newest report for a decision was taken off the agenda, so that the proposal is amended first."""
    return ended_as(case, "DECISION") == "PULLED"
