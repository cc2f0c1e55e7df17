"""Keeping what was said about a case outside a quorate meeting; it moves nothing and is no authority."""

from __future__ import annotations

from datetime import date, datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Case
from commissioning.rules.dates import local_date
from decisions.models import InformalNote
from decisions.rules import informal_notes as rules


def note_informally(*, case: Case, how: str, held_on: date, text: str, actor: Actor, at: datetime) -> InformalNote:
    """Keep it as informal. Effects: the note; one event. No duty closes and the case stays where it is.

    Raises PermissionDenied; Refusal informal.how, informal.no_text, informal.to_come.
    """
    standing = access.require(actor, "informal.note", case, at)
    rules.require_note(how, text, held_on=held_on, today=local_date(at))
    act = Act(actor, standing, at, rule=rules.LAW)
    note = InformalNote.create_as(
        act, case=case, how=how, held_on=held_on, text=text.strip(), noted_by=actor.user, noted_as=standing.words, noted_at=at
    )
    ledger.append(
        "informal.note", act, f"informal:{case.reference}:{note.pk}", case=case,
        fields={"how": note.get_how_display(), "held_on": held_on.isoformat(), "text": note.text}, tier={"text": "member"},
    )  # fmt: skip
    return note
