"""The one byte-for-byte form of a proposal, and the two hashes that people sign.

Clearances and sign-offs bind to a hash, so the same words must always give the same hash: text is
normalised (Unicode NFC, one kind of line end, no trailing blanks), keys are sorted, floats are refused.
The content hash covers everything a clearer read. The commitments hash covers only what an agency binds
itself to (operative recommendations, shares, conditions), so an erratum elsewhere re-opens no signature.

The proposal's content is one plain dict; see CONTENT_KEYS for the parts.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from commissioning.rules.canonical import dump
from commissioning.rules.refusals import Refusal

CONTENT_KEYS = (
    "reference",
    "title",
    "track",
    "sections",
    "recommendations",
    "options",
    "criteria",
    "finance",
    "contributions",
    "shares",
    "conditions",
    "principles",
    "equality",
    "evidence",
    "wards",
    "delegation",
    "exempt_parts",
    "outcomes",
    "risks",
    "consultations",
)
CONTENT_PREFIX = b"proposal-content-1\n"
COMMITMENTS_PREFIX = b"proposal-commitments-1\n"


def _settled(value: Any) -> Any:
    """Bring a value to its canonical form; raises Refusal for what has no exact form."""
    match value:
        case bool() | int() | None:
            return value
        case str():
            lines = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
            return "\n".join(line.rstrip() for line in lines).strip("\n")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): _settled(item) for key, item in value.items()}
        case list() | tuple():
            return [_settled(item) for item in value]
    raise Refusal(
        "content.inexact",
        f"A {type(value).__name__} has no exact form. Give money in pence and percentages as text.",
    )


def canonical(content: Any) -> bytes:
    """The content as canonical JSON in UTF-8: sorted keys, no blanks, normalised text."""
    return dump(_settled(content))


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the whole proposal, in canonical form.

    Raises Refusal("content.unknown") for a part that is not in CONTENT_KEYS, so nothing is hashed by
    accident and nothing that matters is left out by a misspelling.
    """
    unknown = sorted(set(content) - set(CONTENT_KEYS))
    if unknown:
        raise Refusal("content.unknown", f"These parts do not belong to a proposal: {', '.join(unknown)}.")
    return hashlib.sha256(CONTENT_PREFIX + canonical(content)).hexdigest()


def commitments(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the agencies bind themselves to: operative recommendations, money shares and conditions.

    A recommendation is operative unless it says otherwise (`"operative": False` marks one that only
    notes or thanks). Order inside contributions, shares and conditions carries no meaning and is sorted away.
    """
    operative = [
        {"number": item["number"], "text": item["text"]}
        for item in content.get("recommendations", ())
        if item.get("operative", True)
    ]
    return {
        "recommendations": sorted(operative, key=lambda item: item["number"]),
        "contributions": sorted(content.get("contributions", ()), key=canonical),
        "shares": sorted(content.get("shares", ()), key=canonical),
        "conditions": sorted(content.get("conditions", ()), key=canonical),
    }


def commitments_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the commitments alone."""
    return hashlib.sha256(COMMITMENTS_PREFIX + canonical(commitments(content))).hexdigest()


def same_text(before: Mapping[str, Any], after: Mapping[str, Any], part: str) -> bool:
    """Whether one part of two versions is the same once both are in canonical form."""
    return canonical(before.get(part)) == canonical(after.get(part))
