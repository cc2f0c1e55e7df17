"""A period that a later bank holiday has lengthened: what was counted before, what counts now."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Duty
from commissioning.models.base import Frozen
from decisions.models.key_decision_notices import KeyDecisionNotice
from decisions.models.meetings import AgendaItem
from decisions.models.private_meetings import PrivateMeetingNotice
from decisions.models.procurement import ProcurementStep
from decisions.models.records import DecisionRecord
from decisions.models.urgency import GeneralException


class DeadlineMove(Frozen):
    """One recount. Published papers stay as they were published; the newest recount of a period is what counts.

    A recount never ends a period earlier than it was announced. `day` is the proclaimed day, `because` its name.
    """

    PERIODS = [
        ("DUTY", "Deadline"),
        ("CALL_IN_WINDOW", "Call-in window"),
        ("NOTICE", "Notice of key decision"),
        ("AGENDA", "Agenda open before the meeting"),
        ("EXCEPTION", "General exception"),
        ("PRIVATE", "Notice of a private meeting"),
        ("STANDSTILL", "Standstill before a contract is signed"),
    ]
    case = models.ForeignKey(Case, PROTECT, related_name="deadline_moves")
    period = models.CharField(max_length=20, choices=PERIODS)
    what = models.CharField(max_length=300)
    duty = models.ForeignKey(Duty, PROTECT, null=True, blank=True, related_name="moves")
    record = models.ForeignKey(DecisionRecord, PROTECT, null=True, blank=True, related_name="moves")
    notice = models.ForeignKey(KeyDecisionNotice, PROTECT, null=True, blank=True, related_name="moves")
    item = models.ForeignKey(AgendaItem, PROTECT, null=True, blank=True, related_name="moves")
    exception = models.ForeignKey(GeneralException, PROTECT, null=True, blank=True, related_name="moves")
    private = models.ForeignKey(PrivateMeetingNotice, PROTECT, null=True, blank=True, related_name="moves")
    step = models.ForeignKey(ProcurementStep, PROTECT, null=True, blank=True, related_name="moves")
    before = models.JSONField()
    after = models.JSONField()
    day = models.DateField(db_index=True)
    because = models.CharField(max_length=200)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
