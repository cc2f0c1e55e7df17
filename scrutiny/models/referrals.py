"""What councillors ask scrutiny to look at after a decision has been made. Local Government Act 2000 s9F(2)(a)."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen


class Referral(Frozen):
    """One councillor's request that the committee scrutinise a decision; it holds nothing up."""

    case = models.ForeignKey(Case, PROTECT, related_name="scrutiny_referrals")
    number = models.PositiveSmallIntegerField()
    why = models.TextField()
    asked_by = models.ForeignKey(User, PROTECT, related_name="+")
    asked_as = models.CharField(max_length=300)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="referral_number_once")]
