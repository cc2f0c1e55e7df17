"""One spelling for every value, so that two people who hash the same thing get the same hash.

Canonical form: RFC 8785 (JSON Canonicalization Scheme). The values allowed here (no floats, ASCII keys) make it equal
to compact, key-sorted JSON without ASCII escapes, so a verifier needs no package. Times are UTC with milliseconds.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

LARGEST = 2**53 - 1
TEXT_LIMIT = 2048  # bytes; longer text enters as its digest
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class NotCanonical(ValueError):
    """A value that has no single spelling; the message says where and why."""


def canonical(value: object) -> bytes:
    """The canonical bytes of a value. Raises NotCanonical for floats, lone surrogates, NUL, text that is not NFC,
    integers beyond 2^53-1 and keys that are not ASCII."""
    check(value)
    return dump(value)


def check(value: object, where: str = "value") -> None:
    """Raise NotCanonical unless the value may be committed to as it stands."""
    if value is None or isinstance(value, bool) or _is_plain(value):
        return
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"{where}: {value} is beyond 2^53-1; write it as text.")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            if not _is_plain(item):
                check(item, f"{where}[{position}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii() or "\0" in key:
                raise NotCanonical(f"{where}: the key {key!r} is not plain ASCII text.")
            check(item, f"{where}.{key}")
    else:
        raise NotCanonical(
            f"{where}: {type(value).__name__} has no canonical form; use text, integers, lists."
        )


def normalise(value: object) -> object:
    """Bring a programme's value into the allowed shapes, then check it.

    Text to NFC; moments, dates, decimals and uuids to text; tuples to lists; text over 2 kB and bytes to their digest.
    Floats are refused: an amount is integer pence or a decimal string.
    """
    shaped = _shape(value)
    check(shaped)
    return shaped


def moment(at: datetime) -> str:
    """A moment as the ledger writes it: UTC, milliseconds, Z."""
    if at.tzinfo is None:
        raise NotCanonical("A moment needs a time zone.")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def digest(content: bytes, media: str = "text/plain; charset=utf-8") -> dict[str, str | int]:
    """What stands for long text and files; the content itself stays in the content store."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "media": media}


def dump(value: object) -> bytes:
    """The bytes of a value that is in canonical form already: keys in order, no blanks, UTF-8."""
    return _ENCODER.encode(value).encode()


def _is_plain(value: object) -> bool:
    """ASCII text without NUL has one spelling; most values are such text, so this spares the dearer checks."""
    return isinstance(value, str) and value.isascii() and "\0" not in value


def _check_text(value: str, where: str) -> None:
    if "\0" in value:
        raise NotCanonical(f"{where}: text with a NUL character.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonical(f"{where}: text with half a character (lone surrogate).") from None
    if not unicodedata.is_normalized("NFC", value):
        raise NotCanonical(f"{where}: text that is not in normal form C.")


def _shape(value: object) -> object:
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", str(value))
        content = text.encode("utf-8", "surrogatepass")
        return digest(content) if len(content) > TEXT_LIMIT else text
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes):
        return digest(value, "application/octet-stream")
    if isinstance(value, Mapping):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shape(item) for item in value]
    return value


def hash_of(content: object) -> str:
    """SHA-256 (hexadecimal) over the canonical bytes of a published paper's content."""
    return hashlib.sha256(canonical(normalise_long(content))).hexdigest()


def normalise_long(value: object) -> object:
    """Shapes a paper's content for hashing; unlike an event's fields, long text stays as it is."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [normalise_long(item) for item in value]
    if isinstance(value, dict):
        return {str(key): normalise_long(item) for key, item in value.items()}
    return value
