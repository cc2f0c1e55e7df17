"""Reading what partners do on their own authority."""

from django.db.models import Exists, OuterRef, QuerySet

from commissioning.models import Case
from decisions.models import PartnerAct


def partner_acts_of(case: Case) -> QuerySet[PartnerAct]:
    """Everything that partners said they do meanwhile, oldest first."""
    return PartnerAct.objects.filter(case=case).select_related("organisation").order_by("n")


def any_partner_acts() -> Exists:
    """Whether a case has one, for the statement that reads the case."""
    return Exists(PartnerAct.objects.filter(case=OuterRef("pk")))
