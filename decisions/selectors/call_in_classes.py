"""Whether the decision of a case is recorded as of a class that cannot be called in."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from commissioning.models import Case
from commissioning.selectors.constitutions import constitution_of
from decisions.models import CallInClass, DecisionRecord
from decisions.rules.outcomes import PUT_OFF


def call_in_class(case: Case) -> CallInClass | None:
    """What was recorded last; None where nobody said anything."""
    return CallInClass.objects.filter(case=case).order_by("-n").first()


def newest_class() -> Subquery:
    """The code of the class, for the statement that reads the case; None where nobody said anything."""
    return Subquery(CallInClass.objects.filter(case=OuterRef("pk")).order_by("-n").values("code")[:1])


def classes_kept_out(case: Case) -> list[tuple[str, str]]:
    """Code and name of the classes that somebody has to name, of those that the constitution keeps from call-in."""
    excluded = constitution_of(case).call_in.exempt_classes
    return [(code, name) for code, name in CallInClass.CLASSES if code in excluded]


def is_published(case: Case) -> bool:
    """Whether the record of the decision is published, so that its call-in window has been announced or ruled out."""
    return DecisionRecord.objects.filter(case=case).exclude(decision__outcome__in=PUT_OFF).exists()
