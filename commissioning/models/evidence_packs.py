"""The needs evidence pack: what is known about the need, found independently of the service that asks.

Local Government and Public Involvement in Health Act 2007 ss116 to 116B: council and integrated care board have regard
to the joint strategic needs assessment. Every figure says whether it is real (with its source), derived (and how) or
illustrative.
"""

from django.db import models
from django.db.models import PROTECT

from commissioning.models.base import Frozen, Tracked
from commissioning.models.cases import Case
from commissioning.models.people import Office, Organisation, User


class EvidencePack(Tracked):
    """The pack of a case. Its working draft is the newest `DraftSave` of every part; its state is derived from duties
    and reviews (`selectors.evidence_packs`)."""

    case = models.OneToOneField(Case, PROTECT, related_name="evidence_pack")
    author = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    author_office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    peer = models.ForeignKey(User, PROTECT, null=True, blank=True, related_name="+")
    peer_office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Evidence for {self.case}"


class Challenge(Frozen):
    """A question of the commissioning officer about the evidence. Officers challenge; they do not edit."""

    pack = models.ForeignKey(EvidencePack, PROTECT, related_name="challenges")
    number = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    made_by = models.ForeignKey(User, PROTECT, related_name="+")
    made_in = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="challenge_number_once")]


class ChallengeAnswer(Frozen):
    """The analysts' answer to a challenge, given once."""

    challenge = models.OneToOneField(Challenge, PROTECT, related_name="answer")
    text = models.TextField()
    given_by = models.ForeignKey(User, PROTECT, related_name="+")
    given_in = models.CharField(max_length=200)
    given_at = models.DateTimeField()


class PackReview(Frozen):
    """What the named peer or the research lead said about the pack as it stood."""

    STAGES = [("PEER", "Peer review"), ("LEAD", "Approval")]
    RESULTS = [("PASSED", "Passed"), ("RETURNED", "Returned"), ("APPROVED", "Approved")]
    pack = models.ForeignKey(EvidencePack, PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=STAGES)
    result = models.CharField(max_length=10, choices=RESULTS)
    reasons = models.TextField(blank=True)
    given_by = models.ForeignKey(User, PROTECT, related_name="+")
    given_in = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_review_number_once")]


class EvidencePackVersion(Frozen):
    """The approved pack, frozen under the hash of its canonical content."""

    pack = models.ForeignKey(EvidencePack, PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    author = models.ForeignKey(User, PROTECT, null=True, related_name="+")
    research_by = models.ForeignKey(Organisation, PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_version_once")]
