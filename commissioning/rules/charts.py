"""Charts that are the same everywhere: one object gives the drawing, the table, the CSV and one sentence.

`Bar` compares one figure between places or groups, `Line` shows figures over time, `Stacked` shows what a sum
is made of. A missing figure is None: it leaves a gap and is "not known" in words, never nothing. The font size
is a parameter, because the text of a drawing does not grow with the page (large print is 18 point or more).
"""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from commissioning.rules import chart_drawing
from commissioning.rules.chart_text import Number, Series, figure
from commissioning.rules.lists import listed
from commissioning.rules.spreadsheets import inert


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What all charts share. `id` is used for ids in the page and must be unique there; `unit` is "£", "%" or a word.

    `basis` says whether the figures are "real", "derived" or "illustrative"; `source` names where they come from.
    """

    id: str
    title: str
    labels: tuple[str, ...]
    unit: str = ""
    label_head: str = "Group"
    source: str = ""
    basis: str = ""

    @property
    def head(self) -> tuple[str, ...]:
        """Heads of the table."""
        unit = f" ({self.unit})" if self.unit else ""
        return (self.label_head, *(f"{name}{unit}" for name, _ in self._series()))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Rows of the table: label, then every figure in full."""
        return tuple(
            (
                name,
                *(
                    figure(values[at], self.unit if self.unit in ("£", "%") else "")
                    for _, values in self._series()
                ),
            )
            for at, name in enumerate(self.labels)
        )

    def csv(self) -> str:
        """The same table as CSV with bare numbers; a figure that is not known is an empty cell."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([inert(name) for name in self.head])
        for at, name in enumerate(self.labels):
            writer.writerow([inert(name), *("" if v[at] is None else str(v[at]) for _, v in self._series())])
        return out.getvalue()

    def _series(self) -> Series:
        raise NotImplementedError

    def _check(self) -> None:
        for name, values in self._series():
            if len(values) != len(self.labels):
                raise ValueError(f"{name}: {len(values)} figures for {len(self.labels)} labels")


@dataclass(frozen=True, kw_only=True)
class Bar(Chart):
    """One bar for each label, longest value named; figures stand at the end of the bar."""

    values: tuple[Number | None, ...]
    name: str = "Value"

    def __post_init__(self) -> None:
        self._check()

    def _series(self) -> Series:
        return ((self.name, self.values),)

    @property
    def summary(self) -> str:
        known = [
            (value, name) for value, name in zip(self.values, self.labels, strict=True) if value is not None
        ]
        if not known:
            return "None of the figures are known."
        high, low = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
        if high[0] == low[0]:
            return f"{listed([name for _, name in known])}: {figure(high[0], self.unit)}{' each' if known[1:] else ''}."
        return f"Highest in {high[1]} ({figure(high[0], self.unit)}), lowest in {low[1]} ({figure(low[0], self.unit)})."

    def svg(self, font_size: float = 14) -> str:
        return chart_drawing.bars(
            self.id,
            self.title,
            self.summary,
            self.labels,
            [[value] for value in self.values],
            (self.name,),
            self.unit,
            font_size,
        )


@dataclass(frozen=True, kw_only=True)
class Stacked(Chart):
    """One bar for each label, made of named parts; the total stands at the end of the bar."""

    series: Series

    def __post_init__(self) -> None:
        self._check()

    def _series(self) -> Series:
        return self.series

    @property
    def totals(self) -> tuple[Number, ...]:
        return tuple(
            sum((Decimal(str(values[at])) for _, values in self.series if values[at] is not None), Decimal(0))
            for at in range(len(self.labels))
        )

    @property
    def summary(self) -> str:
        if all(value is None for _, values in self.series for value in values):
            return "None of the figures are known."
        total, name = max(zip(self.totals, self.labels, strict=True), key=lambda pair: pair[0])
        parts = [
            f"{part} {figure(values[self.labels.index(name)], self.unit)}"
            for part, values in self.series
            if values[self.labels.index(name)]
        ]
        made_of = f": {listed(parts)}" if parts else ""
        return f"Largest is {name} with {figure(total, self.unit)}{made_of}."

    def svg(self, font_size: float = 14) -> str:
        rows = [[values[at] for _, values in self.series] for at in range(len(self.labels))]
        return chart_drawing.bars(
            self.id,
            self.title,
            self.summary,
            self.labels,
            rows,
            tuple(name for name, _ in self.series),
            self.unit,
            font_size,
        )


@dataclass(frozen=True, kw_only=True)
class Line(Chart):
    """One line for each series over the labels (years, quarters), named at its right end."""

    series: Series
    label_head: str = "Period"

    def __post_init__(self) -> None:
        self._check()

    def _series(self) -> Series:
        return self.series

    @property
    def summary(self) -> str:
        return " ".join(filter(None, (self._moved(name, values) for name, values in self.series))) or (
            "None of the figures are known."
        )

    def _moved(self, name: str, values: tuple[Number | None, ...]) -> str:
        known = [(value, at) for value, at in zip(values, self.labels, strict=True) if value is not None]
        if not known:
            return f"{name} is not known."
        (first, since), (last, until) = known[0], known[-1]
        if since == until:
            return f"{name} was {figure(last, self.unit)} in {until}."
        if first == last:
            return f"{name} was {figure(last, self.unit)} in both {since} and {until}."
        verb = "rose" if last > first else "fell"
        return f"{name} {verb} from {figure(first, self.unit)} in {since} to {figure(last, self.unit)} in {until}."

    def svg(self, font_size: float = 14) -> str:
        return chart_drawing.lines(
            self.id, self.title, self.summary, self.labels, self.series, self.unit, font_size
        )
