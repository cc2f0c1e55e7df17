"""A decision whose authority is in doubt: the doubt, and what the Monitoring Officer found."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Duty, User
from commissioning.models.base import Frozen
from decisions.models.decisions import Decision
from decisions.models.holds import Hold


class VoidReview(Frozen):
    """Why a decision may be void; until the Monitoring Officer has found that it stands, a hold keeps it from effect.

    Local Government Act 2000 s9E and SI 2012/2089 regs 9 to 11: what lacks authority or footing is no decision.
    """

    GROUNDS = [
        ("AUTHORITY", "The decision-maker had no authority on the day"),
        ("LATE_AGREEMENT", "Agreement to urgency came after the decision"),
        ("NO_FOOTING", "A key decision without notice, exception or agreement"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="void_reviews")
    decision = models.ForeignKey(Decision, PROTECT, related_name="void_reviews")
    ground = models.CharField(max_length=20, choices=GROUNDS)
    why = models.TextField()
    hold = models.OneToOneField(Hold, PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "ground"], name="void_review_once_a_ground")]

    def __str__(self) -> str:
        return self.get_ground_display()


class VoidFinding(Frozen):
    """The Monitoring Officer's finding: the decision stands, or it is void and never takes effect."""

    RESULTS = [("STANDS", "It stands"), ("VOID", "It is void")]
    review = models.OneToOneField(VoidReview, PROTECT, related_name="finding")
    duty = models.OneToOneField(Duty, PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=RESULTS)
    reasons = models.TextField()
    found_by = models.ForeignKey(User, PROTECT, related_name="+")
    found_as = models.CharField(max_length=300)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["found_at", "pk"]
