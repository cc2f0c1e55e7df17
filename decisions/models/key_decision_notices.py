"""The notice that a key decision is to be made (SI 2012/2089 reg 9), exactly as it was published."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Body, Case, Office, User
from commissioning.models.base import Frozen


class KeyDecisionNotice(Frozen):
    """One published notice. A changed matter, maker or earlier date is a new notice with the next number.

    `content` holds fields (a) to (h) of reg 9(1) and what good practice adds, in canonical form; `content_hash` is
    SHA-256 over those bytes. The clock starts at `available_at`: the later of live on the site and the copy placed at
    the office. `matures_on` is the first local date on which the decision may be made, `matures_at` its first moment.
    """

    recount: dict | None  # only on rows read as they count: their newest recount

    case = models.ForeignKey(Case, PROTECT, related_name="key_decision_notices")
    number = models.PositiveSmallIntegerField()
    reference = models.SlugField(max_length=30, unique=True)
    supersedes = models.OneToOneField(
        "self", PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    why_again = models.TextField(blank=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    maker_body = models.ForeignKey(Body, PROTECT, null=True, blank=True, related_name="+")
    maker_office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    decide_from = models.DateField()
    decide_to = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, PROTECT, related_name="+")
    copy_place = models.CharField(max_length=300)
    copy_placed_by = models.CharField(max_length=200)
    copy_placed_at = models.DateTimeField()
    available_at = models.DateTimeField()
    counts_from = models.DateField()
    deadline = models.JSONField()
    matures_on = models.DateField()
    matures_at = models.DateTimeField()

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="notice_number_once_a_case"),
            models.CheckConstraint(
                condition=models.Q(decide_to__gte=models.F("decide_from")), name="notice_period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(maker_body__isnull=False) ^ models.Q(maker_office__isnull=False),
                name="notice_has_one_maker",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice of key decision {self.reference}"

    @property
    def earlier_numbers(self) -> range:
        """The numbers of the notices that this one replaces."""
        return range(1, self.number)


class NoticeOutage(Frozen):
    """A time in which a published notice was out of reach. It never voids by itself: the Monitoring Officer decides."""

    notice = models.ForeignKey(KeyDecisionNotice, PROTECT, related_name="outages")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    what = models.TextField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, PROTECT, related_name="+")

    class Meta:
        ordering = ["notice", "began_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__gt=models.F("began_at")), name="notice_outage_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"Outage of {self.notice.reference}"
