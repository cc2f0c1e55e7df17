"""Petitions that residents start and sign online.

What is asked, and what the office made of it, is a record. Who started and signed is not: names and addresses lie apart,
are never published, can be taken back by whoever left them, and go when the petition is answered.
"""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Case, Duty, User
from commissioning.models.base import Frozen
from scrutiny.rules.online_petitions import TIES


class OnlinePetition(Frozen):
    """What residents ask, as it was started: kept once whoever started it has followed the link in the mail."""

    count: int  # only on rows read with it: who has signed and is not forgotten yet
    case = models.ForeignKey(Case, PROTECT, related_name="online_petitions")
    number = models.PositiveSmallIntegerField()
    reference = models.SlugField(max_length=40, unique=True)
    subject = models.CharField(max_length=150)
    asks = models.TextField()
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="online_petition_number_once")]

    def __str__(self) -> str:
        return self.subject

    @property
    def signed(self) -> int:
        """How many signed: as handed in, else as of now."""
        handed_in = getattr(self, "handed_in", None)
        return handed_in.signatures if handed_in else self.count


class PetitionCheck(Frozen):
    """Whether it is published for signatures and until when, or why not."""

    RESULTS = [("ACCEPTED", "Publish it for signatures"), ("REFUSED", "Do not publish it")]
    online = models.OneToOneField(OnlinePetition, PROTECT, related_name="check_made")
    duty = models.OneToOneField(Duty, PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=RESULTS)
    reasons = models.TextField(blank=True)
    closes_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(User, PROTECT, related_name="+")
    checked_as = models.CharField(max_length=300)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="ACCEPTED", closes_on__isnull=False) | Q(result="REFUSED", closes_on__isnull=True),
                name="petition_check_accepted_has_a_last_day",
            )
        ]


class PetitionDraft(models.Model):
    """Words that somebody sent, until the link in the mail is followed or its time is over. Not a record: it is deleted."""

    case = models.ForeignKey(Case, PROTECT, related_name="+")
    subject = models.CharField(max_length=150)
    asks = models.TextField()

    def __str__(self) -> str:
        return self.subject


class PetitionSigner(models.Model):
    """Who started or signed: seen by the office only. It counts from `confirmed_at` on. Not a record: it is deleted when it
    is taken back, when the link was not followed in time, and when the petition is answered.

    `address` is the e-mail address in the form in which one person signs once; `key` the digest of what is in the link.
    """

    draft = models.OneToOneField(PetitionDraft, models.SET_NULL, null=True, blank=True, related_name="signer")
    online = models.ForeignKey(OnlinePetition, PROTECT, null=True, blank=True, related_name="signers")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    address = models.CharField(max_length=254)
    tie = models.CharField(max_length=10, choices=list(TIES.items()))
    key = models.CharField(max_length=64, unique=True)
    started = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["online", "address"], name="petition_signed_once_an_address")]

    def __str__(self) -> str:
        return f"Signer {self.pk}"
