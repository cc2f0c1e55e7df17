"""What may stand in each part of an evidence pack draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from commissioning.rules.refusals import Refusal
from commissioning.rules.shapes import SHORT, Check, Rows, decimal, flag, like, listed, settle, text, word

BASIS = word("REAL", "DERIVED", "ILLUSTRATIVE")


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise ValueError("must be a date like 2026-03-31") from error


def _address(value: Any) -> str:
    checked: str = text(SHORT)(value)
    if checked and not checked.startswith(("https://", "http://")):
        raise ValueError("must be a web address that begins with https://")
    return checked


ABOUT: Mapping[str, Check | Rows] = {
    "population": text(4000),
    "geography": text(SHORT),
    "period": text(200),
    "findings": text(),
    "method": text(),
    "limitations": text(),
    "protection": text(4000),
    "confidence": word("", "HIGH", "MEDIUM", "LOW"),
    "confidence_reason": text(4000),
    "is_independent": flag(),
}
SOURCE: Mapping[str, Check | Rows] = {
    "title": text(300),
    "publisher": text(200),
    "published_on": _day,
    "licence": text(200),
    "url": _address,
}
OBSERVATION: Mapping[str, Check] = {
    "period": text(40),
    "value": decimal(required=True),
    "low": decimal(),
    "high": decimal(),
    "basis": BASIS,
}
INDICATOR: Mapping[str, Check | Rows] = {
    "title": text(300),
    "unit": text(60),
    "area": text(200),
    "basis": BASIS,
    "source": like(r"|S\d{1,3}", "S1"),
    "derivation": text(1000),
    "observations": Rows(OBSERVATION, most=1000),
}
CLAIM: Mapping[str, Check | Rows] = {"text": text(2000), "indicators": listed(like(r"I\d{1,3}", "I1"))}
SHAPES = {"S": (SOURCE, "Source"), "I": (INDICATOR, "Indicator"), "C": (CLAIM, "Claim")}
NEEDED = {
    "S": {"title": "the title", "publisher": "the publisher", "licence": "the licence"},
    "I": {"title": "what is measured", "unit": "the unit"},
    "C": {"text": "the claim"},
}


def settle_part(part: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The value of "about", "S1", "I1" or "C1" in settled form; raises Refusal("draft.unreadable")."""
    if part == "about":
        return settle(ABOUT, value, "About the evidence")
    shape, name = SHAPES[part[0]]
    settled = settle(shape, value, name)
    for key, words in NEEDED[part[0]].items():
        if not settled[key]:
            raise Refusal("draft.unreadable", f"{name}: enter {words}.")
    return settled
