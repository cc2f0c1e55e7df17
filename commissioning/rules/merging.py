"""Two texts of the same part of a draft, side by side, line by line: what both say, what only one of them says."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One line: in both ("both"), only in the saved text ("theirs"), only in the own text ("mine")."""

    kind: str
    text: str


def in_lines(value: Any, label: str = "") -> list[str]:
    """Any plain value as lines that a person can read; empty parts are left out."""
    return list(_lines(value, label.replace("_", " ")))


def _lines(value: Any, label: str) -> Iterator[str]:
    head = f"{label}: " if label else ""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _lines(item, f"{label} {name}".strip().replace("_", " "))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, item in enumerate(value, 1):
            yield from _lines(item, f"{label} {number}".strip())
    elif isinstance(value, bool):
        yield f"{head}{'yes' if value else 'no'}"
    elif isinstance(value, str):
        for line in value.split("\n"):
            if line.strip():
                yield f"{head}{line}"
    elif value is not None:
        yield f"{head}{value}"


def compare(theirs: Any, mine: Any) -> tuple[Line, ...]:
    """Both values as one list of lines in order."""
    kinds = {" ": "both", "-": "theirs", "+": "mine"}
    found = difflib.ndiff(in_lines(theirs), in_lines(mine))
    return tuple(Line(kinds[line[0]], line[2:]) for line in found if line[0] in kinds)
