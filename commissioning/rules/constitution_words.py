"""A constitution in words: one line for every number, with the paragraph where the council says it.

For the page that officers and residents read, and for comparing two versions before one is activated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from typing import Any

from commissioning.rules.call_in_rule_set import Span
from commissioning.rules.constitution import Constitution, Quorum
from commissioning.rules.constitution_toml import PublishedCallInSet
from commissioning.rules.dates import long_date, time_in_words
from commissioning.rules.deadlines import UNITS, Basis
from commissioning.rules.money import pounds

_FIXED = {
    "NON_EXECUTIVE_COUNCILLOR": "Non-executive councillor",
    "EDUCATION_CO_OPTEE": "Education co-optee",
    "QUASI_JUDICIAL": "Quasi-judicial",
    "MONITORING_OFFICER": "Monitoring Officer",
    "CIVIC_MAYOR": "Civic Mayor",
    "DEPUTY_MAYOR": "Deputy Mayor",
    "OVER": "no, only a greater sum",
    "AT_LEAST": "yes",
    "ALL_EXECUTIVE": "every executive decision",
    "KEY": "key decisions only",
    "NONE": "none",
}
_SHARES = {"ONE_QUARTER": "one quarter", "ONE_THIRD": "one third", "ONE_HALF": "one half"}


@dataclass(frozen=True)
class Line:
    """One value: the part it belongs to, what it means, its words, its paragraph and its dotted path."""

    part: str
    label: str
    words: str
    paragraph: str
    path: str


@dataclass(frozen=True)
class Change:
    """One value that differs between two versions."""

    label: str
    before: str
    after: str
    path: str


def lines(whole: Constitution | PublishedCallInSet) -> tuple[Line, ...]:
    """Every value in the order of the file."""
    found: list[Line] = []
    for item in fields(whole):
        if "label" not in item.metadata:
            continue
        value = getattr(whole, item.name)
        for path, label, inner in _walk(value, item.name, item.metadata["label"]):
            words = "not seen" if path in whole.not_seen else _words(inner, path)
            found.append(Line(item.metadata["label"], label, words, _paragraph(whole, path), path))
    return tuple(found)


def changes(before: Constitution, after: Constitution) -> tuple[Change, ...]:
    """What a new version would change, value by value; a value that is new or gone shows as nothing."""
    old = {line.path: line for line in lines(before)}
    new = {line.path: line for line in lines(after)}
    return tuple(
        Change(
            (new.get(path) or old[path]).label,
            old[path].words if path in old else "",
            new[path].words if path in new else "",
            path,
        )
        for path in dict.fromkeys([*old, *new])
        if path not in old or path not in new or old[path].words != new[path].words
    )


def _paragraph(whole: Constitution | PublishedCallInSet, path: str) -> str:
    return whole.paragraph(path) if isinstance(whole, Constitution) else whole.paragraphs.get(path, "")


def _walk(value: Any, path: str, label: str) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        for number, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{number}]", label)
    elif is_dataclass(value) and not isinstance(value, Span | Quorum):
        for item in fields(value):
            yield from _walk(getattr(value, item.name), f"{path}.{item.name}", item.metadata["label"])
    else:
        yield path, label, value


def _words(value: Any, path: str) -> str:
    if value is None or value in ((), ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(_words(item, path) for item in value)
    if isinstance(value, int):
        if path.endswith("_years"):
            return f"{value} years"  # the law asks for more than one
        return pounds(value) if path.endswith("_pence") else str(value)
    if isinstance(value, Span):
        return span_in_words(value)
    if isinstance(value, Quorum):
        return _quorum(value)
    if isinstance(value, time):
        return time_in_words(value)
    return long_date(value) if isinstance(value, date) else code_in_words(str(value))


def span_in_words(span: Span) -> str:
    """5 clear working days, closing at 5pm."""
    closing = f", closing at {time_in_words(span.cut_off)}" if span.cut_off else ""
    if span.weekday:
        return f"{span.weekday.capitalize()} of the following week{closing}"
    if not isinstance(span.basis, Basis) or span.n is None:
        return span.published_as or "not seen"
    unit = UNITS[span.basis][0] + ("" if span.n == 1 else "s")
    return f"{span.n} {unit}{closing}"


def code_in_words(code: str) -> str:
    """SCRUTINY_CHAIR becomes Scrutiny chair; any other text stays as it is."""
    if code in _FIXED:
        return _FIXED[code]
    return code.replace("_", " ").capitalize() if code.isupper() else code


def _quorum(quorum: Quorum) -> str:
    members = f"{quorum.at_least} members" if quorum.at_least else ""
    share = f"{_SHARES[quorum.share]} of the whole number" if quorum.share else ""
    return f"{share}, at least {members}" if members and share else members or share
