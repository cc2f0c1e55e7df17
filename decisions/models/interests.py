"""Interests and equality confirmations, per person and agenda item; dispensations from the ban on taking part."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Office, User
from commissioning.models.base import Frozen
from decisions.models.meetings import AgendaItem

STAGES = [
    ("PREPARED", "Prepared before the meeting"),
    ("CONFIRMED", "Confirmed at the meeting"),
    ("LATE", "Declared late"),
]


class Interest(Frozen):
    """One statement of one person on one item and version; "none" is a statement too. The highest n counts.

    Localism Act 2011 ss30 to 32; Local Government Finance Act 1992 s106 (shown only as "took no part"); the officers'
    code of conduct (an officer who decides alone; notice under Local Government Act 1972 s117).
    """

    KINDS = [
        ("NONE", "None"),
        ("DPI", "Disclosable pecuniary interest"),
        ("ORI", "Other registrable interest"),
        ("NRI", "Non-registrable interest"),
        ("BIAS_PREDETERMINATION", "Bias or a closed mind"),
        ("GIFT_HOSPITALITY", "Gift or hospitality"),
        ("S106_LGFA", "Council tax arrears of two months or more"),
        ("SUPPLIER_COI", "My organisation supplies this, or could"),
        ("NHS_COI", "NHS conflict of interest"),
        ("OFFICER_S117", "Pecuniary interest of an officer in a contract"),
    ]
    item = models.ForeignKey(AgendaItem, PROTECT, related_name="interests")
    version = models.ForeignKey("commissioning.ProposalVersion", PROTECT, related_name="+")
    person = models.ForeignKey(User, PROTECT, related_name="interests")
    office = models.ForeignKey(Office, PROTECT, related_name="interests")
    n = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=30, choices=KINDS)
    nature = models.TextField(blank=True)
    stays_out = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=STAGES)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "n", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "person", "n"], name="interest_n_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def is_none(self) -> bool:
        return self.kind == "NONE"


class EqualityConfirmation(Frozen):
    """That a decision-maker has read the equality analysis of exactly this version (Equality Act 2010 s149)."""

    item = models.ForeignKey(AgendaItem, PROTECT, related_name="equality_confirmations")
    version = models.ForeignKey("commissioning.ProposalVersion", PROTECT, related_name="+")
    person = models.ForeignKey(User, PROTECT, related_name="equality_confirmations")
    office = models.ForeignKey(Office, PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=10, choices=STAGES)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "n", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "person", "n"], name="equality_confirmation_n_once")]


class OfficerInterest(Frozen):
    """An officer's written notice of a pecuniary interest in a contract that a case is about (LGA 1972 s117).

    From then on the officer writes, clears, certifies and decides nothing in the case: the statute asks for the notice, the
    officers' code of conduct and the rule against bias keep the officer out.
    """

    case = models.ForeignKey("commissioning.Case", PROTECT, related_name="officer_interests")
    person = models.ForeignKey(User, PROTECT, related_name="+")
    office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    nature = models.TextField()
    notified_at = models.DateTimeField()

    class Meta:
        ordering = ["notified_at", "pk"]


class Dispensation(Frozen):
    """Leave for a member with a disclosable pecuniary interest to speak or vote, for at most four years.

    Localism Act 2011 s33(1): in the cases that it describes, so it holds for its `case` alone; one that names none lifts
    nothing here. It never helps a member who decides alone (s31(8)).
    """

    person = models.ForeignKey(User, PROTECT, related_name="dispensations")
    case = models.ForeignKey(Case, PROTECT, null=True, blank=True, related_name="dispensations")
    subject = models.CharField(max_length=300)
    grounds = models.TextField()
    may_speak = models.BooleanField()
    may_vote = models.BooleanField()
    requested_on = models.DateField()
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["granted_at", "pk"]


class DispensationRequest(Frozen):
    """A member's written request for a dispensation, with the ground of the statute (Localism Act 2011 s33(1), (2))."""

    GROUNDS = [
        ("BUSINESS", "Without it so many members would be barred that the business would be impeded"),
        ("BALANCE", "Without it the political groups would be out of balance, enough to change the outcome"),
        ("RESIDENTS", "It is in the interests of persons living in the area"),
        ("EXECUTIVE", "Without it every member of the executive would be barred"),
        ("OTHERWISE", "It is otherwise appropriate"),
    ]
    person = models.ForeignKey(User, PROTECT, related_name="dispensation_requests")
    case = models.ForeignKey(Case, PROTECT, null=True, blank=True, related_name="dispensation_requests")
    subject = models.CharField(max_length=300)
    ground = models.CharField(max_length=20, choices=GROUNDS)
    reasons = models.TextField()
    may_speak = models.BooleanField()
    may_vote = models.BooleanField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    requested_at = models.DateTimeField()
    requested_on = models.DateField()

    class Meta:
        ordering = ["-requested_at", "-pk"]


class DispensationAnswer(Frozen):
    """What the council, its committee or its delegate decided on a request; granted, it stands in the register."""

    request = models.OneToOneField(DispensationRequest, PROTECT, related_name="answer")
    granted = models.BooleanField()
    reasons = models.TextField()
    decided_by = models.CharField(max_length=300)
    dispensation = models.OneToOneField(Dispensation, PROTECT, null=True, blank=True, related_name="answer")
    answered_by = models.ForeignKey(User, PROTECT, related_name="+")
    answered_as = models.CharField(max_length=300)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
