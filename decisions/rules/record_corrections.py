"""Correcting a published record: what changed, whether that is the substance, and what follows for the call-in window.

The record of SI 2012/2089 regs 12 and 13, or SI 2014/2095 reg 7 on a function of the council, is never edited. A correction is a further version with a public note; the earlier
version stays to be read. It puts right what was written down, never what was decided: that takes a new decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissioning.rules.dates import LONDON, long_date
from commissioning.rules.deadlines import Deadline
from commissioning.rules.refusals import Alternative, Refusal

LAW = "SI 2012/2089 regs 12 to 14; the constitution's call-in procedure"
COUNCIL_LAW = "SI 2014/2095 regs 7 and 8"
PARTS = {
    "decision_text": "What was decided",
    "resolutions": "Numbered resolutions",
    "reasons": "Why",
    "alternatives": "What else was considered and rejected",
}
SUBSTANCE = frozenset({"decision_text", "resolutions"})


@dataclass(frozen=True)
class Change:
    """One part of the record as it was published and as it reads now."""

    part: str
    was: str
    now: str

    @property
    def label(self) -> str:
        return PARTS[self.part]


def law_for(maker_kind: str) -> str:
    """What asks for the record that is corrected: of a decision of the executive, or of an officer's for the council."""
    return COUNCIL_LAW if maker_kind == "OFFICER_NONEXEC" else LAW


def changes(content: Mapping, given: Mapping[str, object]) -> tuple[Change, ...]:
    """Every part of the record that the correction words differently; white space at the ends does not count."""
    return tuple(
        Change(part, before, after)
        for part in PARTS
        if part in given and (before := _text(content[part])) != (after := _text(given[part]))
    )


def _text(value: object) -> str:
    """A part as one text; resolutions with their numbers."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")
    rows: Sequence = value if isinstance(value, list | tuple) else ()
    return "\n".join(f"{row['number']}. {str(row['text']).strip()}" for row in rows)


def require_correction(found: Sequence[Change], *, note: str, changes_substance: bool, law: str = LAW) -> None:
    """Something is corrected, the note says why, and whoever rewords the decision itself says that its substance changes.

    Raises Refusal correction.nothing, correction.no_note, correction.substance.
    """
    if not found:
        raise Refusal("correction.nothing", "Nothing reads differently. Change at least one part of the record.", law)
    if not note.strip():
        raise Refusal("correction.no_note", "Say what was wrong and why it is corrected; the note is published.", law)
    reworded = [change.label for change in found if change.part in SUBSTANCE]
    if reworded and not changes_substance:
        message = (
            f"The correction rewords the decision itself ({', '.join(reworded).lower()}). Everybody must have the whole window "
            "for what they read now: say that the substance changes, or leave these words as they are."
        )
        raise Refusal("correction.substance", message, law)


def require_may_restart(window: Deadline | None, *, at: datetime, called_in: bool, law: str = LAW) -> str:
    """A correction of substance opens the window anew, so there must be one that is open and not yet used.

    Raises Refusal correction.no_window, correction.too_late, correction.called_in.
    """
    ways = (Alternative("Read the case", "case"),)
    if window is None:
        message = "This decision cannot be called in, so its substance is not corrected: what changes it is a new decision."
        raise Refusal("correction.no_window", message, law, alternatives=ways)
    if not window.open_at(at):
        message = (
            f"The call-in window closed on {long_date(window.ends_at.astimezone(LONDON).date())}. From then on the substance of a "
            "decision changes only by a new decision; reasons and clerical mistakes can still be corrected by a note."
        )
        raise Refusal("correction.too_late", message, law, alternatives=ways)
    if called_in:
        message = (
            "The decision is called in. Its substance is not changed under the eyes of the committee: wait for the hearing, or "
            "correct only what does not change the substance."
        )
        raise Refusal("correction.called_in", message, law, alternatives=ways)
    return "The window is open and nobody has called the decision in."


def effect(*, changes_substance: bool, restarts: bool) -> tuple[str, str]:
    """What a correction does: a code and the sentence for the public page. `restarts` is the constitution's rule."""
    if changes_substance and restarts:
        return (
            "RESTARTS_WINDOW",
            "The substance changed, so the call-in window starts again with this version.",
        )
    return "NOTE_ONLY", "Corrected by a note; the earlier version stays and the call-in window is unchanged."
