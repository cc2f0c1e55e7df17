"""Notices that part of a meeting will be private, and what people said against it (SI 2012/2089 reg 5)."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Body, Case, User
from commissioning.models.base import Frozen


class PrivateMeetingNotice(Frozen):
    """The first notice (28 clear days) or the second (five clear days, with representations and answers).

    The second names the day of the meeting; where the meeting is put off, it is published again for the new day.

    `paragraphs` are those of Schedule 12A to the Local Government Act 1972 that are relied on. `content_hash` is SHA-256
    over the canonical content; `matures_on` the first date on which the private part may be held by this notice.
    """

    recount: dict | None  # only on rows read as they count: their newest recount

    STAGES = [("FIRST", "First notice"), ("SECOND", "Second notice")]
    case = models.ForeignKey(Case, PROTECT, related_name="private_notices")
    number = models.PositiveSmallIntegerField()
    reference = models.SlugField(max_length=40, unique=True)
    stage = models.CharField(max_length=10, choices=STAGES)
    first = models.ForeignKey("self", PROTECT, null=True, blank=True, related_name="seconds")
    body = models.ForeignKey(Body, PROTECT, related_name="+")
    meets_on = models.DateField()
    paragraphs = models.JSONField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, PROTECT, related_name="+")
    copy_place = models.CharField(max_length=300)
    copy_placed_by = models.CharField(max_length=200)
    copy_placed_at = models.DateTimeField()
    deadline = models.JSONField()
    matures_on = models.DateField()

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="private_notice_number_once_a_case"),
            models.CheckConstraint(
                condition=Q(stage="FIRST", first__isnull=True) | Q(stage="SECOND", first__isnull=False),
                name="private_notice_second_has_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} of a private meeting {self.reference}"


class Representation(Frozen):
    """Why somebody thinks the meeting should be public. `sender` is for the office and is never published.

    `recorded_by` is empty for what people sent themselves.
    """

    notice = models.ForeignKey(PrivateMeetingNotice, PROTECT, related_name="representations")
    number = models.PositiveSmallIntegerField()
    sender = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    received_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["notice", "number"]
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="representation_number_once")]

    def __str__(self) -> str:
        return f"Representation {self.number} on {self.notice.reference}"


class RepresentationContact(models.Model):
    """Name and address that somebody left with a representation of their own.

    Not a record: it is deleted as soon as the sender has been told of the second notice, so it has no history.
    """

    representation = models.OneToOneField(Representation, PROTECT, related_name="contact")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return f"Contact for {self.representation}"


class RepresentationAnswer(Frozen):
    """The council's answer, which the second notice gives beside the representation."""

    representation = models.OneToOneField(Representation, PROTECT, related_name="answer")
    text = models.TextField()
    answered_by = models.ForeignKey(User, PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Answer to {self.representation}"
