"""An indicator as a chart and as a file, from the plain data of a pack."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from commissioning.rules.charts import Bar, Chart, Line
from commissioning.rules.spreadsheets import inert

HEAD = ("indicator", "unit", "area", "period", "value", "low", "high", "basis", "source")


def indicator_chart(indicator: Mapping[str, Any], source: str = "") -> Chart | None:
    """A line over the periods, with its range if it has one; a bar for a single figure; nothing without figures."""
    rows = indicator["observations"]
    if not rows:
        return None
    words = {
        "id": f"chart-{indicator['key'].lower()}",
        "title": f"{indicator['key']} {indicator['title']}"
        + (f", {indicator['area']}" if indicator["area"] else ""),
        "labels": tuple(row["period"] for row in rows),
        "unit": indicator["unit"],
        "label_head": "Period",
        "source": source,
        "basis": indicator["basis"].lower(),
    }
    values = _figures(rows, "value")
    if len(rows) == 1:
        return Bar(values=values, **words)
    series = [(indicator["title"], values)]
    if any(row["low"] for row in rows):
        series += [("Low", _figures(rows, "low")), ("High", _figures(rows, "high"))]
    return Line(series=tuple(series), **words)


def _figures(rows: list[Mapping[str, Any]], name: str) -> tuple[Decimal | None, ...]:
    return tuple(Decimal(row[name]) if row[name] else None for row in rows)


def indicator_csv(indicator: Mapping[str, Any], source: str = "") -> str:
    """Every figure with its basis and source, one line each; cells never begin a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in indicator["observations"]:
        words = (indicator["title"], indicator["unit"], indicator["area"], row["period"])
        figures = (row["value"], row["low"], row["high"])
        writer.writerow([*map(inert, words), *figures, row["basis"].lower(), inert(source)])
    return out.getvalue()


def source_words(content: Mapping[str, Any], key: str) -> str:
    """Publisher and title of a source of the pack, or nothing."""
    for source in content["sources"]:
        if source["key"] == key:
            return f"{source['publisher']}, {source['title']}"
    return ""
