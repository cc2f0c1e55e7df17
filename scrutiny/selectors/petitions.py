"""Reading residents' petitions."""

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Case
from scrutiny.models import Petition


def petitions_of(case: Case) -> QuerySet[Petition]:
    """Every petition of a case with its answer, in order."""
    return Petition.objects.filter(case=case).select_related("answer").order_by("number")


def any_petition() -> Exists:
    """Whether a case has one, for the statement that reads the case."""
    return Exists(Petition.objects.filter(case=OuterRef("pk")))
