"""Where case files lie and how one is read from the disk together with the files that it extends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from commissioning.rules.case_file import CaseFile, CaseFileError, CaseFileErrors, Step, read

FOLDER = Path(__file__).resolve().parent.parent / "data" / "cases"
SHARED = "shared.toml"


def shipped() -> list[Path]:
    """The case files of the demonstration, in order of their names."""
    return sorted(path for path in FOLDER.glob("*.toml") if path.name != SHARED)


def read_file(path: Path) -> CaseFile:
    """Read one file; what it extends is looked for beside it, then among the files that come with the product.

    Raises OSError, UnicodeDecodeError, and CaseFileErrors with everything that is wrong.
    """

    def beside(name: str) -> str:
        near = path.parent / Path(name).name
        return (near if near.exists() else FOLDER / Path(name).name).read_text(encoding="utf-8")

    return read(path.read_text(encoding="utf-8"), name=path.name, shared=beside)


def read_known(path: Path, known: Known) -> CaseFile:
    """Read one file whose names all exist. Raises as `read_file`, with the names that do not exist among the mistakes."""
    try:
        file = read_file(path)
    except CaseFileErrors as mistakes:
        if mistakes.readable is None:
            raise
        try:
            require_known(mistakes.readable, known)
        except CaseFileErrors as more:
            raise CaseFileErrors([*mistakes.errors, *more.errors]) from mistakes
        raise
    require_known(file, known)
    return file


@dataclass(frozen=True)
class Known:
    """The keys that a file may name."""

    offices: frozenset[str]
    services: frozenset[str]
    agencies: frozenset[str]


def require_known(file: CaseFile, known: Known) -> None:
    """Every service, office and agency that the file names exists; raises CaseFileErrors with all that do not."""
    case = file.case
    told = {
        "case.sponsor": ([case["sponsor"]] if "sponsor" in case else [], known.services, "commissioning service"),
        "case.lead_member": ([case["lead_member"]] if "lead_member" in case else [], known.offices, "office"),
        "case.decider": ([case["decider"]] if "decider" in case else [], known.offices, "office"),
        "case.partners": (case.get("partners", []), known.agencies - {"council"}, "partner agency"),
        "proposal.FINANCE": (_payers(file), known.agencies, "agency"),
    }
    errors = [error for key, rest in told.items() for error in _unknown(file.line(key), key, *rest)]
    for step in file.steps:
        errors += _unknown(step.line, step.do, _named(step), known.offices, "office")
    if errors:
        raise CaseFileErrors(list(dict.fromkeys(errors)))


def _payers(file: CaseFile) -> list[str]:
    """The agencies that the finance section names; in a file with mistakes it may be of any shape."""
    finance = file.proposal.get("FINANCE", {})
    rows = finance.get("contributions", []) if isinstance(finance, dict) else []
    return [row.get("agency", "") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _named(step: Step) -> list[str]:
    """The offices that one step names."""
    values = step.values
    single = [values[key] for key in ("peer", "member") if key in values]
    several: list[str] = []
    if step.do == "meeting.sit":
        several = [*values["present"], *values.get("apologies", []), *values.get("interests", {})]
    return [step.by.removeprefix("deputy:"), *single, *several]


def _unknown(line: int, key: str, names: list[str], known: frozenset[str], what: str) -> list[CaseFileError]:
    return [
        CaseFileError(line, key, f"there is no {what} {name!r}; there are {', '.join(sorted(known))}")
        for name in names
        if name not in known
    ]
