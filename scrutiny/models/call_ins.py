"""Call-in: councillors ask that a decision made but not carried out be looked at again (Local Government Act 2000 s9F).

A request gathers signatures inside the window; from the signature that makes it complete the decision is on hold.
"""

from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models import Case, Office, User
from commissioning.models.base import Frozen, Tracked
from decisions.models import Decision, DecisionRecord


class CallIn(Tracked):
    """One request. `received_at` is when it became complete, which is when the hold began.

    `grounds` and `alternative` are the signatories' own words; residents read the version in `CallInText`.
    """

    OUTCOMES = [
        ("", "Open"),
        ("INVALID", "Not valid"),
        ("NO_ACTION", "No action"),
        ("REFER_BACK", "Referred back"),
        ("REFER_TO_COUNCIL", "Referred to the full council"),
        ("RECOMMENDATIONS_WITHOUT_REFERRAL", "Recommendations, without sending the decision back"),
        ("NOT_HEARD", "Not heard in time"),
        ("LAPSED", "Lapsed: not complete when the window closed"),
        ("WITHDRAWN", "Withdrawn"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="call_ins")
    decision = models.ForeignKey(Decision, PROTECT, related_name="call_ins")
    record = models.ForeignKey(DecisionRecord, PROTECT, related_name="call_ins")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=40, unique=True)
    lead = models.ForeignKey(User, PROTECT, related_name="+")
    resolutions = models.JSONField(default=list)
    grounds = models.JSONField(default=list)
    alternative = models.TextField()
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    ruled_at = models.DateTimeField(null=True, blank=True)
    is_valid = models.BooleanField(null=True, blank=True)
    ruling_reasons = models.TextField(blank=True)
    consulted_view = models.TextField(blank=True)  # of the office that the constitution has consulted on validity
    severable = models.BooleanField(null=True, blank=True)  # certified with the ruling: the rest does not depend on it
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, choices=OUTCOMES, blank=True)

    signed: list["Signature"]  # on those that `received_call_ins` reads

    restricted = frozenset({"grounds", "alternative"})  # not for every reader of the audit trail; see CallInText

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="call_in_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at__isnull=True), name="call_in_one_open_request"
            ),
        ]

    def __str__(self) -> str:
        return f"Call-in {self.reference}"


class Signature(Frozen):
    """One councillor's signature, with seat and political group as they were at that moment."""

    call_in = models.ForeignKey(CallIn, PROTECT, related_name="signatures")
    person = models.ForeignKey(User, PROTECT, related_name="+")
    office = models.ForeignKey(Office, PROTECT, related_name="+")
    party = models.CharField(max_length=100, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["call_in", "person"], name="signature_once")]


class SignatureWithdrawal(Frozen):
    """A signatory's written statement that the own signature is withdrawn; what it does, the rules say."""

    signature = models.OneToOneField(Signature, PROTECT, related_name="withdrawal")
    statement = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class CallInText(Frozen):
    """The words of a request that everybody reads, published with the ruling but apart from it.

    What is defamatory or lets a vulnerable person be recognised is left out; the original stays with the request.
    """

    REASONS = [
        ("", "Nothing is left out"),
        ("DEFAMATORY", "Words that could be defamatory are left out"),
        ("PERSON", "Words by which a vulnerable person could be recognised are left out"),
    ]
    call_in = models.OneToOneField(CallIn, PROTECT, related_name="public_text")
    text = models.TextField()
    left_out = models.CharField(max_length=20, choices=REASONS, blank=True)
    published_by = models.ForeignKey(User, PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Hearing(Frozen):
    """What the committee did with a valid call-in: the concerns that the decision-maker has to answer, or what it recommends
    without sending the decision back.

    `outside_framework` and `advice`: on a referral to the council, what the Monitoring Officer and the chief finance officer
    advised, and whether the decision is contrary to the budget or policy framework.
    """

    call_in = models.OneToOneField(CallIn, PROTECT, related_name="hearing")
    heard_on = models.DateField()
    present = models.PositiveSmallIntegerField()  # councillors
    co_optees = models.JSONField(default=list)  # person and office of those who were present with a vote
    whip = models.CharField(max_length=300)
    interests = models.TextField()
    outcome = models.CharField(
        max_length=40,
        choices=[
            ("NO_ACTION", "No action"),
            ("REFER_BACK", "Referred back"),
            ("REFER_TO_COUNCIL", "Referred to the full council"),
            ("RECOMMENDATIONS_WITHOUT_REFERRAL", "Recommendations, without sending the decision back"),
        ],
    )
    outside_framework = models.BooleanField(default=False)
    advice = models.TextField(blank=True)
    reasons = models.TextField()
    concerns = models.JSONField(default=list)
    recommendations = models.JSONField(default=list)
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
