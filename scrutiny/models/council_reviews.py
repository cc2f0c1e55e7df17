"""The full council's answer to a call-in that scrutiny referred to it."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import User
from commissioning.models.base import Frozen
from scrutiny.models.call_ins import CallIn


class CouncilReview(Frozen):
    """What the council did with one call-in, as its minutes say it, and the objections that the decision-maker has to answer
    (LGA 2000 s9F(4)(b))."""

    RESULTS = [
        ("NO_OBJECTION", "The council does not object"),
        ("AGREED", "The council agreed to the decision itself"),
        ("OBJECTED", "The council objects and sends it back to the decision-maker"),
    ]
    call_in = models.OneToOneField(CallIn, PROTECT, related_name="council_review")
    met_on = models.DateField()
    result = models.CharField(max_length=20, choices=RESULTS)
    resolution = models.TextField()
    objections = models.JSONField(default=list)
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
