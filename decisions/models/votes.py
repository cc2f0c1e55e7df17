"""Recorded votes: the calling of a vote by name, and each member's vote in it."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Duty, Office, User
from commissioning.models.base import Frozen, Tracked
from decisions.models.meetings import AgendaItem


class RecordedVote(Tracked):
    """A vote by name from the moment the chair opens it until the chair closes it. Until then nobody sees any of it.

    `tally` holds the totals once closed (for, against, abstained) and the reckoning in one sentence.
    """

    case = models.ForeignKey(Case, PROTECT, related_name="recorded_votes")
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="recorded_votes")
    n = models.PositiveSmallIntegerField(default=1)
    motion = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    tally = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["item", "n", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "n"], name="recorded_vote_n_once"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(closed_at__isnull=True), name="recorded_vote_one_open"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Vote(Frozen):
    """One member's vote. Another one is refused; a slip is expressly corrected by a further row until the chair closes, and the highest n counts."""

    CHOICES = [("FOR", "For"), ("AGAINST", "Against"), ("ABSTAIN", "Abstain")]
    recorded_vote = models.ForeignKey(RecordedVote, PROTECT, related_name="votes")
    duty = models.ForeignKey(Duty, PROTECT, related_name="votes")
    n = models.PositiveSmallIntegerField(default=1)
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="votes")
    person = models.ForeignKey(User, PROTECT, related_name="votes")
    office = models.ForeignKey(Office, PROTECT, related_name="votes")
    choice = models.CharField(max_length=10, choices=CHOICES)
    cast_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_vote", "office__order", "n", "pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "n"], name="vote_n_once")]
