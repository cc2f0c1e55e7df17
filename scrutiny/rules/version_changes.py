"""What changed between two versions of a proposal, section by section, as redlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.rules.redline import Piece, is_changed, redline
from commissioning.rules.sections import ORDER, TITLES
from scrutiny.rules.audit_words import told

# Parts of the content that are not prose, under the section of the report in which they are read.
TABLES = {
    "title": "Title of the proposal",
    "recommendations": TITLES["RECOMMENDATIONS"],
    "conditions": "Conditions",
    "outcomes": "Outcome measures",
    "criteria": TITLES["CRITERIA"],
    "options": "Options as weighed",
    "finance": "Costs by year",
    "contributions": "Who pays",
    "shares": "Shares of savings",
    "equality": "Equality analysis in figures",
    "risks": "Risk register",
    "principles": TITLES["PRINCIPLES"],
    "evidence": TITLES["EVIDENCE"],
    "wards": "Wards",
    "delegation": "Delegation",
}


@dataclass(frozen=True)
class Part:
    """One section with its redline; `key` is what its heading is addressed by."""

    key: str
    title: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return is_changed(self.pieces)

    @property
    def is_empty(self) -> bool:
        return not self.pieces


def compare_versions(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Part]:
    """Every section that either version has, in the order of the report; those that are empty in both left out."""
    return [part for part in _parts(before, after) if not part.is_empty]


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Part]:
    old, new = before.get("sections", {}), after.get("sections", {})
    for code in ORDER:
        yield Part(code.lower(), TITLES[code], redline(old.get(code, ""), new.get(code, "")))
    for name, title in TABLES.items():
        yield Part(name, title, redline(_text(name, before), _text(name, after)))


def _text(name: str, content: Mapping[str, Any]) -> str:
    """A part in lines that people read; nothing for an empty part."""
    value = content.get(name)
    return "\n".join(told(name, value).lines) if value else ""
