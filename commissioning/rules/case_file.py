"""Reading a case file: one commissioning case told from question to closed scrutiny record, in TOML.

A case file has four parts.

    extends = "shared.toml"      another file in the same folder whose tables are taken unless given here (not its steps)

    [case]                       what the officer asks
    title, question, sponsor (key of a service), lead_member (key of an office), estimate (money), estimate_basis,
    partners (keys of agencies), several_wards, wards, maker ("CABINET", "CABINET_MEMBER" or
    "OFFICER"), decider (key of the officer's office), executive (false: a function of the council itself)

    [evidence]                   [evidence.about], [[evidence.sources]], [[evidence.indicators]], [[evidence.claims]]
                                 known as S1, I1, C1 ... in their order (shapes: rules.pack_values)
    [proposal.SUMMARY] ...       one table per section, as the pages ask for them (shapes: rules.section_values);
                                 sections that the track does not ask for are left aside

    [[steps]]                    what is done, in order of time
    do = "clearance.give"        the act (`case_file_shapes.STEPS` says what each needs, `case_file_help` what it does)
    by = "s151"                  the office; "deputy:s151" for its deputy; a list where several do the same
    on = "2026-09-21 10:00"      London date and time
    ...                          what this act needs beside that

Sums of money are written in pounds as `amount = "1,200,000"` and become `pence`. Every figure may carry its basis:
REAL with its source, DERIVED with how, or ILLUSTRATIVE.

`read` collects every error with its line and key, and gives nothing when there is one. The page "Case files" of the
product (workflows/views/help.py) explains all of this to people who write a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from commissioning.rules.case_file_shapes import CASE, CASE_NEEDS, STEPS, Check, by, moment, money
from commissioning.rules.pack_values import settle_part
from commissioning.rules.refusals import Refusal
from commissioning.rules.section_values import settle_section
from commissioning.rules.sections import TITLES
from commissioning.rules.toml_lines import key_lines


@dataclass(frozen=True)
class CaseFileError:
    """One thing wrong, and where."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}: {self.message}"


class CaseFileErrors(ValueError):
    """Everything that is wrong with a file, in the order of its lines; `readable` is what is right in it, if anything."""

    def __init__(self, errors: list[CaseFileError], readable: CaseFile | None = None) -> None:
        self.readable = readable
        self.errors = tuple(sorted(errors, key=lambda e: (e.line, e.key)))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True)
class Step:
    """One act: what, by whom, when, with what."""

    do: str
    by: str
    at: datetime
    values: Mapping[str, Any]
    line: int


