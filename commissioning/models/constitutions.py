"""The council's own numbers, as versions; and the calendar rows that an officer adds."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen, Tracked
from commissioning.models.people import User


class ConstitutionVersion(Frozen):
    """One loaded TOML file: effective from a date, kept word for word, pinned by every case it governs."""

    key = models.SlugField()
    version = models.CharField(max_length=60)
    effective_from = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(User, PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["effective_from", "pk"]


class ConstitutionProposal(Tracked):
    """A changed constitution that one administrator proposes and another one confirms or turns down.

    At most one of a council waits at a time, so that what the second person sees is what will change.
    """

    RESULTS = [("", "Waiting"), ("CONFIRMED", "Confirmed"), ("WITHDRAWN", "Withdrawn")]
    key = models.SlugField()
    version = models.CharField(max_length=60)
    effective_from = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reasons = models.TextField()
    proposed_by = models.ForeignKey(User, PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=RESULTS, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(closed_at__isnull=True), name="constitution_change_one_at_a_time"
            )
        ]

    class History:
        excluded = ("text",)


class BankHoliday(Tracked):
    """A day proclaimed after the calendar was shipped, entered by an officer; the shipped days are data files."""

    date = models.DateField()
    name = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=20)
    known_since = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["date", "pk"]
        constraints = [models.UniqueConstraint(fields=["date", "jurisdiction"], name="bank_holiday_once")]


class ClockJump(Frozen):
    """Demo mode only: the clock was moved forward. The newest offset counts; offsets only grow."""

    offset_seconds = models.BigIntegerField()
    to = models.DateTimeField()
    made_at = models.DateTimeField()  # real time

    class Meta:
        ordering = ["pk"]
