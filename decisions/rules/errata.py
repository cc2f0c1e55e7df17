"""A report that is found to be wrong after its publication: an erratum beside it, or the report goes back.

The published report stays as it is (SI 2012/2089 reg 7). A slip is put right by a published note, which everybody reads
with the report. What changes the substance was not before those who cleared, recommended and signed, and not before the
public for its clear days: then the report is taken off the agenda, and the amended proposal goes through all of that again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commissioning.rules import material_change
from commissioning.rules.refusals import Refusal
from commissioning.rules.sections import TITLES

LAW = "SI 2012/2089 reg 7; the constitution's report procedure"
ERRATUM, MATERIAL = "ERRATUM", "MATERIAL"
RECOMMENDATION = "recommendation-"


@dataclass(frozen=True)
class Slip:
    """What is wrong: the place in the report, the words as they stand and as they should read."""

    place: str
    was: str
    now: str


def places(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every part of the report in which words can be corrected: its sections of text, then each recommendation."""
    sections = [
        (code, TITLES.get(code, code)) for code, text in content.get("sections", {}).items() if isinstance(text, str) and text
    ]
    rows = content.get("recommendations", ())
    return sections + [(f"{RECOMMENDATION}{n}", f"Recommendation {n}") for n, _ in enumerate(rows, 1)]


def text_of(content: Mapping[str, Any], place: str) -> str:
    """The words of one place; "" where there is none."""
    if place.startswith(RECOMMENDATION):
        rows = content.get("recommendations", ())
        number = int(place.removeprefix(RECOMMENDATION))
        return str(rows[number - 1]["text"]) if 0 < number <= len(rows) else ""
    return str(content.get("sections", {}).get(place, ""))


def corrected(content: Mapping[str, Any], slip: Slip) -> dict[str, Any]:
    """The report as it is to be read. Raises Refusal erratum.same, erratum.not_found, erratum.ambiguous."""
    was, now = slip.was.strip(), slip.now.strip()
    if was == now:
        raise Refusal("erratum.same", "Both say the same. Write how the words should read.", LAW)
    text = text_of(content, slip.place)
    times = text.count(was) if was else 0
    if not times:
        message = "These words do not stand in that part of the report. Copy them from the report as it was published."
        raise Refusal("erratum.not_found", message, LAW)
    if times > 1:
        message = f"These words stand there {times} times. Copy a few more words, so that it is clear which are meant."
        raise Refusal("erratum.ambiguous", message, LAW)
    text = text.replace(was, now)
    if slip.place.startswith(RECOMMENDATION):
        number = int(slip.place.removeprefix(RECOMMENDATION))
        rows = [{**row, "text": text} if n == number else row for n, row in enumerate(content["recommendations"], 1)]
        return {**content, "recommendations": rows}
    return {**content, "sections": {**content["sections"], slip.place: text}}


def effect(before: Mapping[str, Any], after: Mapping[str, Any], *, says_material: bool) -> tuple[str, str]:
    """A code and why, for the public page. Whoever corrects may call a slip material, never the other way round.

    Raises Refusal("erratum.material") where the substance changes and nobody said so.
    """
    found = material_change.changes(before, after)  # words alone are corrected, so no value can cross a threshold
    why = " ".join(change.why for change in found)
    if found and not says_material:
        message = (
            f"{why} That is no slip: the report has to go back, so that it is cleared, recommended and signed again. Say that the "
            "substance changes, and the report is taken off the agenda."
        )
        raise Refusal("erratum.material", message, LAW)
    if says_material:
        said = why or "The correction may change what people understood."
        return MATERIAL, f"{said} The report is taken off the agenda: clearances and sign-offs are asked for again."
    return ERRATUM, "Corrected as an erratum; the first version stays available."
