"""The audit trail as a page for print, with the proof of each event."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from commissioning.models import Case
from commissioning.selectors.proof_state import newest_proof
from decisions.records.pdf import font_faces
from scrutiny.selectors.audit import AuditEntry


def trail_html(
    case: Case,
    entries: Sequence[AuditEntry],
    *,
    proofs: Sequence[object],
    is_filtered: bool,
    sees_members: bool,
    taken_by: str,
    at: datetime,
) -> str:
    """The whole document; nothing is fetched while it is rendered. `proofs` as `printed_proofs` makes them."""
    return render_to_string(
        "scrutiny/records/audit_trail.html",
        {
            "case": case,
            "entries": entries,
            "is_filtered": is_filtered,
            "sees_members": sees_members,
            "taken_by": taken_by,
            "at": at,
            "council": settings.COUNCIL_NAME,
            "fonts": font_faces(),
            "log": newest_proof(),
            "proofs": proofs,
        },
    )
