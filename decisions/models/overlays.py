"""Stops that a statutory officer declares over one case or the whole council, and what is let through all the same."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Case, User
from commissioning.models.base import Frozen, Tracked
from decisions.rules.overlays import SPECIFICATIONS


class Overlay(Tracked):
    """One stop. No case: it lies over the whole council. `stops` names the steps that a court order forbids.

    `ends_at` is the first moment at which it no longer stands, as the law counts it; `lifted_at` when the charts of
    the cases under it were set going again.
    """

    KINDS = [(kind.value, told.label) for kind, told in SPECIFICATIONS.items()]
    kind = models.CharField(max_length=30, choices=KINDS)
    case = models.ForeignKey(Case, PROTECT, null=True, blank=True, related_name="overlays")
    stops = models.JSONField(default=list, blank=True)
    starts_at = models.DateTimeField()
    poll_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=300)
    reason = models.TextField()
    declared_by = models.ForeignKey(User, PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["case"], condition=Q(lifted_at__isnull=True), name="overlay_standing")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def told(self):
        """What it stops and leaves alone, in words."""
        return SPECIFICATIONS[self.kind]


class SpendAuthority(Frozen):
    """The chief finance officer's written authority for one agreement while a section 114 report stops spending.

    Local Government Finance Act 1988 s115(6A) and (6B): in writing, with the ground.
    """

    GROUNDS = [
        ("NOT_WORSE", "It is likely to keep the situation from getting worse"),
        ("IMPROVE", "It is likely to improve the situation"),
        ("NOT_AGAIN", "It is likely to keep the situation from recurring"),
    ]
    overlay = models.ForeignKey(Overlay, PROTECT, related_name="authorities")
    case = models.ForeignKey(Case, PROTECT, related_name="spend_authorities")
    ground = models.CharField(max_length=20, choices=GROUNDS)
    agreement = models.TextField()
    given_by = models.ForeignKey(User, PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name_plural = "spend authorities"
        constraints = [models.UniqueConstraint(fields=["overlay", "case"], name="spend_authority_once")]
