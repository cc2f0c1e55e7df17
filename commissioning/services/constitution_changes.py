"""Changing the constitution by two people: one administrator proposes a text, another one confirms it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import ConstitutionProposal, ConstitutionVersion
from commissioning.rules.constitution_toml import parse_any
from commissioning.rules.refusals import Refusal
from commissioning.services.constitutions import load, require_activatable, require_new_version


def propose_constitution(*, text: str, reasons: str, actor: Actor, at: datetime) -> ConstitutionProposal:
    """Keep a changed constitution for a second administrator; nothing applies yet.

    Effects in order: the proposal is kept word for word; one event. Raises PermissionDenied; ConstitutionErrors;
    Refusal constitution.not_whole, constitution.not_seen, constitution.same, constitution.version_used,
    constitution.waiting.
    """
    standing = access.require(actor, "constitution.propose", None, at)
    constitution = require_activatable(parse_any(text))
    if ConstitutionVersion.objects.filter(sha256=constitution.sha256).exists():
        raise Refusal("constitution.same", "This text is loaded already. Choose a file in which something has changed.")
    require_new_version(constitution)
    if ConstitutionProposal.objects.filter(key=constitution.key, closed_at__isnull=True).exists():
        raise Refusal(
            "constitution.waiting",
            "Another change waits for confirmation. Have it confirmed or withdrawn first, so that the second person "
            "sees what will really change.",
        )
    act = Act(actor, standing, at, reason=reasons, rule="constitution.two_persons")
    proposal = ConstitutionProposal.create_as(
        act,
        key=constitution.key,
        version=constitution.version,
        effective_from=constitution.effective_from,
        text=text,
        sha256=constitution.sha256,
        reasons=reasons,
        proposed_by=actor.user,
        proposed_at=at,
    )
    ledger.append(
        "constitution.propose",
        act,
        _subject(proposal),
        fields={"effective_from": proposal.effective_from.isoformat(), "sha256": proposal.sha256},
        version=proposal.version,
    )
    return proposal


def confirm_constitution(*, proposal: int, actor: Actor, at: datetime) -> ConstitutionVersion:
    """Load what another administrator proposed; open cases keep the version they began under.

    Effects in order: the proposal is closed; the version is loaded, with its event. Raises PermissionDenied, also
    for the person who proposed it; Refusal constitution.closed, constitution.loaded and those of `load`.
    """
    standing = access.require(actor, "constitution.load", None, at)
    waiting = _waiting(proposal)
    if actor.user is None or waiting.proposed_by_id == actor.user.pk:
        raise PermissionDenied("You proposed this change. Another administrator must confirm it.")
    if ConstitutionVersion.objects.filter(sha256=waiting.sha256).exists():
        message = "This very text has been loaded already. Withdraw the proposal, with that as the reason."
        raise Refusal("constitution.loaded", message)
    _close(waiting, "CONFIRMED", Act(actor, standing, at, rule="constitution.two_persons"))
    return load(text=waiting.text, actor=actor, at=at)


def withdraw_constitution(*, proposal: int, reasons: str, actor: Actor, at: datetime) -> ConstitutionProposal:
    """Turn down or take back a proposed change; one event. Raises PermissionDenied; Refusal constitution.closed."""
    standing = access.require(actor, "constitution.propose", None, at)
    waiting = _waiting(proposal)
    act = Act(actor, standing, at, reason=reasons)
    _close(waiting, "WITHDRAWN", act)
    ledger.append("constitution.withdraw", act, _subject(waiting), version=waiting.version)
    return waiting


def _waiting(pk: int) -> ConstitutionProposal:
    found = ConstitutionProposal.objects.select_for_update().filter(pk=pk, closed_at__isnull=True).first()
    if found is None:
        raise Refusal("constitution.closed", "This change was confirmed or withdrawn already. Nothing is left to do.")
    return found


def _close(proposal: ConstitutionProposal, result: str, act: Act) -> None:
    proposal.result = result
    proposal.closed_at = act.at
    proposal.closed_by = act.actor.user
    proposal.save_as(act, update_fields=["result", "closed_at", "closed_by"])


def _subject(proposal: ConstitutionProposal) -> str:
    return f"constitution:{proposal.key}:{proposal.version}"
