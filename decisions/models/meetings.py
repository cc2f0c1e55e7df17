"""Meetings and what is on their agendas."""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Body, Case, Office, User
from commissioning.models.base import Tracked
from decisions.models.key_decision_notices import KeyDecisionNotice


class Meeting(Tracked):
    """A sitting of one body. `starts_at` is UTC, `meets_on` the London date that counts in law.

    SI 2012/2089 reg 6(1): notice of time and place five clear days before, or when convened if that is shorter.
    """

    body = models.ForeignKey(Body, PROTECT, related_name="meetings")
    title = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    meets_on = models.DateField()
    place = models.CharField(max_length=300)
    chair = models.ForeignKey(Office, PROTECT, related_name="chaired_meetings")
    convened_at = models.DateTimeField()
    convened_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    warnings = models.JSONField(default=list, blank=True)
    shorter_notice = models.TextField(blank=True)  # why it was convened with fewer than five clear days
    postponed = models.JSONField(default=list, blank=True)  # each time: from when, why, entered on which day
    agenda_published_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)  # then it is closed at that moment and never sat
    cancelled_why = models.TextField(blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


class AgendaItem(Tracked):
    """One case before one body, with exactly the version that is considered.

    With a meeting, `number` is its place on the agenda. Without one, `maker` is the delegated cabinet member who
    decides alone, and `decide_from` the first date on which that is lawful. Only one item of a kind may be live in a
    case (`ended_at` empty), so two meetings cannot decide the same thing. `subject_to` names the sign-offs missing
    when the report was published; `reckoning` is the count of the clear days; `notice` the notice relied on;
    `route` and `urgent_by` say so where it was the general exception or special urgency instead;
    `closed_for` what allows it to be taken in private, on which paragraphs of Schedule 12A, and how the public interest
    was weighed (for a member who decides alone, what allows the report to leave something out); `late_why` why the item was added inside the five clear days.
    """

    KINDS = [
        ("RECOMMENDATION", "For recommendation"),
        ("DECISION", "For decision"),
        ("RECONSIDERATION", "For reconsideration"),
        ("SCRUTINY", "For scrutiny"),
    ]
    meeting = models.ForeignKey(Meeting, PROTECT, null=True, blank=True, related_name="items")
    case = models.ForeignKey(Case, PROTECT, related_name="agenda_items")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=KINDS)
    version = models.ForeignKey("commissioning.ProposalVersion", PROTECT, related_name="agenda_items")
    mode = models.CharField(max_length=20, blank=True)
    maker = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    decide_from = models.DateField(null=True, blank=True)
    notice = models.ForeignKey(KeyDecisionNotice, PROTECT, null=True, blank=True, related_name="items")
    route = models.CharField(max_length=10, blank=True)
    urgent_by = models.CharField(max_length=40, blank=True)
    subject_to = models.JSONField(default=list, blank=True)
    reckoning = models.JSONField(null=True, blank=True)
    closed_for = models.JSONField(default=dict, blank=True)
    late_why = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["meeting", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended_at__isnull=True), name="agenda_item_once_before_a_body"
            ),
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_item_number_once"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) ^ Q(maker__isnull=False), name="agenda_item_has_one_maker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.case}"
