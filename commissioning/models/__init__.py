"""Models of this app, imported one by one so that Django finds them."""

from commissioning.models import append_only
from commissioning.models.cases import Case, Document, Involvement
from commissioning.models.constitutions import (
    BankHoliday,
    ClockJump,
    ConstitutionProposal,
    ConstitutionVersion,
)
from commissioning.models.drafts import DraftSave
from commissioning.models.duties import Duty
from commissioning.models.evidence_packs import (
    Challenge,
    ChallengeAnswer,
    EvidencePack,
    EvidencePackVersion,
    PackReview,
)
from commissioning.models.evidence_parts import Claim, ClaimIndicator, Indicator, Observation, Source
from commissioning.models.ledger import (
    AuditCheckpoint,
    AuditCosignature,
    AuditEvent,
    AuditIndex,
    AuditKey,
    AuditOpening,
    AuditTile,
)
from commissioning.models.outgoing_mail import OutgoingMail
from commissioning.models.people import Appointment, Body, Delegation, Office, Organisation, User
from commissioning.models.proposal_parts import (
    Assessment,
    CostLine,
    Criterion,
    EqualityImpact,
    EvidenceLink,
    FinanceLine,
    Option,
    PrincipleAnswer,
    Recommendation,
    Risk,
    SavingsShare,
    Score,
)
from commissioning.models.proposals import Proposal, ProposalVersion
from commissioning.models.questions import CommissioningQuestion, ExpectedAgency

__all__ = [
    "Appointment",
    "Assessment",
    "AuditCheckpoint",
    "AuditCosignature",
    "AuditEvent",
    "AuditIndex",
    "AuditKey",
    "AuditOpening",
    "AuditTile",
    "BankHoliday",
    "Body",
    "Case",
    "Challenge",
    "ChallengeAnswer",
    "Claim",
    "ClaimIndicator",
    "ClockJump",
    "CommissioningQuestion",
    "ConstitutionProposal",
    "ConstitutionVersion",
    "CostLine",
    "Criterion",
    "Delegation",
    "Document",
    "DraftSave",
    "Duty",
    "EqualityImpact",
    "EvidenceLink",
    "EvidencePack",
    "EvidencePackVersion",
    "ExpectedAgency",
    "FinanceLine",
    "Indicator",
    "Involvement",
    "Observation",
    "Office",
    "Option",
    "Organisation",
    "OutgoingMail",
    "PackReview",
    "PrincipleAnswer",
    "Proposal",
    "ProposalVersion",
    "Recommendation",
    "Risk",
    "SavingsShare",
    "Score",
    "Source",
    "User",
    "append_only",
]
