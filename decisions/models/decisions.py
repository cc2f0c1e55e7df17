"""The decision itself, in the words in which it was made, and its numbered resolutions."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Body, Case, Office, User
from commissioning.models.base import Frozen
from decisions.models.meetings import AgendaItem
from decisions.rules.delegations import OFFICERS


class Decision(Frozen):
    """What was decided, by whom, how, when, why, and what else was considered (SI 2012/2089 regs 12 and 13).

    At a meeting the decision is made when the chair states the outcome; alone, when the member decides. `tally`
    holds how (totals, names for a recorded vote, quorum, reckoning), `conflicts` every declared interest as the public
    may read it, `subject_to` the agencies whose signature is missing, `delegation` the line of the scheme as it stood (for an
    officer also as `maker` whether the function was the executive's or the council's: LGA 2000 s9E, LGA 1972 s101),
    `objections` what agencies said against it since the report was published, with the Monitoring Officer's advice and why
    it was not deferred. `since` and `because` say from when on something had been done without a decision, and why: it is put
    on record, never authorised. `amended_pence` is the whole cost where an amendment changed it. `route` the footing of a key decision, and `urgent_by` the reference of the exception or agreement it relied on.
    """

    KINDS = [("DECISION", "Decision"), ("RECONSIDERATION", "Reconsideration")]
    MODES = [
        ("AGREED", "Agreed without a vote"),
        ("SHOW_OF_HANDS", "Show of hands"),
        ("RECORDED", "Recorded vote"),
        ("INDIVIDUAL", "Decided by one member"),
    ]
    OUTCOMES = [
        ("AGREED", "Agreed"),
        ("AGREED_AMENDED", "Agreed as amended"),
        ("NOT_AGREED", "Not agreed"),
        ("DEFERRED", "Deferred"),
        ("REFERRED", "Referred to the council"),
        ("NOTED", "Noted"),
        ("REGULARISED", "Put on record after the event"),
    ]
    ROUTES = [("NOTICE", "Notice of 28 clear days"), ("REG10", "General exception"), ("REG11", "Special urgency")]
    case = models.ForeignKey(Case, PROTECT, related_name="decisions")
    n = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20, choices=KINDS)
    item = models.ForeignKey(AgendaItem, PROTECT, null=True, blank=True, related_name="decisions")
    version = models.ForeignKey("commissioning.ProposalVersion", PROTECT, related_name="decisions")
    maker_office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="decisions")
    body = models.ForeignKey(Body, PROTECT, related_name="decisions")
    mode = models.CharField(max_length=20, choices=MODES, blank=True)  # empty: deferred without a vote
    outcome = models.CharField(max_length=20, choices=OUTCOMES)
    text = models.TextField()
    reasons = models.TextField()
    alternatives = models.TextField()
    tally = models.JSONField(default=dict)
    conflicts = models.JSONField(default=list)
    subject_to = models.JSONField(default=list)
    since = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True)
    amended_pence = models.BigIntegerField(null=True, blank=True)
    delegation = models.JSONField(default=dict)
    objections = models.JSONField(default=list)
    route = models.CharField(max_length=10, choices=ROUTES, blank=True)
    urgent_by = models.CharField(max_length=40, blank=True)
    is_key = models.BooleanField()
    key_reasons = models.TextField(blank=True)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, PROTECT, related_name="decisions")
    clerked_by = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["case", "n", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="decision_n_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()}"

    @property
    def maker_kind(self) -> str:
        """CABINET, CABINET_COMMITTEE, CABINET_MEMBER, OFFICER_EXEC or OFFICER_NONEXEC, as it was on the day of the decision."""
        return self._alone if self.mode == "INDIVIDUAL" else self.body.kind

    @property
    def _alone(self) -> str:
        return str(self.delegation.get("maker", "")) or "CABINET_MEMBER"

    @property
    def is_officers(self) -> bool:
        """Whether an officer of the council decided."""
        return self.mode == "INDIVIDUAL" and self._alone in OFFICERS

    @property
    def way(self) -> str:
        """How it was decided, in words."""
        return "Decided by one officer" if self.is_officers else self.get_mode_display()

    @property
    def is_agreed(self) -> bool:
        return self.outcome in ("AGREED", "AGREED_AMENDED")


class Resolution(Frozen):
    """One numbered resolution of a decision."""

    decision = models.ForeignKey(Decision, PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["decision", "number"]
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="resolution_number_once")]
