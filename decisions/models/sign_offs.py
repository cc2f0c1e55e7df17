"""Each agency's own legal act: signing the commitments of a proposal, or objecting to them."""

from django.db import models
from django.db.models import PROTECT

from commissioning.models import Case, Duty, Office, Organisation, User
from commissioning.models.base import Frozen


class SignOff(Frozen):
    """One agency's signature on exactly one set of commitments, under the authority that the signer names.

    A later act of the same agency is a further row; the latest counts. The council's own part is signed only by its
    decision-maker's decision, never here. Source: each agency's own scheme of delegation.
    """

    RESULTS = [
        ("SIGNED", "Signed"),
        ("SIGNED_WITH_CONDITIONS", "Signed with conditions"),
        ("IN_PRINCIPLE", "Signed in principle"),
        ("OBJECTED", "Objected"),
    ]
    duty = models.ForeignKey(Duty, PROTECT, related_name="sign_offs")
    n = models.PositiveSmallIntegerField(default=1)
    case = models.ForeignKey(Case, PROTECT, related_name="sign_offs")
    organisation = models.ForeignKey(Organisation, PROTECT, related_name="sign_offs")
    office = models.ForeignKey(Office, PROTECT, related_name="+")
    version = models.ForeignKey("commissioning.ProposalVersion", PROTECT, related_name="sign_offs")
    commitments_hash = models.CharField(max_length=64)
    share = models.BigIntegerField(default=0)  # the agency's share in pence
    authority = models.CharField(max_length=300)
    authority_limit = models.BigIntegerField(null=True, blank=True)  # in pence; empty: no limit
    authority_on = models.DateField()
    result = models.CharField(max_length=30, choices=RESULTS)
    conditions = models.TextField(blank=True)
    valid_until = models.DateField()
    signed_by = models.ForeignKey(User, PROTECT, related_name="sign_offs")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "n"], name="sign_off_n_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_result_display()}"

    @property
    def is_signed(self) -> bool:
        return self.result in ("SIGNED", "SIGNED_WITH_CONDITIONS")
