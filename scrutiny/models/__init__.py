"""Models of this app, imported one by one so that Django finds them."""

from scrutiny.models.call_ins import CallIn, CallInText, Hearing, Signature, SignatureWithdrawal
from scrutiny.models.council_reviews import CouncilReview
from scrutiny.models.online_petitions import OnlinePetition, PetitionCheck, PetitionDraft, PetitionSigner
from scrutiny.models.petitions import Petition, PetitionAnswer
from scrutiny.models.referrals import Referral
from scrutiny.models.reports import ExecutiveResponse, ScrutinyRecommendation, ScrutinyRecord, ScrutinyReport
from scrutiny.models.trail_files import TrailFile, TrailOrder

__all__ = [
    "CallIn",
    "CallInText",
    "CouncilReview",
    "ExecutiveResponse",
    "Hearing",
    "OnlinePetition",
    "Petition",
    "PetitionAnswer",
    "PetitionCheck",
    "PetitionDraft",
    "PetitionSigner",
    "Referral",
    "ScrutinyRecommendation",
    "ScrutinyRecord",
    "ScrutinyReport",
    "Signature",
    "SignatureWithdrawal",
    "TrailFile",
    "TrailOrder",
]
