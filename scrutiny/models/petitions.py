"""Residents who ask for a call-in: a request to scrutiny, and the committee's answer."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Duty, User
from commissioning.models.base import Frozen
from decisions.models import Hold
from scrutiny.models.online_petitions import OnlinePetition


class Petition(Frozen):
    """One petition as it was handed in. Signatures are counted; names and addresses are not kept here.

    `online` where it was signed online: then its signers lie apart until it is answered. `effect` is what the constitution of the case made of it on the day; `hold` the hold, if it allows one.
    """

    EFFECTS = [
        ("SCRUTINY_REQUEST", "A request to scrutiny; it does not hold the decision up"),
        ("CONSIDER_CALL_IN", "Scrutiny considers whether to call the decision in; it is not held up meanwhile"),
        ("HOLD", "The decision is on hold until scrutiny has considered it"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="petitions")
    number = models.PositiveSmallIntegerField()
    signatures = models.PositiveIntegerField()
    asks = models.TextField()
    received_on = models.DateField()
    kept_at = models.CharField(max_length=300)
    effect = models.CharField(max_length=20, choices=EFFECTS)
    online = models.OneToOneField(OnlinePetition, PROTECT, null=True, blank=True, related_name="handed_in")
    hold = models.OneToOneField(Hold, PROTECT, null=True, blank=True, related_name="+")
    logged_by = models.ForeignKey(User, PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="petition_number_once")]

    def __str__(self) -> str:
        return f"Petition {self.number} on {self.case.reference}"


class PetitionAnswer(Frozen):
    """What the residents are told, published beside what they asked."""

    RESULTS = [
        ("SCRUTINISE", "The committee will look at the decision"),
        ("CALLED_IN", "Councillors have called the decision in"),
        ("NO_ACTION", "The committee will not look at the decision"),
    ]
    petition = models.OneToOneField(Petition, PROTECT, related_name="answer")
    duty = models.OneToOneField(Duty, PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=RESULTS)
    reasons = models.TextField()
    answered_by = models.ForeignKey(User, PROTECT, related_name="+")
    answered_as = models.CharField(max_length=300)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
