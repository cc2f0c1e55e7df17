"""Reads a constitution from TOML and says every mistake at once, each with its line and its key.

A value stands alone (``n = 5``) or with its paragraph (``{ value = 5, paragraph = "4.16" }``). The text
``"none"`` means that the council has no such limit, ``"not seen"`` that nobody has seen the value
published; then the set can be read and compared, but not activated. Unknown keys are errors, because a
misspelt key would otherwise leave the law as it was.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, time
from difflib import get_close_matches
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from commissioning.rules.call_in_rule_set import CallInRuleSet, Span, say
from commissioning.rules.constitution import About, Constitution
from commissioning.rules.constitution_checks import faults
from commissioning.rules.deadlines import Basis
from commissioning.rules.toml_lines import key_lines

NOT_SEEN = "not seen"
NONE = "none"
_ASIDE = ("paragraph", "note")
_EDITORIAL = ("notes", "published_as", "description", "weekday", "calendar", "n")
_BOOKKEEPING = ("paragraphs", "not_seen", "sha256")
_SYNTAX_LINE = "(at line "


@dataclass(frozen=True)
class ConstitutionError:
    """One mistake: the line of the file, the key, what is wrong and what is expected."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return (
            f"line {self.line}: {self.key}: {self.message}"
            if self.key
            else f"line {self.line}: {self.message}"
        )


class ConstitutionErrors(Exception):
    """Every mistake of one file, in the order of its lines."""

    def __init__(self, errors: tuple[ConstitutionError, ...]) -> None:
        super().__init__(errors)
        self.errors = tuple(sorted(errors, key=lambda error: (error.line, error.key)))

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


@dataclass(frozen=True, kw_only=True)
class PublishedCallInSet:
    """A call-in rule set as a real council published it; what was not seen there is named, never guessed."""

    about: About = say("About this set")
    call_in: CallInRuleSet = say("Call-in")
    paragraphs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    not_seen: tuple[str, ...] = ()
    sha256: str = ""


def parse(text: str) -> Constitution:
    """The constitution in a TOML text. Raises ConstitutionErrors with all mistakes."""
    return _Reader(text).read(Constitution)


def parse_call_in_set(text: str) -> PublishedCallInSet:
    """A published call-in set; a value it leaves out counts as not seen. Raises ConstitutionErrors."""
    return _Reader(text, gaps_are_unseen=True).read(PublishedCallInSet)


def parse_any(text: str) -> Constitution | PublishedCallInSet:
    """Whichever of the two the file says it is. Raises ConstitutionErrors."""
    return parse_call_in_set(text) if _Reader(text).kind() == "CALL_IN_SET" else parse(text)


def shipped(name: str) -> Constitution:
    """A constitution that ships with the programme, by its file name without .toml."""
    return parse(shipped_text(name))


def shipped_text(name: str) -> str:
    """The TOML text of a shipped file."""
    return files("commissioning.data.constitutions").joinpath(f"{name}.toml").read_text(encoding="utf-8")


