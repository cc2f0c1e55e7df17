"""The published record of a decision: written once, corrected only by a further version and a public note."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Document, User
from commissioning.models.base import Frozen
from decisions.models.decisions import Decision


class DecisionRecord(Frozen):
    """The statement that SI 2012/2089 regs 12 and 13 ask for, as canonical content under its hash.

    `number` counts the records of the case (a correction or a reconsideration is the next). `call_in` says whether
    call-in applies and why, with the whole reckoning of the window; the window starts at publication.
    """

    recount: dict | None  # only on rows read as they count: their newest recount
    opens_window: bool  # likewise: whether its publication opened the call-in window, the first time or anew

    decision = models.ForeignKey(Decision, PROTECT, related_name="records")
    case = models.ForeignKey(Case, PROTECT, related_name="records")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    call_in = models.JSONField()
    certified_by = models.ForeignKey(User, PROTECT, related_name="+")
    certified_as = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    effective_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="record_number_once")]

    def __str__(self) -> str:
        return f"Record {self.number} of {self.case_id}"


class RecordFile(Frozen):
    """A rendered file of a record (the PDF), made by the worker after publication and stored under its digest."""

    record = models.ForeignKey(DecisionRecord, PROTECT, related_name="files")
    document = models.ForeignKey(Document, PROTECT, related_name="+")
    media = models.CharField(max_length=100)
    rendered_at = models.DateTimeField()
    checked = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "media"], name="record_file_once")]


class Correction(Frozen):
    """A public note of what was corrected in a record, why and by whom; the earlier version stays to be read.

    `record` is the version that the correction made. `changed` holds each part as it was and as it reads now;
    `restarts_window` says that the substance changed and councillors have the whole call-in window again.
    """

    record = models.ForeignKey(DecisionRecord, PROTECT, related_name="corrections")
    replaces = models.ForeignKey(DecisionRecord, PROTECT, related_name="+")
    note = models.TextField()
    changed = models.JSONField(default=list)
    restarts_window = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
