"""Salted commitments: how an event is fixed in the log without showing what it says.

C(name, value) = SHA-256("jcdr/field/v1\\n" || salt || JCS([name, value])), one per field. The leaf holds position and
commitments only, sorted, padded with random decoys to a multiple of eight, so that neither kind nor the exact number
of fields leaks. Publishing a field means giving out its salt; erasing it means destroying salt and value.
"""

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable

from commissioning.rules.canonical import LARGEST, canonical, check, dump

PREFIX = b"jcdr/field/v1\n"
SALT_BYTES = 32
PADDING = 8
MOST = 256


class BadLeaf(ValueError):
    """Bytes that are not a leaf of this log format."""


def commitment(salt: bytes, name: str, value: object) -> bytes:
    """The 32 bytes that fix one field. Raises ValueError for a salt of the wrong length."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"A salt has {SALT_BYTES} bytes.")
    return hashlib.sha256(PREFIX + salt + canonical([name, value])).digest()


def is_committed(salt: bytes, name: str, spelling: str, commitments: frozenset[bytes]) -> bool:
    """Whether this spelling of a value (JSON as a database gives it back) is what was committed to.

    A spelling that has the hash of a commitment is the canonical one, so most values need not be parsed at all; any
    other is parsed and spelt canonically first.
    """
    if len(salt) != SALT_BYTES:
        return False
    head = PREFIX + salt + b"[" + dump(name) + b","
    try:
        if hashlib.sha256(head + spelling.encode() + b"]").digest() in commitments:
            return True
        return hashlib.sha256(head + canonical(json.loads(spelling)) + b"]").digest() in commitments
    except (ValueError, RecursionError):
        return False


def new_salt() -> bytes:
    """Fresh randomness from the operating system."""
    return secrets.token_bytes(SALT_BYTES)


def leaf(
    origin: str,
    seq: int,
    commitments: Iterable[bytes],
    decoy: Callable[[], bytes] = new_salt,
) -> bytes:
    """The bytes of one entry. Raises ValueError above 256 commitments."""
    found = list(commitments)
    while not found or len(found) % PADDING:
        found.append(decoy())
    if len(found) > MOST:
        raise ValueError(f"An event has at most {MOST} fields.")
    encoded = [base64.b64encode(item).decode() for item in sorted(found)]
    return canonical({"v": 1, "log": origin, "seq": seq, "c": encoded})


def read_leaf(content: bytes) -> tuple[str, int, frozenset[bytes]]:
    """Origin, position and commitments of a leaf. Raises BadLeaf unless the bytes are exactly what `leaf` writes."""
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        raise BadLeaf("The entry is not JSON.") from None
    if not isinstance(parsed, dict) or set(parsed) != {"v", "log", "seq", "c"} or parsed["v"] != 1:
        raise BadLeaf("The entry is not of version 1 of this log.")
    origin, seq, encoded = parsed["log"], parsed["seq"], parsed["c"]
    if not isinstance(origin, str) or not isinstance(seq, int) or isinstance(seq, bool) or seq < 0:
        raise BadLeaf("The entry names no log or no position.")
    found = _decode(encoded)
    try:
        check(origin)
        same = dump({"v": 1, "log": origin, "seq": seq, "c": encoded}) == content and seq <= LARGEST
    except ValueError:
        same = False
    if not same or found != sorted(found):
        raise BadLeaf("The entry is not in canonical form.")
    return origin, seq, frozenset(found)


def _decode(encoded: object) -> list[bytes]:
    if not isinstance(encoded, list) or not encoded or len(encoded) % PADDING or len(encoded) > MOST:
        raise BadLeaf("The entry's commitments are not a list of eight, sixteen and so on.")
    try:
        found = [base64.b64decode(item, validate=True) for item in encoded]
    except (binascii.Error, TypeError, ValueError):
        raise BadLeaf("A commitment is not base64.") from None
    if any(len(item) != 32 for item in found) or len(set(found)) != len(found):
        raise BadLeaf("A commitment has the wrong length or stands twice.")
    if [base64.b64encode(item).decode() for item in found] != encoded:
        raise BadLeaf("A commitment is not spelt in the one way of base64.")
    return found
