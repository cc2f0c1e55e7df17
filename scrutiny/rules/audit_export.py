"""The audit trail as a file: CSV that a spreadsheet opens without running anything, or JSON with the same names."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from commissioning.rules.spreadsheets import inert

COLUMNS = ("event", "at", "kind", "what", "person", "office", "body", "capacity", "reason", "rule", "allowed",
           "subject", "details", "changes", "withheld", "clock")  # fmt: skip


def as_csv(rows: Iterable[Mapping[str, object]]) -> bytes:
    """One line per event, with a heading; UTF-8 with a mark, so that spreadsheets show accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def as_json(
    case: str, rows: Iterable[Mapping[str, object]], receipt: Mapping[str, object] | None = None
) -> bytes:
    """The same entries, with details and changes as lists, and the receipt of what is public of them."""
    return json.dumps({"case": case, "entries": list(rows), "receipt": receipt}, ensure_ascii=False, indent=1).encode()


def _cell(value: object) -> str:
    """Text of one cell. What a spreadsheet would take for a formula is marked as text."""
    text = "\n".join(_line(item) for item in value) if isinstance(value, (list, tuple)) else str(value)
    return inert(text)


def _line(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    if "citation" in item:
        inputs = "; ".join(f"{name}: {', '.join(lines)}" for name, lines in item["inputs"].items())
        return f"{item['result']} ({item['citation']}) {inputs}".strip()
    if "before" in item:
        return f"{item['record']}, {item['field']}: {item['before'] or 'empty'} -> {item['after'] or 'empty'}"
    values: Sequence[str] = item["value"]
    return f"{item['field']}: {'; '.join(values)}"
