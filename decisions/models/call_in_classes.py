"""Whether a decision belongs to a class that the constitution keeps from call-in, as somebody recorded it with reasons."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen


class CallInClass(Frozen):
    """That the decision of a case is quasi-judicial or procedural, or that it is neither after all; the newest of a case counts.

    Where the constitution keeps that class from call-in, the decision takes effect with its record (LGA 2000 s9F(4): statute
    leaves the reach of call-in to each council).
    """

    CLASSES = [("QUASI_JUDICIAL", "Quasi-judicial"), ("PROCEDURAL", "Procedural")]
    case = models.ForeignKey(Case, PROTECT, related_name="call_in_classes")
    n = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, choices=CLASSES, blank=True)  # empty: of no such class
    reasons = models.TextField()
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "n"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="call_in_class_n_once")]

    def __str__(self) -> str:
        return self.get_code_display() or "Of no class that cannot be called in"
