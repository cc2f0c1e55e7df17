"""The case: one commissioning matter on its way from question to closed scrutiny record."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen, Tracked
from commissioning.models.people import Body, Office, User
from commissioning.rules.tracks import SPECIFICATIONS


class Case(Tracked):
    """Backbone of everything. The displayed stage is derived from the domain records, never stored.

    `reference` is spoken and public ("2026/014"). `outcome` stays empty until the case ends.
    """

    TRACKS = [(track.value, specification.label) for track, specification in SPECIFICATIONS.items()]
    OUTCOMES = [
        ("", "Open"),
        ("CLOSED", "Closed"),
        ("WITHDRAWN", "Withdrawn"),
        ("NOT_SUPPORTED", "Not supported"),
        ("NOT_AGREED", "Not agreed"),
        ("RESCINDED", "Rescinded"),
        ("RECORDED", "Put on record"),
    ]
    reference = models.CharField(max_length=12, unique=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    question = models.TextField()
    sponsor = models.ForeignKey(Body, PROTECT, related_name="sponsored_cases")
    officer = models.ForeignKey(Office, PROTECT, related_name="led_cases")
    lead_member = models.ForeignKey(Office, PROTECT, related_name="portfolio_cases")
    track = models.CharField(max_length=30, choices=TRACKS)
    track_reasons = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=OUTCOMES, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    constitution = models.ForeignKey("commissioning.ConstitutionVersion", PROTECT, related_name="cases")
    is_demo_figures = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="case_number_once_a_year")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Involvement(Frozen):
    """That a person took a part in a case: the facts behind the table of forbidden pairs."""

    case = models.ForeignKey(Case, PROTECT, related_name="involvements")
    person = models.ForeignKey(User, PROTECT, related_name="involvements")
    part = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "person", "part"], name="involvement_once")]


class Document(Frozen):
    """A stored file, found by its digest. The bytes lie in the document store; access is per document."""

    ACCESS = [
        ("PUBLIC", "Public"),
        ("MEMBER", "Members"),
        ("EXEMPT", "Exempt"),
        ("CONFIDENTIAL", "Confidential"),
        ("PRIVILEGED", "Legally privileged"),
        ("DRAFT", "Draft"),
    ]
    case = models.ForeignKey(Case, PROTECT, null=True, blank=True, related_name="documents")
    sha256 = models.CharField(max_length=64, db_index=True)
    media = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    access = models.CharField(max_length=20, choices=ACCESS)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["pk"]


class DocumentErasure(Frozen):
    """What stays of a document whose bytes were destroyed: its digest, by whose order and on which ground.

    The row of the document stays as well; the event of the erasure pins this one.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=10)
    authority = models.TextField()
    ground = models.TextField()
    erased_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
