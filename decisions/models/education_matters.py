"""Whether a case is an education matter, as somebody recorded it with reasons."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen


class EducationMatter(Frozen):
    """That a case relates, wholly or partly, to education functions of the council's executive, or that it does not after
    all; the newest of a case counts.

    It opens call-in and the vote at the hearing to the education co-optees (Local Government Act 2000 Sch A1 paras 7
    and 8). A case without one is no education matter.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="education_matters")
    n = models.PositiveSmallIntegerField()
    is_education = models.BooleanField()
    reasons = models.TextField()
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "n"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="education_matter_n_once")]

    def __str__(self) -> str:
        return "Education matter" if self.is_education else "No education matter"
