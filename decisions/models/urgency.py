"""Acting sooner than the usual notice allows: the general exception, and agreement to urgency asked and answered.

Four ways that never stand for one another: the general exception (SI 2012/2089 reg 10, notice without consent), special
urgency (reg 11), a private meeting at short notice (reg 5(6)), and exemption from call-in (the constitution).
"""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Body, Case, Duty, Office, User
from commissioning.models.base import Frozen
from decisions.rules.general_exception import CATEGORIES
from decisions.rules.urgency import Kind

KIND_WORDS = {
    Kind.KEY_DECISION: "Special urgency",
    Kind.PRIVATE_MEETING: "Private meeting at short notice",
    Kind.CALL_IN_EXEMPTION: "Exemption from call-in",
}


class GeneralException(Frozen):
    """The notice under reg 10(1) and the statement of reasons under reg 10(3), published together.

    `informed` names whom the proper officer informed in writing. Five clear days run from `available_at`; `matures_on`
    is the first local date on which the decision may be made. `content_hash` is SHA-256 over the canonical content.
    """

    recount: dict | None  # only on rows read as they count: their newest recount

    case = models.ForeignKey(Case, PROTECT, related_name="general_exceptions")
    number = models.PositiveSmallIntegerField()
    reference = models.SlugField(max_length=40, unique=True)
    maker_body = models.ForeignKey(Body, PROTECT, null=True, blank=True, related_name="+")
    maker_office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    decide_on = models.DateField()
    category = models.CharField(max_length=30, choices=list(CATEGORIES.items()))
    why = models.TextField()
    informed = models.JSONField()
    informed_at = models.DateTimeField()
    informed_how = models.CharField(max_length=200)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, PROTECT, related_name="+")
    copy_place = models.CharField(max_length=300)
    copy_placed_by = models.CharField(max_length=200)
    copy_placed_at = models.DateTimeField()
    available_at = models.DateTimeField()
    deadline = models.JSONField()
    matures_on = models.DateField()
    matures_at = models.DateTimeField()

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="general_exception_number_once_a_case"),
            models.CheckConstraint(
                condition=models.Q(maker_body__isnull=False) ^ models.Q(maker_office__isnull=False),
                name="general_exception_has_one_maker",
            ),
        ]

    def __str__(self) -> str:
        return f"General exception {self.reference}"


class UrgencyRequest(Frozen):
    """The exact question put to whoever may agree that a matter is urgent, before the act it is about.

    `maker` is who would decide, `decide_by` the last date for which agreement is asked. `unable` maps offices of the
    chain to the reason, as told by the proper officer, why the holder cannot act.
    """

    KINDS = [(kind.value, words) for kind, words in KIND_WORDS.items()]
    case = models.ForeignKey(Case, PROTECT, related_name="urgency_requests")
    number = models.PositiveSmallIntegerField()
    reference = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=30, choices=KINDS)
    maker = models.CharField(max_length=300)
    decide_by = models.DateField()
    question = models.TextField()
    reasons = models.TextField()
    unable = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="urgency_request_number_once_a_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"


class UrgencyConsent(Frozen):
    """One answer to a request: agreed, refused, or unable to act. `capacity` is the place in the chain."""

    RESULTS = [("AGREED", "Agreed"), ("REFUSED", "Refused"), ("UNABLE", "Unable to act")]
    request = models.ForeignKey(UrgencyRequest, PROTECT, related_name="answers")
    duty = models.OneToOneField(Duty, PROTECT, related_name="urgency_answer")
    office = models.ForeignKey(Office, PROTECT, related_name="+")
    capacity = models.CharField(max_length=30)
    result = models.CharField(max_length=10, choices=RESULTS)
    reasons = models.TextField()
    answered_by = models.ForeignKey(User, PROTECT, related_name="+")
    answered_as = models.CharField(max_length=300)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_result_display()}: {self.request}"
