"""Taking the audit trail of a case out of the product: as a file, and never without an event."""

from datetime import datetime
from hashlib import sha256

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case


def record_export(*, case: Case, media: str, entries: int, body: bytes, actor: Actor, at: datetime) -> None:
    """Record who took what: format, number of entries and digest of the file. Raises PermissionDenied.

    One event `export`. The file holds what the person may see on the page, no more.
    """
    standing = access.require(actor, "export", case, at)
    ledger.append(
        "export",
        Act(actor, standing, at),
        f"{case.reference}/export",
        case=case,
        fields={"format": media, "entries": entries, "sha256": sha256(body).hexdigest()},
    )
