"""The proposal: a draft that many hands write, and the versions of it that were handed in.

A version is frozen under two hashes: the content hash covers everything that clearers read, the commitments hash only
what agencies bind themselves to (see `rules.content`).
"""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen, Tracked
from commissioning.models.cases import Case
from commissioning.models.people import User


class Proposal(Tracked):
    """The proposal of a case. Its working draft is the newest `DraftSave` of every section; submitting freezes a version
    and leaves the draft where it was, so that a returned proposal is redrafted from the last version."""

    case = models.OneToOneField(Case, PROTECT, related_name="proposal")
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Proposal for {self.case}"


class ProposalVersion(Frozen):
    """The proposal as it was submitted. Money in pence; `note` says what changed since the version before."""

    proposal = models.ForeignKey(Proposal, PROTECT, related_name="versions")
    case = models.ForeignKey(Case, PROTECT, related_name="proposal_versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64, db_index=True)
    commitments_hash = models.CharField(max_length=64, db_index=True)
    value_total = models.BigIntegerField()
    value_council = models.BigIntegerField()
    note = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, PROTECT, related_name="+")
    submitted_in = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="proposal_version_once")]

    def __str__(self) -> str:
        return f"Version {self.number} of the proposal in {self.case_id}"
