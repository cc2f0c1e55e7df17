"""Other decisions that count as not key, for the test against splitting (SI 2012/2089 reg 8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commissioning.models import Case, ProposalVersion
from commissioning.rules.dates import local_date
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.models import Decision, KeyAssessment
from decisions.rules.key_decision import Sibling, aggregation_warning, counted_value
from decisions.selectors.key_decision_notices import KEY_TRACKS
from decisions.selectors.makers import is_executive

LIVE = ("", "CLOSED")  # what was withdrawn, rescinded or void is not added


def siblings(case: Case) -> list[Sibling]:
    """Other cases that are not key, each with its latest value: as amended when it was decided, or as assessed, or else as proposed or
    asked for. Two
    statements."""
    return sorted([*_assessed(case), *_unassessed(case)], key=lambda one: one.reference)


def splitting_why(case: Case, at: datetime) -> str:
    """What a case that nobody has assessed comes to with the others, where that passes the threshold; or ""."""
    version = current_version(case)
    question = getattr(case, "commissioning_question", None)
    value = version.value_council if version else question.estimate if question else 0
    if not value or not is_executive(case):
        return ""
    rules = constitution_of(case).key_decision
    return aggregation_warning(str(case.sponsor_id), value, local_date(at), siblings(case), rules)


def _assessed(case: Case) -> Iterator[Sibling]:
    rules = constitution_of(case).key_decision
    rows: QuerySet[Any] = KeyAssessment.objects.exclude(case=case).filter(case__outcome__in=LIVE).select_related("case").annotate(as_decided=_as_decided("case"))
    latest = {row.case_id: row for row in rows.order_by("case_id", "n")}
    for row in latest.values():
        if not row.is_key:
            council = row.council_pence if row.as_decided is None else row.as_decided
            value = counted_value(rules, council, row.income_pence)
            yield Sibling(row.case.reference, str(row.case.sponsor_id), value, row.assessed_on, row.supplier)


def _as_decided(case: str) -> Subquery:
    """What the council pays as a meeting amended the cost; None where nobody amended it. `case` names the case of the row."""
    council = F("amended_pence") - F("version__value_total") + F("version__value_council")
    whole = ExpressionWrapper(council, output_field=BigIntegerField())
    rows = Decision.objects.filter(case=OuterRef(case), amended_pence__isnull=False).order_by("-n")
    return Subquery(rows.values(pence=whole)[:1], output_field=BigIntegerField())


def _unassessed(case: Case) -> Iterator[Sibling]:
    newest = ProposalVersion.objects.filter(case=OuterRef("pk")).order_by("-number").values("value_council")[:1]
    rows = (
        Case.objects.exclude(pk=case.pk)
        .exclude(track__in=[*KEY_TRACKS, Track.OFFICER_NON_EXECUTIVE.value])
        .exclude(commissioning_question__is_key=True)
        .filter(outcome__in=LIVE, key_assessments__isnull=True)
        .select_related("commissioning_question")
        .annotate(newest_pence=Coalesce(_as_decided("pk"), Subquery(newest), output_field=BigIntegerField()))
    )
    for other in rows:
        question = getattr(other, "commissioning_question", None)
        value = other.newest_pence if other.newest_pence is not None else question.estimate if question else 0
        if value:
            yield Sibling(other.reference, str(other.sponsor_id), value, local_date(other.opened_at))
