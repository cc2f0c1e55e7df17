"""A changed constitution, and a second administrator to confirm it."""

from __future__ import annotations

from commissioning import ledger
from commissioning.models import ConstitutionProposal
from commissioning.services.constitution_changes import propose_constitution
from tests.builders import CONSTITUTION, MORNING, a_user, actor, appoint, office


def changed_text(version: str = "2027.1", since: str = "2027-05-19", signatures: int = 7) -> str:
    """The demo constitution with another number of signatures from another day."""
    text = CONSTITUTION.read_text()
    for before, after in (
        ('version = "2026.1"', f'version = "{version}"'),
        ("effective_from = 2026-05-20", f"effective_from = {since}"),
        ("min_signatories = { value = 5,", f"min_signatories = {{ value = {signatures},"),
    ):
        assert before in text
        text = text.replace(before, after)
    return text


def a_second_administrator() -> None:
    """Somebody else in the administrator's office ("second-administrator")."""
    appoint(a_user("second-administrator"), office("administrator"), deputy=True)


def a_proposed_constitution() -> ConstitutionProposal:
    """A change that waits, proposed by the first administrator."""
    with ledger.recording():
        return propose_constitution(
            text=changed_text(), reasons="Annual council, 19 May 2027", actor=actor("administrator"), at=MORNING
        )
