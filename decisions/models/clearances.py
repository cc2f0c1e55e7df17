"""What a clearer answered on exactly one version of a proposal."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Duty, Office, User
from commissioning.models.base import Frozen


class ClearanceResult(Frozen):
    """One answer of one clearing office. It binds to the version it was given on; on a later version it is stale.

    Local Government Act 1972 s151 (finance); Local Government and Housing Act 1989 s5 (legality).
    """

    RESULTS = [
        ("CLEARED", "Cleared"),
        ("CLEARED_WITH_COMMENTS", "Cleared with comments"),
        ("QUERY", "Question"),
        ("REFUSED", "Refused"),
    ]
    duty = models.ForeignKey(Duty, PROTECT, related_name="clearance_results")
    n = models.PositiveSmallIntegerField(default=1)
    version = models.ForeignKey("commissioning.ProposalVersion", PROTECT, related_name="clearance_results")
    role = models.CharField(max_length=30)
    office = models.ForeignKey(Office, PROTECT, related_name="clearance_results")
    result = models.CharField(max_length=25, choices=RESULTS)
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(User, PROTECT, related_name="clearance_results")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "n"], name="clearance_result_n_once")]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_result_display()}"

    @property
    def is_clear(self) -> bool:
        return self.result in ("CLEARED", "CLEARED_WITH_COMMENTS")
