"""Figures of an indicator as people type or upload them: one line each, "period,value,low,high,basis".

The same reader serves the text box and the CSV file. Every wrong line is named with its number, all at once.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commissioning.rules.shapes import decimal

HEAD = ("period", "value", "low", "high", "basis")
BASES = {"real": "REAL", "derived": "DERIVED", "illustrative": "ILLUSTRATIVE"}
MOST_LINES = 1000
_number = decimal(required=True)


@dataclass(frozen=True)
class LineError:
    """What is wrong in which line."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


@dataclass(frozen=True)
class Reading:
    """Everything that was read, and every line that was not."""

    rows: tuple[dict[str, str], ...]
    errors: tuple[LineError, ...]


def read_observations(text: str, basis: str) -> Reading:
    """Read lines with commas, tabs or semicolons; `basis` stands where a line names none. A heading line is skipped."""
    rows: list[dict[str, str]] = []
    errors: list[LineError] = []
    seen: dict[str, int] = {}
    for line, cells in _lines(text):
        if line == 1 and _is_head(cells):
            continue
        if len(rows) + len(errors) >= MOST_LINES:
            errors.append(LineError(line, f"there are more than {MOST_LINES} lines. Split the indicator."))
            break
        try:
            row = _row(cells, basis)
            if row["period"] in seen:
                raise ValueError(f"“{row['period']}” stands in line {seen[row['period']]} already.")
        except ValueError as error:
            errors.append(LineError(line, str(error)))
            continue
        seen[row["period"]] = line
        rows.append(row)
    return Reading(tuple(rows), tuple(errors))


def write_observations(rows: Sequence[Mapping[str, Any]], basis: str) -> str:
    """The rows as lines again, for the text box; only what differs from the indicator's basis is named."""
    return "\n".join(_line(row, basis) for row in rows)


def _line(row: Mapping[str, Any], basis: str) -> str:
    own = row["basis"].lower() if row["basis"] != basis else ""
    cells = [row["period"], row["value"], row.get("low", ""), row.get("high", ""), own]
    while cells and not cells[-1]:
        cells.pop()
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        mark = next((mark for mark in ("\t", ";") if mark in line), ",")
        cells = next(csv.reader([line], delimiter=mark))
        yield number, [cell.strip() for cell in cells]


def _is_head(cells: Sequence[str]) -> bool:
    return [cell.lower() for cell in cells][:2] == ["period", "value"]


def _row(cells: Sequence[str], basis: str) -> dict[str, str]:
    if not 2 <= len(cells) <= len(HEAD):
        raise ValueError("write the period, a comma and the value, for example 2023-04,325")
    period, value, low, high, own = [*cells, "", "", ""][: len(HEAD)]
    if not period or len(period) > 40:
        raise ValueError("begin with a period of 40 characters or fewer, for example 2023-04")
    row = {"period": period, "value": _figure(value), "low": "", "high": "", "basis": basis}
    if bool(low) != bool(high):
        raise ValueError("give both the low and the high end of a range, or neither")
    if low:
        row["low"], row["high"] = _figure(low), _figure(high)
        if not Decimal(row["low"]) <= Decimal(row["value"]) <= Decimal(row["high"]):
            raise ValueError(f"the value {value} is outside its range {low} to {high}")
    if own:
        if own.lower() not in BASES:
            raise ValueError(f"“{own}” is not a basis. Write real, derived or illustrative")
        row["basis"] = BASES[own.lower()]
    return row


def _figure(text: str) -> str:
    try:
        if not set(text) <= set("0123456789.-"):
            raise ValueError
        figure: str = _number(text)
    except ValueError:
        raise ValueError(
            f"“{text[:40]}” is not a number. Write it without commas or signs, for example 1234.5"
        ) from None
    return figure
