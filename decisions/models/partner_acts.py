"""A partner agency that carries out its own part while the council's part of a joint decision is on hold."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Organisation, User
from commissioning.models.base import Frozen


class PartnerAct(Frozen):
    """What the agency does from which day, and the decision of its own under which it does so."""

    case = models.ForeignKey(Case, PROTECT, related_name="partner_acts")
    n = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="+")
    what = models.TextField()
    authority = models.TextField()
    begins_on = models.DateField()
    told_by = models.ForeignKey(User, PROTECT, related_name="+")
    told_as = models.CharField(max_length=300)
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "n"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="partner_act_n_once")]

    def __str__(self) -> str:
        return f"{self.organisation.name}: {self.what}"
