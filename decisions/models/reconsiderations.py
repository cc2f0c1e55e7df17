"""The answer of the decision-maker to a call-in that was referred back."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen
from decisions.models.decisions import Decision


class Reconsideration(Frozen):
    """Confirmed, amended or rescinded, with an answer to every concern (Local Government Act 2000 s9F(2), (4)).

    `decision` is the decision of kind RECONSIDERATION, `original` the one that was called in. `answers` is a list of
    {"concern": text, "answer": text} in the order of the concerns.
    """

    RESULTS = [("CONFIRMED", "Confirmed"), ("AMENDED", "Amended"), ("RESCINDED", "Rescinded")]
    decision = models.OneToOneField(Decision, PROTECT, related_name="reconsideration")
    original = models.ForeignKey(Decision, PROTECT, related_name="reconsiderations")
    call_in_ref = models.CharField(max_length=100)
    result = models.CharField(max_length=20, choices=RESULTS)
    answers = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_result_display()
