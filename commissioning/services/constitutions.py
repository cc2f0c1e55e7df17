"""Loading a constitution: the council's numbers become law in the system from a date."""

from __future__ import annotations

from datetime import datetime

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import ConstitutionVersion
from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import PublishedCallInSet, parse_any
from commissioning.rules.refusals import Refusal


def load(*, text: str, actor: Actor, at: datetime) -> ConstitutionVersion:
    """Keep one constitution word for word, to apply from its own date; cases opened before keep theirs.

    Effects in order: the version is kept; one event. The same text a second time changes nothing. Raises
    PermissionDenied; ConstitutionErrors for a text with mistakes; Refusal constitution.not_whole,
    constitution.not_seen, constitution.version_used.
    """
    standing = access.require(actor, "constitution.load", None, at)
    constitution = require_activatable(parse_any(text))
    same = ConstitutionVersion.objects.filter(sha256=constitution.sha256).first()
    if same is not None:
        return same
    require_new_version(constitution)
    act = Act(actor, standing, at, rule="constitution.load")
    version = ConstitutionVersion.create_as(
        act,
        key=constitution.key,
        version=constitution.version,
        effective_from=constitution.effective_from,
        text=text,
        sha256=constitution.sha256,
        loaded_at=at,
        loaded_by=actor.user,
    )
    ledger.append(
        "constitution.load",
        act,
        f"constitution:{version.key}:{version.version}",
        fields={
            "council": constitution.about.council,
            "effective_from": version.effective_from.isoformat(),
            "sha256": version.sha256,
        },
        version=version.version,
    )
    return version


def require_activatable(found: Constitution | PublishedCallInSet) -> Constitution:
    """A whole constitution with every value known. Raises Refusal constitution.not_whole, constitution.not_seen."""
    if isinstance(found, PublishedCallInSet):
        raise Refusal(
            "constitution.not_whole",
            f"This file holds only the call-in rules of {found.about.council}. Load a whole constitution.",
        )
    if found.not_seen:
        raise Refusal(
            "constitution.not_seen",
            "These values are marked “not seen”, so this set cannot be activated: "
            f"{', '.join(found.not_seen)}. Enter what the constitution says.",
        )
    return found


def require_new_version(constitution: Constitution) -> None:
    """A version number is used once. Raises Refusal constitution.version_used."""
    used = ConstitutionVersion.objects.filter(key=constitution.key, version=constitution.version).exists()
    if used:
        raise Refusal(
            "constitution.version_used",
            f"Version {constitution.version} of {constitution.about.council} is already loaded with another "
            "text, and decisions may rest on it. Give the changed file a new version.",
        )
