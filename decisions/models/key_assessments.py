"""The test whether a decision is key, kept as it was answered (SI 2012/2089 reg 8)."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen


class KeyAssessment(Frozen):
    """One assessment: each limb with its answer and reasons, the values in pence, and by whom.

    `limbs` are {code, met, why, reasons}; `met` None means in doubt, and in doubt a decision is key. `asks` are the
    questions to the Monitoring Officer without whose answer an assessment as not key does not count. `rule` is the
    money test in the words of the constitution that applied, `near` the other cases added together with this one.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="key_assessments")
    n = models.PositiveSmallIntegerField()
    council_pence = models.BigIntegerField()
    gross_pence = models.BigIntegerField()
    income_pence = models.BigIntegerField(default=0)
    wards = models.JSONField(default=list)
    supplier = models.CharField(max_length=200, blank=True)
    limbs = models.JSONField()
    warnings = models.JSONField(default=list)
    near = models.JSONField(default=list)
    asks = models.JSONField(default=list)
    is_key = models.BooleanField()
    rule = models.CharField(max_length=200)
    reasons = models.TextField()
    assessed_by = models.ForeignKey(User, PROTECT, related_name="+")
    assessed_as = models.CharField(max_length=300)
    assessed_at = models.DateTimeField()
    assessed_on = models.DateField()

    class Meta:
        ordering = ["case", "n"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="key_assessment_n_once")]

    def __str__(self) -> str:
        return f"Key-decision test {self.n} of {self.case_id}"
