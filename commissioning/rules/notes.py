"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature), with Ed25519 signatures.

A checkpoint is a note whose text is origin, size and root. Its signature binds the operator to one history; a
witness's cosignature says that somebody else has seen it grow from the one before.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = 0x01
COSIGNATURE = 0x04
PRIVATE = "PRIVATE+KEY+"
DASH = "— "
MOST_SIGNATURES = 100
LARGEST_NOTE = 1_000_000


class BadNote(ValueError):
    """Text that is not a signed note, a checkpoint or a verifier key; or a signature that does not fit."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name it signs under."""

    name: str
    key_id: bytes
    algorithm: int
    public: bytes

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True)
class Signature:
    """One signature line: name, four bytes of key id, and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}"


@dataclass(frozen=True)
class Note:
    """Text (ending in a newline) and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(f"{line}\n" for line in self.signatures)


@dataclass(frozen=True)
class Checkpoint:
    """What a log had become at one moment."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines)


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def verifier_key(name: str, public: bytes, algorithm: int = ED25519) -> VerifierKey:
    if not _is_name(name):
        raise BadNote("A key's name has no spaces and no plus sign.")
    return VerifierKey(name, key_id(name, algorithm, public), algorithm, public)


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def parse_vkey(text: str) -> VerifierKey:
    """Read `NAME+hex(keyid)+base64(algorithm || key)`. Raises BadNote when any part does not fit the others."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not _is_name(parts[0]):
        raise BadNote("A verifier key has a name, an id and a key, joined by plus signs.")
    material = _base64(parts[2])
    if len(material) != 33 or material[0] not in (ED25519, COSIGNATURE):
        raise BadNote("The verifier key is not an Ed25519 key.")
    key = verifier_key(parts[0], material[1:], material[0])
    if key.key_id.hex() != parts[1]:
        raise BadNote("The verifier key's id does not belong to it.")
    return key


def private_text(name: str, private: Ed25519PrivateKey) -> str:
    """A signing key as one line of a key file, in the form that other implementations of signed notes use."""
    public = public_bytes(private)
    material = base64.b64encode(bytes([ED25519]) + private.private_bytes_raw()).decode()
    return f"{PRIVATE}{name}+{key_id(name, ED25519, public).hex()}+{material}"


def parse_private(text: str) -> tuple[VerifierKey, Ed25519PrivateKey]:
    """Read a line of a key file. Raises BadNote, with no part of the key in its words."""
    parts = text.strip().removeprefix(PRIVATE).split("+", 2)
    if not text.startswith(PRIVATE) or len(parts) != 3:
        raise BadNote("This is not a signing key.")
    material = _base64(parts[2])
    if len(material) != 33 or material[0] != ED25519:
        raise BadNote("This is not an Ed25519 signing key.")
    private = Ed25519PrivateKey.from_private_bytes(material[1:])
    key = verifier_key(parts[0], public_bytes(private))
    if key.key_id.hex() != parts[1]:
        raise BadNote("The signing key's id does not belong to it.")
    return key, private


def parse_note(text: str) -> Note:
    """Split a note into text and signature lines. Raises BadNote; checks no signature yet."""
    if not text.endswith("\n") or "\n\n" not in text or len(text) > LARGEST_NOTE:
        raise BadNote("A signed note ends in a blank line and signature lines.")
    if any((ord(c) < 0x20 and c != "\n") or "\ud800" <= c <= "\udfff" for c in text):
        raise BadNote("A signed note holds no control characters.")
    cut = text.rindex("\n\n")
    lines = text[cut + 2 :].split("\n")[:-1]
    if not lines or len(lines) > MOST_SIGNATURES:
        raise BadNote("A signed note has between one and a hundred signature lines.")
    return Note(text[: cut + 1], tuple(parse_signature(line) for line in lines))


def parse_signature(line: str) -> Signature:
    """Read one line `— NAME base64(keyid || signature)`."""
    if not line.startswith(DASH):
        raise BadNote("A signature line begins with a dash.")
    name, _, encoded = line[len(DASH) :].partition(" ")
    content = _base64(encoded)
    if not _is_name(name) or len(content) < 5:
        raise BadNote("A signature line holds a name and a signature.")
    return Signature(name, content[:4], content[4:])


def sign(text: str, name: str, private: Ed25519PrivateKey) -> Signature:
    """A log's own signature over a note's text."""
    public = public_bytes(private)
    return Signature(name, key_id(name, ED25519, public), private.sign(text.encode()))


def cosign(text: str, name: str, private: Ed25519PrivateKey, unix_seconds: int) -> Signature:
    """A witness's signature (cosignature/v1) over a checkpoint's text, with the time it saw it."""
    stamped = private.sign(_stamped(text, unix_seconds))
    public = public_bytes(private)
    return Signature(name, key_id(name, COSIGNATURE, public), struct.pack(">Q", unix_seconds) + stamped)


def verify(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The keys whose signature stands under the note, each once. Lines of unknown keys are passed over.

    Raises BadNote when a line of a known key does not verify, or when no known key has signed.
    """
    known = {(key.name, key.key_id): key for key in keys}
    good: dict[VerifierKey, None] = {}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None or key in good:
            continue
        if not is_valid(note.text, line, key):
            raise BadNote(f"The signature of {line.name} does not fit the text.")
        good[key] = None
    if not good:
        raise BadNote("Nobody whose key we know has signed this.")
    return tuple(good)


def is_valid(text: str, line: Signature, key: VerifierKey) -> bool:
    """Whether this line is that key's signature (or cosignature) over the text."""
    content, signature = text.encode(), line.signature
    if key.algorithm == COSIGNATURE:
        if len(signature) != 72:
            return False
        content = _stamped(text, struct.unpack(">Q", signature[:8])[0])
        signature = signature[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def parse_checkpoint(text: str) -> Checkpoint:
    """Read origin, size, root and extension lines of a note's text. Raises BadNote."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not all(lines):
        raise BadNote("A checkpoint has an origin, a size and a root, each on its line.")
    origin, size, encoded, *extensions = lines
    if not size.isascii() or not size.isdigit() or (size != "0" and size.startswith("0")):
        raise BadNote("The checkpoint's size is not a number.")
    if len(size) > 20 or int(size) >= 2**64:
        raise BadNote("The checkpoint's size is too large.")
    return Checkpoint(origin, int(size), _base64(encoded), tuple(extensions))


def _stamped(text: str, unix_seconds: int) -> bytes:
    return f"cosignature/v1\ntime {unix_seconds}\n{text}".encode()


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() or ord(c) < 0x20 for c in name)


def _base64(text: str) -> bytes:
    """Exactly the one base64 spelling of some bytes."""
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("Not base64.") from None
    if not content or base64.b64encode(content).decode() != text:
        raise BadNote("Not base64.")
    return content
