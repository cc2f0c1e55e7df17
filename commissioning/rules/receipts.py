"""Receipts: what a resident keeps to prove, offline, what was committed at which place of the log.

A receipt holds entries (leaf, disclosed fields with their salts, number of fields kept back and why, inclusion proof)
and one signed checkpoint. The verifier answers with problems in plain words and never raises on foreign input. It
proves that the shown values were committed at these positions; it does not prove that something never entered is
missing.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from commissioning.rules import merkle, notes
from commissioning.rules.canonical import NotCanonical
from commissioning.rules.commitments import SALT_BYTES, BadLeaf, commitment, read_leaf
from commissioning.rules.notes import BadNote, Checkpoint, VerifierKey

FORMAT = "jcdr-receipt/1"
RELEASING = frozenset({"decision.publish", "record.certify"})  # publication releases the case's public fields
PUBLICATIONS = RELEASING | {
    "notice.publish",
    "notice.revise",
    "private_notice.publish",
    "agenda.publish",
    "report.erratum",
    "report.pull",
    "scrutiny.publish",
    "erratum",
}  # these are public by themselves, from the moment they happen
GROUNDS = {
    "member": "Kept for councillors and the case team",
    "exempt": "Exempt or confidential information",
    "personal": "Personal data and technical details",
    "erased": "Erased; the event that ordered it is in the log",
}
_GROUNDS = [
    [words for words, is_there in zip(GROUNDS.values(), some, strict=True) if is_there]
    for some in product((False, True), repeat=len(GROUNDS))
]  # every list of grounds that a receipt may give: no verifier shows words that the council did not choose
LARGEST = 20_000_000  # characters of a receipt that we are willing to read

Opening = tuple[str, bytes, object]  # name, salt, value


@dataclass(frozen=True)
class ProvedEntry:
    """One entry that stands: its position and what it says."""

    seq: int
    fields: Mapping[str, object]
    withheld: int


@dataclass(frozen=True)
class Verdict:
    """What a receipt comes to. `is_good` only when nothing at all is wrong."""

    problems: tuple[str, ...] = ()
    checkpoint: Checkpoint | None = None
    signers: tuple[str, ...] = ()
    entries: tuple[ProvedEntry, ...] = field(default=())

    @property
    def is_good(self) -> bool:
        return not self.problems


class _Bad(Exception):
    """A problem in plain words."""


def is_released(kind: str, is_public: bool, kinds: Iterable[str]) -> bool:
    """Whether an event's public fields may be shown, given the kinds of all events of the case so far.

    Before the decision is published only what was itself a publication; afterwards every event of a public kind.
    """
    return kind in PUBLICATIONS or (is_public and not RELEASING.isdisjoint(kinds))


def entry(
    leaf: bytes, disclosed: Sequence[Opening], grounds: Sequence[str], proof: Sequence[bytes]
) -> dict[str, object]:
    """One entry of a receipt. The number of fields kept back is rounded, because the leaf's own number is."""
    _, _, commitments = read_leaf(leaf)
    return {
        "leaf": _encode(leaf),
        "disclosed": [[name, _encode(salt), value] for name, salt, value in disclosed],
        "withheld": len(commitments) - len(disclosed),
        "grounds": list(grounds),
        "proof": [_encode(step) for step in proof],
    }


def receipt(entries: Sequence[Mapping[str, object]], checkpoint: str) -> dict[str, object]:
    """The whole receipt, ready for JSON."""
    return {"format": FORMAT, "entries": list(entries), "checkpoint": checkpoint}


def verify(content: str | bytes, keys: Iterable[VerifierKey]) -> Verdict:
    """Check a receipt against keys that the reader got elsewhere. Never raises on foreign input."""
    try:
        parsed = _parse(content)
        note = notes.parse_note(_text(parsed["checkpoint"]))
        signers = notes.verify(note, keys)
        point = notes.parse_checkpoint(note.text)
        entries = parsed["entries"]
        if not isinstance(entries, list) or not entries:
            raise _Bad("The receipt has no entries.")
    except (_Bad, BadNote) as problem:
        return Verdict((str(problem),))
    proved, problems = [], []
    for number, item in enumerate(entries, 1):
        try:
            proved.append(_prove(item, point))
        except _Bad as problem:
            problems.append(f"Entry {number}: {problem}")
    return Verdict(tuple(problems), point, tuple(key.name for key in signers), tuple(proved))


def _parse(content: str | bytes) -> dict[str, object]:
    if len(content) > LARGEST:
        raise _Bad("The receipt is too large to be one.")
    try:
        parsed = json.loads(content, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError):
        raise _Bad("The receipt is not a JSON file.") from None
    if not isinstance(parsed, dict) or set(parsed) != {"format", "entries", "checkpoint"}:
        raise _Bad("The file is not a receipt.")
    if parsed["format"] != FORMAT:
        raise _Bad("The receipt has a format that this check does not know.")
    return parsed


def _prove(item: object, point: Checkpoint) -> ProvedEntry:
    if not isinstance(item, dict) or set(item) != {"leaf", "disclosed", "withheld", "grounds", "proof"}:
        raise _Bad("a part is missing, or there is one too many.")
    leaf = _decode(item["leaf"])
    try:
        origin, seq, commitments = read_leaf(leaf)
    except BadLeaf as problem:
        raise _Bad(str(problem)) from None
    if origin != point.origin:
        raise _Bad("it belongs to another log than the checkpoint.")
    fields = _open(item["disclosed"], commitments)
    if item["withheld"] != len(commitments) - len(fields) or isinstance(item["withheld"], bool):
        raise _Bad("the number of fields kept back is not right.")
    if item["grounds"] not in _GROUNDS:
        raise _Bad("why fields are kept back is not in the words of this format.")
    if not isinstance(item["proof"], list):
        raise _Bad("the proof is not a list.")
    proof = [_decode(step) for step in item["proof"]]
    if not merkle.verify_inclusion(seq, point.size, merkle.leaf_hash(leaf), proof, point.root):
        raise _Bad("it does not stand in the log that the checkpoint signs.")
    return ProvedEntry(seq, fields, item["withheld"])


def _open(disclosed: object, commitments: frozenset[bytes]) -> dict[str, object]:
    if not isinstance(disclosed, list):
        raise _Bad("the shown fields are not a list.")
    fields: dict[str, object] = {}
    for shown in disclosed:
        if not isinstance(shown, list) or len(shown) != 3 or not isinstance(shown[0], str):
            raise _Bad("a shown field is not name, salt and value.")
        name, salt, value = shown[0], _decode(shown[1]), shown[2]
        if len(salt) != SALT_BYTES or name in fields:
            raise _Bad("a shown field has a wrong salt or stands twice.")
        try:
            committed = commitment(salt, name, value) in commitments
        except (NotCanonical, RecursionError):
            committed = False
        if not committed:
            raise _Bad(f"the field {name!r} is not what was committed.")
        fields[name] = value
    return fields


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_float(text: str) -> object:
    raise ValueError(f"{text} is not a value of this format")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Bad("The checkpoint is not text.")
    return value


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decode(value: object) -> bytes:
    if not isinstance(value, str):
        raise _Bad("a part is not base64.")
    try:
        content = base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise _Bad("a part is not base64.") from None
    if _encode(content) != value:
        raise _Bad("a part is not base64 in its one spelling.")
    return content
