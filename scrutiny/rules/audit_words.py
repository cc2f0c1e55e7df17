"""The audit trail in readable words: names of fields, money, dates, codes and lists as people read them.

The log keeps values as they were committed to; this is only how they are shown. Money stands in the log as pence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.rules.dates import LONDON, end_in_words, long_date, time_in_words
from commissioning.rules.money import pounds

LABELS = {
    "amended_pence": "Whole cost as amended", "class": "Class of the decision", "counted_again": "Vote counted again for",
    "about": "Question about", "agencies": "Partner agencies", "answer": "Answer number", "authority": "Authority to sign",
    "authority_limit": "Limit of the authority", "authority_on": "Authority given on", "available_at": "Available from",
    "called": "Members called", "call_in": "Call-in", "case": "Case", "commitments_hash": "Digest of the commitments",
    "content": "Text as published", "content_hash": "Digest of the text", "constitution": "Version of the constitution",
    "follows": "What follows", "equality_read": "Equality analysis read for", "for_body": "For", "interest": "Interest declared",
    "is_key": "Key decision", "item": "Agenda item", "made_by": "Decided by", "made_on": "Decided on",
    "matures_on": "Notice mature on", "meets_on": "Meets on", "mode": "Way of deciding", "natures": "Nature of interests",
    "needed": "Signatures needed", "notice": "Notice", "number": "Number", "part": "Part", "peer": "Reviewer",
    "place": "Place", "position": "Position", "positions": "Positions of the agencies", "present": "Members present",
    "proposal_version": "Version of the proposal", "reckoning": "How it was counted", "revision": "Revision",
    "role": "Clearing role", "rules": "Rules that allowed it", "ruling": "Reasons of the ruling", "said_together": "Said of everybody else", "saved": "What was saved", "section": "Section",
    "sha256": "Digest", "share": "Share", "signatures": "Signatures", "sponsor": "Sponsoring service",
    "starts_at": "Starts", "subject_to": "Subject to the sign-off of", "supersedes": "Replaces", "tally": "Count of votes",
    "track_reasons": "Reasons for this track", "valid_until": "Valid until", "value_council": "Council's share",
    "value_total": "Value in all", "whip": "Party whip", "window_ends": "Call-in window ends", "wording": "Outcome in words",
    "actor.body": "Body that acted", "actor.capacity": "In which capacity", "actor.id": "Number that stands for the person",
    "actor.name": "Name of the person", "actor.role": "Office that acted", "auth": "How the person signed in",
    "was": "Was", "now": "Is now", "report": "Digest of the report", "since": "Done since", "because": "Why it was not decided before", "mover": "Moved by", "seconder": "Seconded by", "out_at": "Public left", "in_at": "Public came back", "paragraphs": "Paragraphs of Schedule 12A",
    "closed_for": "Taken in private", "exempt_text": "What the report leaves out", "review_on": "Exemption looked at again on",
    "weighing": "How the public interest was weighed", "why": "Why", "erased": "Details destroyed", "released": "Details opened", "request": "Number of the form that was sent",
    "asked": "Details asked to go", "rows": "Records that lost the words", "scope": "Where the words went",
    "asks": "What residents ask", "kept_at": "Signed sheets kept at", "public_words": "Words that everybody reads",
    "begins_on": "Begins on", "agency": "Agency", "what": "What is done", "resolutions_on_hold": "Resolutions on hold",
    "due": "Answer due", "pence": "Sum", "holds": "Decision on hold", "lapsed": "Lapsed", "format": "Format", "entries": "Entries",
}  # fmt: skip
MONEY = {"authority_limit", "estimate", "limit", "pence", "share", "value_council", "value_total"}
PLACES = {"asked", "erased", "released"}  # lists of fields: position of the event, name of the field
ENDS = {"due", "due_at", "ends_at", "until", "window_ends"}  # moments at which something is over: at midnight the day before is meant
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d$")
CODE = re.compile(r"[A-Z][A-Z_]*[A-Z]$")
DIGEST = re.compile(r"[0-9a-f]{64}$")
ABBREVIATIONS = {"ICB", "SSMT", "PDF", "CSV", "JSON", "NHS", "CQC", "EIA", "VAT", "CCTV"}
LONG = 240  # from here a value is folded


@dataclass(frozen=True)
class Told:
    """One field: its name, and its value in one or more lines."""

    label: str
    lines: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        return len(self.lines) > 3 or sum(len(line) for line in self.lines) > LONG

    @property
    def beginning(self) -> str:
        """The first words, for the summary of a folded value."""
        first = self.lines[0]
        return first if len(first) <= 70 else first[:70].rsplit(" ", 1)[0] + "…"


def label(name: str) -> str:
    """The name of a field in words: a term of the field where we have one, else its own words."""
    return LABELS.get(name) or name.replace("_pence", "").replace("_", " ").strip().capitalize()


def told(name: str, value: object) -> Told:
    """A field as it is shown."""
    return Told(label(name), _lines(name, value) or ("Empty",))


def _lines(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, Mapping) and not _is_digest(value):
        pairs = [(key, words(item, key)) for key, item in value.items()]
        return tuple(f"{label(key)}: {text}" for key, text in pairs if text)
    if isinstance(value, list) and name in PLACES:
        return tuple(f"{label(str(one))}, event {seq}" for seq, one in value)
    if isinstance(value, list):
        return tuple(text for item in value if (text := words(item, name)))
    text = words(value, name)
    return (text,) if text else ()


def words(value: object, name: str = "") -> str:
    """One value in one line; empty for nothing. `name` tells what kind of number it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int) and (name in MONEY or name.endswith("_pence")):
        return pounds(value)
    if isinstance(value, datetime):
        return end_in_words(value) if name in ENDS else _moment(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, list):
        return "; ".join(text for item in value if (text := words(item, name))).replace(".; ", ". ")
    if isinstance(value, Mapping):
        return _mapping(value)
    if name in ENDS and MOMENT.match(str(value)):
        return end_in_words(datetime.fromisoformat(str(value)))
    return _text(str(value))


def _is_digest(value: Mapping) -> bool:
    return set(value) == {"sha256", "bytes", "media"}


def _mapping(value: Mapping) -> str:
    if _is_digest(value):
        return f"Text of {value['bytes']:,} bytes, digest {value['sha256'][:16]}…"
    if value.get("sentence"):  # a reckoning
        return (text := str(value["sentence"]))[:1].upper() + text[1:]
    return ", ".join(f"{label(str(key))}: {text}" for key, item in value.items() if (text := words(item, str(key))))


def _moment(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{long_date(local.date())} at {time_in_words(local.time())}"


def _text(text: str) -> str:
    """Codes, dates and moments as people read them; anything else as it is."""
    if MOMENT.match(text):
        return _moment(datetime.fromisoformat(text))
    if DAY.match(text):
        return long_date(date.fromisoformat(text))
    if DIGEST.match(text):
        return f"{text[:16]}…"
    if CODE.match(text) and len(text) > 2 and text not in ABBREVIATIONS:
        return text.replace("_", " ").capitalize()
    return text
