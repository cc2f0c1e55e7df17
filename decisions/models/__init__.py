"""Models of this app, imported one by one so that Django finds them."""

from decisions.models.advice import Advice, AdviceRequest
from decisions.models.attendances import Attendance
from decisions.models.authority import Allocation, CaseFunction
from decisions.models.call_in_classes import CallInClass
from decisions.models.clearances import ClearanceResult
from decisions.models.deadline_moves import DeadlineMove
from decisions.models.decisions import Decision, Resolution
from decisions.models.early_effects import EarlyEffect
from decisions.models.education_matters import EducationMatter
from decisions.models.errata import Erratum
from decisions.models.exclusions import Exclusion
from decisions.models.holds import Hold
from decisions.models.informal_notes import InformalNote
from decisions.models.interests import (
    Dispensation,
    DispensationAnswer,
    DispensationRequest,
    EqualityConfirmation,
    Interest,
    OfficerInterest,
)
from decisions.models.key_assessments import KeyAssessment
from decisions.models.key_decision_notices import KeyDecisionNotice, NoticeOutage
from decisions.models.meetings import AgendaItem, Meeting
from decisions.models.overlays import Overlay, SpendAuthority
from decisions.models.partial_effects import PartialEffect
from decisions.models.partner_acts import PartnerAct
from decisions.models.private_meetings import (
    PrivateMeetingNotice,
    Representation,
    RepresentationAnswer,
    RepresentationContact,
)
from decisions.models.procurement import ProcurementStep
from decisions.models.reconsiderations import Reconsideration
from decisions.models.records import Correction, DecisionRecord, RecordFile
from decisions.models.report_gaps import ReportGap
from decisions.models.scheme_changes import SchemeChange
from decisions.models.sign_offs import SignOff
from decisions.models.ssmt import AgencyRecommendation, SsmtOutcome
from decisions.models.urgency import GeneralException, UrgencyConsent, UrgencyRequest
from decisions.models.void_reviews import VoidFinding, VoidReview
from decisions.models.votes import RecordedVote, Vote

__all__ = [
    "Advice",
    "AdviceRequest",
    "AgencyRecommendation",
    "AgendaItem",
    "Allocation",
    "Attendance",
    "CallInClass",
    "CaseFunction",
    "ClearanceResult",
    "Correction",
    "DeadlineMove",
    "Decision",
    "DecisionRecord",
    "Dispensation",
    "DispensationAnswer",
    "DispensationRequest",
    "EarlyEffect",
    "EducationMatter",
    "EqualityConfirmation",
    "Erratum",
    "Exclusion",
    "GeneralException",
    "Hold",
    "InformalNote",
    "Interest",
    "KeyAssessment",
    "KeyDecisionNotice",
    "Meeting",
    "NoticeOutage",
    "OfficerInterest",
    "Overlay",
    "PartialEffect",
    "PartnerAct",
    "PrivateMeetingNotice",
    "ProcurementStep",
    "Reconsideration",
    "RecordFile",
    "RecordedVote",
    "ReportGap",
    "Representation",
    "RepresentationAnswer",
    "RepresentationContact",
    "Resolution",
    "SchemeChange",
    "SignOff",
    "SpendAuthority",
    "SsmtOutcome",
    "UrgencyConsent",
    "UrgencyRequest",
    "VoidFinding",
    "VoidReview",
    "Vote",
]
