"""Models of this app, imported one by one so that Django finds them."""

from commissioning.models import append_only
from commissioning.models.cases import Case, Document, Involvement
from commissioning.models.constitutions import BankHoliday, ClockJump, ConstitutionVersion
from commissioning.models.duties import Duty
from commissioning.models.ledger import (
    AuditCheckpoint,
    AuditCosignature,
    AuditEvent,
    AuditIndex,
    AuditKey,
    AuditOpening,
    AuditTile,
)
from commissioning.models.people import Appointment, Body, Delegation, Office, Organisation, User

__all__ = [
    "Appointment",
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
    "ClockJump",
    "ConstitutionVersion",
    "Delegation",
    "Document",
    "Duty",
    "Involvement",
    "Office",
    "Organisation",
    "User",
    "append_only",
]
