"""Changing one value in the text of a constitution, so that nobody has to write TOML for it.

Everything else in the file stays word for word: comments, order, the other numbers. Only a value that stands on one line can be
changed in this way; a list over several lines is changed in the file itself.
"""

import json
import re
from dataclasses import is_dataclass
from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from commissioning.rules.constitution import Constitution
from commissioning.rules.constitution_toml import NONE
from commissioning.rules.toml_lines import key_lines

_ASIDE = r"\s*,\s*(?:paragraph|note)\s*=.*|\s*\}.*"
_WITH_VALUE = re.compile(rf"(.*?=\s*\{{.*?\bvalue\s*=\s*)(.+?)({_ASIDE})")
_TABLE = re.compile(rf"(.*?=\s*\{{\s*)(.+?)({_ASIDE})")
_BARE = re.compile(r"(.*?=\s*)(\"[^\"]*\"|[^\"#{\[]+?)(\s*(?:#.*)?)")
_PLAIN = re.compile(r"-?[\d_.]+|true|false|\d{4}-\d{2}-\d{2}|\[.*\]|\w+ = .*")
_WORDS = re.compile(r"\"([^\"\\]*)\"")


def as_written(text: str, path: str) -> str | None:
    """The value at a dotted path as a form shows it, text without its quotes; None where it does not stand on one line."""
    found = _found(text, path)
    if found is None:
        return None
    words = _WORDS.fullmatch(found[1])
    return words[1] if words else found[1]


def editable(text: str) -> frozenset[str]:
    """The dotted paths of every value that `with_value` can change, but for version and date, which every change has."""
    own = ("about.version", "about.effective_from", "about.kind", "about.key")
    return frozenset(path for path in key_lines(text) if path not in own and _found(text, path) is not None)


def with_value(text: str, path: str, value: str, *, version: str, effective_from: date) -> str:
    """The text with one value, under a new version in force from a date. Raises LookupError for a path that is not there."""
    for where, new in ((path, value), ("about.version", version), ("about.effective_from", effective_from.isoformat())):
        text = _with(text, where, new)
    return text


def _with(text: str, path: str, value: str) -> str:
    found = _found(text, path)
    if found is None:
        raise LookupError(path)
    before, old, after = found
    lines = text.split("\n")
    lines[key_lines(text)[path] - 1] = f"{before}{_as_toml(value, old)}{after}"
    return "\n".join(lines)


def _as_toml(value: str, old: str) -> str:
    """In quotes where words stood, or where no number, date, yes or no, list or period is said ("none")."""
    words = _WORDS.fullmatch(old)
    is_text = words is not None and words[1] != NONE
    return json.dumps(value, ensure_ascii=False) if is_text or not _PLAIN.fullmatch(value) else value


def _found(text: str, path: str) -> tuple[str, str, str] | None:
    """The line of a value in three parts: what stands before it, the value, what stands after it."""
    number = key_lines(text).get(path)
    if number is None:
        return None
    line = text.split("\n")[number - 1]
    if line.lstrip().startswith("["):
        return None
    for shape in (_WITH_VALUE, _TABLE, _BARE):
        if parts := shape.fullmatch(line):
            before, value, after = parts.groups()
            return before, value, after
    return None


def choices(path: str) -> tuple[str, ...]:
    """What may stand at a path where it is one of a few codes ("none" among them where there need not be one), or yes and no as
    TOML writes them; empty for everything else."""
    hint: Any = Constitution
    none: tuple[str, ...] = ()
    for name in re.sub(r"\[\d+\]", "", path).split("."):
        hint = get_type_hints(hint).get(name)
        none = (NONE,) if NoneType in get_args(hint) else ()
        (hint,) = [one for one in get_args(hint) if one is not NoneType] if none else [hint]
        hint = get_args(hint)[0] if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]) else hint
        if not is_dataclass(hint):
            break
    return ("true", "false") if hint is bool else (*get_args(hint), *none) if get_origin(hint) is Literal else ()