@dataclass(frozen=True)
class CaseFile:
    """A file without errors."""

    name: str
    case: Mapping[str, Any]
    evidence: Mapping[str, Any]
    proposal: Mapping[str, Any]
    steps: tuple[Step, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def line(self, path: str) -> int:
        """The line of a key, or of the nearest table or list around it; 1 where an extended file gives it."""
        return _line(path, self.lines)


SHARED = ("case", "evidence", "proposal")
PARTS = ("extends", "case", "evidence", "proposal", "steps")


def read(text: str, *, name: str, shared: Callable[[str], str] | None = None) -> CaseFile:
    """A case file from its text; `shared` gives the text of a file that it extends. Raises CaseFileErrors."""
    errors: list[CaseFileError] = []
    raw, lines = _load(text, errors)
    base = _base(raw, lines, shared, errors, (name,))
    for key in sorted(set(raw) - set(PARTS)):
        errors.append(
            CaseFileError(
                _line(key, lines), key, f"is not a part of a case file; parts are {', '.join(PARTS)}"
            )
        )
    raw = _in_pence(raw, "", lines, errors)
    parts = {part: {**base.get(part, {}), **_tables(raw, part, lines, errors)} for part in SHARED}
    case = _checked(parts["case"], CASE, CASE_NEEDS, "case", lines, errors)
    _check_evidence(parts["evidence"], lines, errors)
    _check_proposal(parts["proposal"], lines, errors)
    steps = _steps(raw.get("steps", []), lines, errors)
    file = CaseFile(name, case, parts["evidence"], parts["proposal"], steps, lines)
    if errors:
        raise CaseFileErrors(errors, readable=file)
    return file


def _base(
    raw: Mapping[str, Any],
    lines: Mapping[str, int],
    shared: Callable[[str], str] | None,
    errors: list[CaseFileError],
    seen: tuple[str, ...],
) -> dict[str, Any]:
    """What the extended file gives, with what that one extends below it. Its own steps are left out."""
    other = raw.get("extends")
    if other is None:
        return {}
    line = _line("extends", lines)
    if not isinstance(other, str) or shared is None or other in seen:
        errors.append(CaseFileError(line, "extends", "must name another file in the same folder"))
        return {}
    try:
        found, their_lines = _load(shared(other), [])
    except (OSError, CaseFileErrors) as problem:
        errors.append(CaseFileError(line, "extends", f"{other} cannot be read: {problem}"))
        return {}
    theirs: list[CaseFileError] = []
    below = _base(found, their_lines, shared, theirs, (*seen, other))
    found = _in_pence(found, "", their_lines, theirs)
    given = {part: {**below.get(part, {}), **_tables(found, part, their_lines, theirs)} for part in SHARED}
    errors += [CaseFileError(line, "extends", f"{other} cannot be read: {error}") for error in theirs]
    return given


def _tables(
    raw: Mapping[str, Any], part: str, lines: Mapping[str, int], errors: list[CaseFileError]
) -> Mapping[str, Any]:
    value = raw.get(part, {})
    if isinstance(value, dict):
        return value
    errors.append(CaseFileError(_line(part, lines), part, "must be a table"))
    return {}


EVIDENCE = {"sources": "S", "indicators": "I", "claims": "C"}


def _check_evidence(raw: Mapping[str, Any], lines: Mapping[str, int], errors: list[CaseFileError]) -> None:
    """The parts of the pack have the shapes that the pages ask for; a pack may be missing where the track needs none."""
    for key in sorted(set(raw) - {"about", *EVIDENCE}):
        path = f"evidence.{key}"
        errors.append(
            CaseFileError(
                _line(path, lines), path, f"is not known here; known are about, {', '.join(EVIDENCE)}"
            )
        )
    if "about" in raw:
        _settled(lambda: settle_part("about", raw["about"]), "evidence.about", lines, errors)
    for name, letter in EVIDENCE.items():
        rows = raw.get(name, [])
        if not isinstance(rows, list):
            errors.append(
                CaseFileError(
                    _line(f"evidence.{name}", lines), f"evidence.{name}", "must be a list of tables"
                )
            )
            continue
        for index, row in enumerate(rows):
            _settled(partial(settle_part, letter, row), f"evidence.{name}[{index}]", lines, errors)


def _check_proposal(raw: Mapping[str, Any], lines: Mapping[str, int], errors: list[CaseFileError]) -> None:
    """Every section is known and has the shape of its page."""
    for code, value in raw.items():
        path = f"proposal.{code}"
        if code not in TITLES:
            errors.append(
                CaseFileError(_line(path, lines), path, f"is not a section; sections are {', '.join(TITLES)}")
            )
        else:
            _settled(partial(settle_section, code, value), path, lines, errors)


def _settled(
    settle: Callable[[], object], path: str, lines: Mapping[str, int], errors: list[CaseFileError]
) -> None:
    try:
        settle()
    except Refusal as refusal:
        errors.append(CaseFileError(_line(path, lines), path, refusal.message))


def _load(text: str, errors: list[CaseFileError]) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        return tomllib.loads(text), key_lines(text)
    except tomllib.TOMLDecodeError as problem:
        words, _, where = str(problem).partition(" (at line ")
        line = int(where.split(",")[0]) if where[:1].isdigit() else 1
        errors.append(CaseFileError(line, "file", f"is not readable TOML: {words}"))
        raise CaseFileErrors(errors) from problem


def _in_pence(value: Any, path: str, lines: Mapping[str, int], errors: list[CaseFileError]) -> Any:
    """Every `amount` written in pounds becomes `pence`, at any depth."""
    if isinstance(value, list):
        return [_in_pence(item, f"{path}[{index}]", lines, errors) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, item in value.items():
        here = f"{path}.{key}" if path else key
        if key != "amount":
            found[key] = _in_pence(item, here, lines, errors)
            continue
        try:
            found["pence"] = money(item)
        except ValueError as problem:
            errors.append(CaseFileError(_line(here, lines), here, str(problem)))
    return found


def _line(path: str, lines: Mapping[str, int]) -> int:
    """The line of a key, or of the nearest table or list around it."""
    while path and path not in lines:
        path = path.rpartition(".")[0] if not path.endswith("]") else path.rpartition("[")[0]
    return lines.get(path, 1)


def _checked(
    raw: Any,
    shape: Mapping[str, Check],
    needed: tuple[str, ...],
    path: str,
    lines: Mapping[str, int],
    errors: list[CaseFileError],
) -> dict[str, Any]:
    here = _line(path, lines)
    found: dict[str, Any] = {}
    for key in needed:
        if key not in raw:
            errors.append(CaseFileError(here, f"{path}.{key}", "is missing"))
    for key, value in raw.items():
        line = _line(f"{path}.{key}", lines)
        if key not in shape:
            errors.append(
                CaseFileError(line, f"{path}.{key}", f"is not known here; known are {', '.join(shape)}")
            )
            continue
        try:
            found[key] = shape[key](value)
        except (TypeError, ValueError) as problem:
            errors.append(CaseFileError(line, f"{path}.{key}", str(problem)))
    return found


def _steps(raw: Any, lines: Mapping[str, int], errors: list[CaseFileError]) -> tuple[Step, ...]:
    if not isinstance(raw, list) or not raw:
        errors.append(CaseFileError(_line("steps", lines), "steps", "needs at least one [[steps]]"))
        return ()
    steps: list[Step] = []
    for index, entry in enumerate(raw):
        if not isinstance(entry, dict):
            errors.append(
                CaseFileError(_line(f"steps[{index}]", lines), f"steps[{index}]", "must be a table")
            )
            continue
        step = _step(dict(entry), f"steps[{index}]", lines, errors)
        if step is None:
            continue
        if steps and step.at < steps[-1].at:
            errors.append(CaseFileError(step.line, f"steps[{index}].on", "lies before the step above it"))
        steps += [replace(step, by=by) for by in (step.by if isinstance(step.by, list) else [step.by])]
    if steps and steps[0].do != "case.open":
        errors.append(CaseFileError(steps[0].line, "steps[0].do", "the first step is case.open"))
    return tuple(steps)


def _step(
    entry: dict[str, Any], path: str, lines: Mapping[str, int], errors: list[CaseFileError]
) -> Step | None:
    line = _line(path, lines)
    do = entry.pop("do", "")
    if not isinstance(do, str) or do not in STEPS:
        known = f"{do!r} is not an act; acts are {', '.join(STEPS)}" if do else "is missing"
        errors.append(CaseFileError(_line(f"{path}.do", lines), f"{path}.do", known))
        told = {key: entry[key] for key in ("by", "on") if key in entry}  # every step has these, whatever it does
        _checked(told, {"by": by, "on": moment}, ("by", "on"), path, lines, errors)
        return None
    needs, may = STEPS[do]
    shape: dict[str, Check] = {"by": by, "on": moment, **needs, **may}
    before = len(errors)
    found = _checked(entry, shape, ("by", "on", *needs), path, lines, errors)
    if len(errors) > before:
        return None
    return Step(do, found.pop("by"), found.pop("on"), found, line)
