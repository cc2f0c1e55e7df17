"""Models of this app, imported one by one so that Django finds them."""

from scrutiny.models.call_ins import CallIn, CallInText, Hearing, Signature, SignatureWithdrawal
from scrutiny.models.petitions import Petition, PetitionAnswer
from scrutiny.models.referrals import Referral
from scrutiny.models.reports import ExecutiveResponse, ScrutinyRecommendation, ScrutinyRecord, ScrutinyReport
from scrutiny.models.trail_files import TrailFile, TrailOrder

__all__ = [
    "CallIn",
    "CallInText",
    "ExecutiveResponse",
    "Hearing",
    "Petition",
    "PetitionAnswer",
    "Referral",
    "ScrutinyRecommendation",
    "ScrutinyRecord",
    "ScrutinyReport",
    "Signature",
    "SignatureWithdrawal",
    "TrailFile",
    "TrailOrder",
]