class _Reader:
    """One reading of one file: collects mistakes, unseen values and paragraphs on the way."""

    def __init__(self, text: str, *, gaps_are_unseen: bool = False) -> None:
        self.text = text
        self.gaps_are_unseen = gaps_are_unseen
        self.errors: list[ConstitutionError] = []
        self.not_seen: list[str] = []
        self.paragraphs: dict[str, str] = {}
        try:
            self.raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConstitutionErrors((_syntax_error(str(error), text),)) from None
        self.lines = key_lines(text)

    def kind(self) -> str:
        about = self.raw.get("about")
        return str(about.get("kind", "")) if isinstance(about, dict) else ""

    def read(self, cls: type) -> Any:
        values = self._table(cls, self.raw, "")
        whole = cls(
            **values,
            paragraphs=MappingProxyType(self.paragraphs),
            not_seen=tuple(self.not_seen),
            sha256=sha256(self.text.encode()).hexdigest(),
        )
        if isinstance(whole, Constitution):
            for path, message in faults(whole, unread=(*whole.not_seen, *(error.key for error in self.errors))):
                self._wrong(path, message)
        self._stop_at_errors()
        return whole

    def _stop_at_errors(self) -> None:
        if self.errors:
            raise ConstitutionErrors(tuple(self.errors))

    def _table(self, cls: type, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        hints = get_type_hints(cls)
        known = {item.name: item for item in fields(cls) if item.name not in _BOOKKEEPING}
        for key in raw:
            if key not in known and key not in _ASIDE:
                self._wrong(_join(path, key), _unknown(key, tuple(known)))
        if isinstance(paragraph := raw.get("paragraph"), str):
            self.paragraphs[path] = paragraph
        return {name: self._field(item, hints[name], raw, _join(path, name)) for name, item in known.items()}

    def _field(self, item: Field[Any], hint: Any, raw: Mapping[str, Any], path: str) -> Any:
        if item.name in raw:
            return self._value(hint, raw[item.name], path, item.metadata)
        if self.gaps_are_unseen and item.name not in _EDITORIAL:
            self.not_seen.append(path)
        if item.default is not MISSING:
            return item.default
        if not self.gaps_are_unseen:
            self._wrong(path, f"missing; it says: {item.metadata['label']}")
        return None

    def _value(self, hint: Any, raw: Any, path: str, meta: Mapping[str, Any]) -> Any:
        plain, may_be_none = _without_none(hint)
        if isinstance(raw, dict) and not is_dataclass(plain):
            raw = self._unwrap(raw, path)
        if raw is MISSING:
            return None
        if raw == NOT_SEEN:
            self.not_seen.append(path)
            return None
        if may_be_none and raw == NONE:
            return None
        if may_be_none and plain is time and raw == "24:00":
            return None
        return self._typed(plain, raw, path, meta)

    def _unwrap(self, raw: dict[str, Any], path: str) -> Any:
        for key in raw:
            if key not in ("value", *_ASIDE):
                self._wrong(f"{path}.{key}", "unknown key; known here: value, paragraph, note")
        if isinstance(raw.get("paragraph"), str):
            self.paragraphs[path] = raw["paragraph"]
        if "value" not in raw:
            self._wrong(path, "missing its value")
            return MISSING
        return raw["value"]

    def _typed(self, hint: Any, raw: Any, path: str, meta: Mapping[str, Any]) -> Any:
        if is_dataclass(hint):
            if not isinstance(raw, dict):
                return self._wrong(path, f"expected a table, found {_shown(raw)}")
            values = self._table(hint, raw, path)  # type: ignore[arg-type]
            self._check_span(hint, values, path)
            return hint(**values)  # type: ignore[operator]
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], raw, path, meta)
        if get_origin(hint) is Literal:
            return self._one_of(get_args(hint), raw, path)
        if hint is Basis:
            found = self._one_of(tuple(str(basis) for basis in Basis), raw, path)
            return Basis(found) if found else None
        return self._scalar(hint, raw, path, meta)

    def _list(self, hint: Any, raw: Any, path: str, meta: Mapping[str, Any]) -> Any:
        if not isinstance(raw, list):
            return self._wrong(path, f"expected a list, found {_shown(raw)}")
        found = tuple(
            self._typed(hint, raw_item, f"{path}[{number}]", meta) for number, raw_item in enumerate(raw)
        )
        if path == "annual_meetings":
            self._check_meetings(found, path)
        return found

    def _check_meetings(self, found: tuple[Any, ...], path: str) -> None:
        """One annual meeting in a year, in the season of the Local Government Act 1972 Sch 12 para 1."""
        before = None
        for number, day in enumerate(found):
            if not isinstance(day, date):
                continue
            if not 3 <= day.month <= 6:
                self._wrong(f"{path}[{number}]", f"{day} is no day of an annual meeting; it is held from March to June")
            if before is not None and day.year <= before.year:
                self._wrong(f"{path}[{number}]", f"{day} does not follow {before}; there is one in each year, the first one first")
            before = day

    def _one_of(self, choices: tuple[Any, ...], raw: Any, path: str) -> Any:
        if raw not in choices:
            return self._wrong(path, f"{_shown(raw)} is not one of {', '.join(choices)}")
        return raw

    def _scalar(self, hint: Any, raw: Any, path: str, meta: Mapping[str, Any]) -> Any:
        if hint is time:
            return self._time(raw, path)
        if type(raw) is not hint:
            return self._wrong(path, f"expected {_SCALARS[hint]}, found {_shown(raw)}")
        if isinstance(raw, int) and not isinstance(raw, bool):
            return self._in_range(raw, path, meta)
        if (
            isinstance(raw, str)
            and not raw.strip()
            and not path.endswith(("notes", "published_as", "description"))
        ):
            return self._wrong(path, "is empty")
        return raw

    def _in_range(self, number: int, path: str, meta: Mapping[str, Any]) -> int:
        if meta["least"] is not None and number < meta["least"]:
            self._wrong(path, f"{number} is too small; the least is {meta['least']}")
        if meta["most"] is not None and number > meta["most"]:
            self._wrong(path, f"{number} is too large; the most is {meta['most']}")
        return number

    def _time(self, raw: Any, path: str) -> Any:
        if isinstance(raw, time):
            return raw
        try:
            if not isinstance(raw, str) or len(raw) != 5:
                raise ValueError
            return time.fromisoformat(raw)
        except ValueError:
            return self._wrong(path, f'expected a time like "17:00", found {_shown(raw)}')

    def _check_span(self, hint: Any, values: Mapping[str, Any], path: str) -> None:
        if hint is not Span or values["basis"] is None:
            return
        by_weekday = values["basis"] is Basis.WEEKDAY_OF_FOLLOWING_WEEK
        if by_weekday and not values["weekday"]:
            self._wrong(path, "a weekday of the following week needs its weekday")
        if not by_weekday and values["weekday"]:
            self._wrong(path, f"a weekday does not go with {values['basis']}")
        if not by_weekday and values["n"] == 0 and values["basis"] is not Basis.ASAP:
            self._wrong(path, "needs n, the number of days, months or hours")

    def _wrong(self, path: str, message: str) -> None:
        self.errors.append(ConstitutionError(self._line(path), path, message))

    def _line(self, path: str) -> int:
        while path:
            name, bracket, number = path.rpartition("[") if path.endswith("]") else (path, "", "")
            for known in (path, f"{name}.value{bracket}{number}"):
                if known in self.lines:
                    return self.lines[known]
            path = path[: path.rfind("[")] if path.endswith("]") else path.rpartition(".")[0]
        return 1


_SCALARS: Mapping[Any, str] = {
    int: "a whole number",
    bool: "true or false",
    str: "text in quotes",
    date: "a date like 2026-05-20",
}


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        (plain,) = [arg for arg in get_args(hint) if arg is not NoneType]
        return plain, True
    return hint, False


def _unknown(key: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"unknown key; {f'did you mean {close[0]}?' if close else 'known here: ' + ', '.join(known)}"


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown(raw: Any) -> str:
    if isinstance(raw, str):
        return f"“{raw}”"
    if isinstance(raw, bool):
        return str(raw).lower()
    return "a table" if isinstance(raw, dict) else "a list" if isinstance(raw, list) else str(raw)


def _syntax_error(message: str, text: str) -> ConstitutionError:
    before, found, after = message.partition(_SYNTAX_LINE)
    number = after.split(",")[0]
    line = int(number) if found and number.isdigit() else text.count("\n") + 1
    return ConstitutionError(line, "", f"not TOML: {before.strip()}")
