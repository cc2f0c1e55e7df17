"""Which procedure a case follows, from what is known about it today."""

from __future__ import annotations

from commissioning.models import Case, ExpectedAgency
from commissioning.selectors.proposals import contributing_agencies, current_version


def partners_of(case: Case) -> list[str]:
    """Names of the agencies beside the council that put something in: by the newest version, else as expected."""
    version = current_version(case)
    if version is not None:
        return [agency.short for agency in contributing_agencies(version) if agency.kind != "COUNCIL"]
    rows = ExpectedAgency.objects.filter(case=case).select_related("organisation").order_by("organisation__name")
    return [row.organisation.short for row in rows]


def goes_to_ssmt(case: Case) -> bool:
    """Whether partner agencies put something in, so that the senior management team of all agencies recommends."""
    return bool(partners_of(case))
