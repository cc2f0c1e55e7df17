"""The steps of a procurement that belong to a case: notices on the central platform, challenge, signature."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, User
from commissioning.models.base import Frozen
from commissioning.rules.deadlines import Deadline
from decisions.rules.procurement import WORDS, Kind, Standstill


class ProcurementStep(Frozen):
    """One step with its true day, and its moment where that is known. `resolutions`: the numbers of those that it carries
    out, none where it carries out the whole decision; `deadline`: the standstill that it began; `breach`: why it was not
    lawful yet, or "".

    Procurement Act 2023 ss21, 50 to 53 and 101; SI 2023/1348 reg 12.
    """

    recount: dict | None  # only on rows read as they count: the newest recount of the standstill
    KINDS = [(kind.value, words) for kind, words in WORDS.items()]
    case = models.ForeignKey(Case, PROTECT, related_name="procurement_steps")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True, blank=True)
    resolutions = models.JSONField(default=list, blank=True)
    reference = models.CharField(max_length=100, blank=True)  # as the central platform gives it
    deadline = models.JSONField(null=True, blank=True)
    stated_until = models.DateField(null=True, blank=True)
    why_no_standstill = models.TextField(blank=True)
    breach = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, PROTECT, related_name="+")
    recorded_as = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="procurement_step_n_once")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def standstill(self) -> Standstill | None:
        """The standstill that this notice began, as it binds."""
        return Standstill(Deadline.from_dict(self.deadline), self.stated_until) if self.deadline else None

    @property
    def is_signature(self) -> bool:
        return self.kind == Kind.SIGNED
