"""Plain values of draft parts, checked once at the edge: pages, case files and importers bring the same shapes.

A shape maps each key to what stands there: a type with its empty value, a tuple of allowed words, a list of rows, or a
check of its own. Unknown keys and wrong types are refused by name; missing keys get their empty value.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from commissioning.rules.refusals import Refusal

Check = Callable[[Any], Any]
LONG, SHORT = 20_000, 500
DIRECTION = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
MOST_ROWS = 60


@dataclass(frozen=True)
class Rows:
    """A list of rows, each of one shape."""

    shape: Mapping[str, Check]
    most: int = MOST_ROWS


def plain_words(value: str) -> str:
    """Text without outer blanks, with one kind of line end, and without marks that turn the reading direction."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(DIRECTION).strip()


def text(most: int = LONG) -> Check:
    """Words up to a length; nothing becomes an empty text."""

    def check(value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most:
            raise ValueError(f"must be text of {most:,} characters or fewer")
        return plain_words(value)

    return check


def word(*allowed: str) -> Check:
    """One of a few codes; a missing one is the empty word, where that is allowed."""

    def check(value: Any) -> str:
        value = "" if value is None else value
        if value not in allowed:
            or_none = " or empty" if "" in allowed else ""
            raise ValueError(f"must be one of {', '.join(filter(None, allowed))}{or_none}")
        return str(value)

    return check


def whole(least: int = 0, most: int = 10**15, empty: int | None = None) -> Check:
    """A whole number between two limits; `empty` stands for a missing one."""

    def check(value: Any) -> int:
        if value is None and empty is not None:
            return empty
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least:,} to {most:,}")
        return value

    return check


def flag(empty: bool = False) -> Check:
    """Yes or no."""

    def check(value: Any) -> bool:
        if value is None:
            return empty
        if not isinstance(value, bool):
            raise ValueError("must be yes or no")
        return value

    return check


def like(pattern: str, example: str) -> Check:
    """Text of a fixed form; a missing one is the empty text, where the form allows it."""

    def check(value: Any) -> str:
        value = "" if value is None else value
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"must look like {example}")
        return value

    return check


def decimal(required: bool = False) -> Check:
    """A decimal number as text without exponent; empty where it may be missing."""

    def check(value: Any) -> str:
        if value in (None, "") and not required:
            return ""
        try:
            number = Decimal(str(value)) if not isinstance(value, float | bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or abs(number) >= 10**14 or _places(number) > 4:
            raise ValueError("must be a number like 1234.5 with at most four decimals")
        plain = f"{number:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    return check


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 99


def listed(check: Check, most: int = MOST_ROWS) -> Check:
    """A list of single values."""

    def inner(value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list | tuple) or len(value) > most:
            raise ValueError(f"must be a list of at most {most}")
        return [check(item) for item in value]

    return inner


def table(key: str, check: Check) -> Check:
    """Values by key, where the key has a fixed form."""

    def inner(value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, Mapping) or not all(re.fullmatch(key, str(name)) for name in value):
            raise ValueError("has keys that are not known")
        return {str(name): check(item) for name, item in value.items()}

    return inner


def settle(shape: Mapping[str, Check | Rows], value: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The value in its settled form; raises Refusal("draft.unreadable") naming the field that is wrong."""
    if not isinstance(value, Mapping):
        raise Refusal("draft.unreadable", f"{where} cannot be read.")
    unknown = sorted(set(map(str, value)) - set(shape))
    if unknown:
        raise Refusal("draft.unreadable", f"{where} has no part named {', '.join(unknown)}.")
    return {name: _settled(check, value.get(name), f"{where}, {name}") for name, check in shape.items()}


def _settled(check: Check | Rows, value: Any, where: str) -> Any:
    if isinstance(check, Rows):
        rows = [] if value is None else value
        if not isinstance(rows, list | tuple) or len(rows) > check.most:
            raise Refusal("draft.unreadable", f"{where} must be a list of at most {check.most} rows.")
        return [settle(check.shape, row, f"{where} {number}") for number, row in enumerate(rows, 1)]
    try:
        return check(value)
    except ValueError as error:
        raise Refusal("draft.unreadable", f"{where.replace('_', ' ')} {error}.") from error
