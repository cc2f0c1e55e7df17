"""Who exists: people, organisations, bodies, offices, and who sits in which office from when to when.

People are deactivated, never deleted. What somebody may do follows from appointments read live at the moment of the
act, so a change of office works at once and history stays true.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models import PROTECT, Q

from commissioning.models.base import Tracked


class UserManager(BaseUserManager):
    """Makes accounts by e-mail address; the first administrator is made by `manage.py first_administrator`."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None) -> "User":
        return self.create_user(email, name, password)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The name is shown in records, so it is the name people act under."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=300)
    is_active = models.BooleanField(default=True)
    public_id = models.UUIDField(unique=True, null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = False

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Organisation(Tracked):
    """The council or a partner agency."""

    KINDS = [
        ("COUNCIL", "Council"),
        ("ICB", "Integrated care board"),
        ("POLICE", "Police"),
        ("HOUSING", "Housing association"),
        ("TRANSPORT", "Transport authority"),
        ("COLLEGE", "College"),
        ("VOLUNTARY", "Voluntary sector"),
        ("OTHER", "Other"),
    ]
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=300)
    short = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=KINDS)
    is_voting = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Body(Tracked):
    """Something that sits or works together: Cabinet, the senior management team, a committee, a department."""

    KINDS = [
        ("COUNCIL", "Council"),
        ("CABINET", "Cabinet"),
        ("CABINET_COMMITTEE", "Committee of the Cabinet"),
        ("SSMT", "Single senior management team"),
        ("SCRUTINY", "Overview and scrutiny committee"),
        ("RESEARCH", "Research and intelligence"),
        ("SERVICE", "Commissioning service"),
        ("AGENCY", "Agency"),
        ("OFFICE", "Statutory officers"),
    ]
    EXECUTIVE = ("CABINET", "CABINET_COMMITTEE")  # Local Government Act 2000 s9E(2): what may decide for the executive at a meeting
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=KINDS)
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="bodies")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Office(Tracked):
    """A post or seat. Its role says what the law lets its holder do; the group carries guardian's object links."""

    ROLES = [
        ("OFFICER", "Commissioning officer"),
        ("DIRECTOR", "Director"),
        ("ANALYST", "Analyst"),
        ("RESEARCH_LEAD", "Research lead"),
        ("CHIEF_FINANCE_OFFICER", "Section 151 officer"),
        ("MONITORING_OFFICER", "Monitoring Officer"),
        ("LEGAL", "Legal services"),
        ("EQUALITY", "Equality lead"),
        ("HEAD_OF_PAID_SERVICE", "Head of paid service"),
        ("PROPER_OFFICER", "Proper officer (democratic services)"),
        ("SCRUTINY_OFFICER", "Statutory scrutiny officer"),
        ("LEADER", "Leader"),
        ("CABINET_MEMBER", "Cabinet member"),
        ("CIVIC_MAYOR", "Civic Mayor"),
        ("COUNCILLOR", "Councillor"),
        ("SCRUTINY_CHAIR", "Chair of overview and scrutiny"),
        ("SCRUTINY_MEMBER", "Scrutiny member"),
        ("EDUCATION_CO_OPTEE", "Education co-optee on scrutiny"),
        ("SSMT_CHAIR", "Chair of the senior management team"),
        ("AGENCY_LEAD", "Agency lead"),
        ("AGENCY_ADVISER", "Agency adviser without a vote"),
        ("ADMINISTRATOR", "Administrator"),
        ("AUDITOR", "Auditor"),
    ]
    key = models.SlugField(unique=True)
    role = models.CharField(max_length=30, choices=ROLES)
    title = models.CharField(max_length=200)
    body = models.ForeignKey(Body, PROTECT, related_name="offices")
    portfolio = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=100, blank=True)  # political group of a councillor's seat
    order = models.PositiveSmallIntegerField(default=100)
    group = models.OneToOneField(Group, PROTECT, null=True, blank=True, related_name="office")

    class Meta:
        ordering = ["order", "title", "pk"]

    def __str__(self) -> str:
        return self.title


class Appointment(Tracked):
    """A person in an office between two local dates, as holder or as named deputy."""

    person = models.ForeignKey(User, PROTECT, related_name="appointments")
    office = models.ForeignKey(Office, PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day in office
    is_deputy = models.BooleanField(default=False)
    seconded_from = models.ForeignKey(Organisation, PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["is_deputy", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.office}"


class Delegation(Tracked):
    """A line of the scheme of delegation: which office may decide what, up to how much, under which conditions.

    Local Government Act 2000 s9E: executive functions are exercised only as the Leader arranges. A function of the council
    itself (not `executive`) is given to an officer by the council or its committee, Local Government Act 1972 s101.
    Amounts in pence.
    """

    office = models.ForeignKey(Office, PROTECT, related_name="delegations")
    function = models.CharField(max_length=300)
    executive = models.BooleanField(default=True)
    limit = models.BigIntegerField(null=True, blank=True)
    key_decisions = models.BooleanField(default=True)
    conditions = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["office", "function", "pk"]

    def __str__(self) -> str:
        return f"{self.function}: {self.office}"
