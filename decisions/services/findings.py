"""What an officer found who was asked to look into something: the same act for whatever it was."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Duty
from commissioning.rules.refusals import Refusal
from commissioning.services.duties import close_duty


def note_finding(
    *, kind: str, duty: Duty, note: str, law: str, subject: str, code: str, actor: Actor, at: datetime, **fields: object
) -> None:
    """Keep what was found and what follows. `kind` is the act and its event, `subject` names the matter in the log, `code`
    is the refusal of an empty note, `fields` are further details of the event.

    Effects in order: the duty closes; one event, for members. Raises PermissionDenied; Refusal duty.gone and `code`.
    """
    standing = access.require(actor, kind, duty, at)
    if not duty.is_open:
        raise Refusal("duty.gone", "This has been noted already. Go back to your inbox.", law)
    if not note.strip():
        raise Refusal(code, "Write what you found and what follows.", law)
    act = Act(actor, standing, at, reason=note.strip(), rule=law)
    close_duty(duty, act, "NOTED")
    told = {**fields, "note": note.strip()}
    ledger.append(kind, act, f"{duty.case.reference}/{subject}", case=duty.case, fields=told, tier="member")
