"""Whether an evidence pack is complete, and how its parts become the one content that is hashed.

Local Government and Public Involvement in Health Act 2007 ss116 to 116B (needs assessment). A figure is real and names
its source, derived and says how, or illustrative; nothing else is a figure.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from commissioning.rules.content import canonical
from commissioning.rules.shortcomings import Shortcoming, require_none

PREFIX = b"evidence-pack-content-1\n"
BASES = ("REAL", "DERIVED", "ILLUSTRATIVE")
ABOUT = {
    "population": "Say whose needs are described.",
    "geography": "Say which area is described, with its wards or codes.",
    "period": "Say which period is described.",
    "findings": "Write what was found.",
    "method": "Say how the figures were found and worked out.",
    "limitations": "Say what the evidence cannot show.",
    "protection": "Say how people’s data are protected, for example which small numbers are left out.",
    "confidence": "Rate the confidence.",
    "confidence_reason": "Say why the confidence is rated so.",
}
Gaps = Iterator[Shortcoming]


def compose_pack(case: Mapping[str, str], parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The whole pack as plain data; `parts` maps "about", "S1", "I1", "C1" to what was last saved there."""
    about = parts.get("about", {})
    return {
        **case,
        **{name: about.get(name, "") for name in ABOUT},
        "is_independent": bool(about.get("is_independent", False)),
        "sources": _of(parts, "S"),
        "indicators": _of(parts, "I"),
        "claims": _of(parts, "C"),
    }


def _of(parts: Mapping[str, Mapping[str, Any]], letter: str) -> list[dict[str, Any]]:
    keys = [key for key in parts if key[0] == letter and key[1:].isdigit() and not parts[key].get("removed")]
    return [{"key": key, **parts[key]} for key in sorted(keys, key=lambda key: int(key[1:]))]


def newest_data(content: Mapping[str, Any]) -> date | None:
    """When the newest source of real figures was published; None while there is none."""
    used = {indicator["source"] for indicator in content["indicators"] if indicator["basis"] == "REAL"}
    days = [source["published_on"] for source in content["sources"] if source["key"] in used and source["published_on"]]
    return date.fromisoformat(max(days)) if days else None


def pack_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimal over the whole pack in canonical form."""
    return hashlib.sha256(PREFIX + canonical(content)).hexdigest()


def pack_gaps(content: Mapping[str, Any]) -> tuple[Shortcoming, ...]:
    """Everything that is missing, in the order of the pack."""
    return (
        *(Shortcoming("about", name, words) for name, words in ABOUT.items() if not content[name].strip()),
        *_independence_gaps(content),
        *_source_gaps(content),
        *_indicator_gaps(content),
        *_claim_gaps(content),
    )


def _independence_gaps(content: Mapping[str, Any]) -> Gaps:
    if not content["is_independent"]:
        yield Shortcoming(
            "about", "is_independent", "Declare that you have no line to the sponsoring service."
        )


def _source_gaps(content: Mapping[str, Any]) -> Gaps:
    if not content["sources"]:
        yield Shortcoming("sources", "number", "Add at least one source.")


def _indicator_gaps(content: Mapping[str, Any]) -> Gaps:
    if not content["indicators"]:
        yield Shortcoming("indicators", "number", "Add at least one indicator.")
    sources = {source["key"] for source in content["sources"]}
    for indicator in content["indicators"]:
        key, title = indicator["key"], indicator["title"]
        if not indicator["observations"]:
            yield Shortcoming(key, "observations", f"Enter at least one figure for “{title}”.")
        if indicator["basis"] == "REAL" and indicator["source"] not in sources:
            yield Shortcoming(
                key, "source", f"Name the source of “{title}”, or say that it is derived or illustrative."
            )
        if indicator["basis"] == "DERIVED" and not indicator["derivation"].strip():
            yield Shortcoming(key, "derivation", f"Say how “{title}” was worked out.")


def _claim_gaps(content: Mapping[str, Any]) -> Gaps:
    if not content["claims"]:
        yield Shortcoming("claims", "number", "Add at least one claim.")
    indicators = {indicator["key"] for indicator in content["indicators"]}
    for claim in content["claims"]:
        if not indicators.intersection(claim["indicators"]):
            yield Shortcoming(
                claim["key"], "indicators", f"Name an indicator that carries “{claim['text'][:80]}”."
            )


def require_pack_complete(content: Mapping[str, Any]) -> None:
    """Refuse a pack that cannot go to its reviewer; raises Refusal("pack.incomplete") listing every gap."""
    require_none(
        pack_gaps(content),
        code="pack.incomplete",
        opening="The evidence pack cannot go to review yet.",
        citation="Local Government and Public Involvement in Health Act 2007 ss116 to 116B",
    )
