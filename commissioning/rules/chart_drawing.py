"""The drawings behind the charts: bars (plain or made of parts) and lines, in SVG attributes only."""

from collections.abc import Sequence
from decimal import Decimal

from commissioning.rules.chart_text import (
    DASHES,
    GRID,
    INK,
    MARKERS,
    PALETTE,
    PAPER,
    Number,
    Series,
    ink_on,
    label,
    marker,
    short,
    spread,
    svg,
    tag,
    text_width,
    ticks,
    wrap,
)

WIDTH = 640.0
Row = Sequence[Number | None]
Point = tuple[float, float]


def bars(
    ident: str,
    title: str,
    words: str,
    labels: Sequence[str],
    rows: Sequence[Row],
    names: Sequence[str],
    unit: str,
    size: float,
) -> str:
    """Horizontal bars, so that long labels stay readable; parts are told apart by gaps, order and written figures."""
    left = min(max((text_width(name, size) for name in labels), default=0) + 12, WIDTH * 0.36)
    wrapped = [wrap(name, left - 12, size) for name in labels]
    end = max((text_width(_total(row, unit), size) for row in rows), default=0) + 14
    longest = max((sum(float(value or 0) for value in row) for row in rows), default=0) or 1.0
    scale = (WIDTH - left - end) / longest
    parts, y = _key(names, size) if len(names) > 1 else ([], 8.0)
    for lines_of, row in zip(wrapped, rows, strict=True):
        high = max(size * 2, size * 1.25 * len(lines_of))
        middle = y + high / 2 + size * 0.35
        for at, line in enumerate(lines_of):
            shift = (at - (len(lines_of) - 1) / 2) * size * 1.25
            parts.append(label(line, left - 10, middle + shift, size, text_anchor="end"))
        x = left
        for at, value in enumerate(row):
            wide = max(float(value or 0), 0) * scale
            parts += _part(x, y, wide, high, at, short(value or 0, unit) if len(names) > 1 else "", size)
            x += wide
        parts.append(label(_total(row, unit), x + 6, middle, size, font_weight=700))
        y += high + size * 0.8
    return svg(ident, title, words, WIDTH, y, parts)


def _part(x: float, y: float, wide: float, high: float, at: int, shown: str, size: float) -> list[str]:
    """One part of a bar, with its figure inside when there is room for it."""
    if not wide:
        return []
    colour = PALETTE[at % len(PALETTE)]
    drawn = [tag("rect", x=x, y=y, width=max(wide - 2, 1.0), height=high, fill=colour)]
    if shown and text_width(shown, size) + 10 < wide:
        middle = y + high / 2 + size * 0.35
        drawn.append(label(shown, x + wide / 2, middle, size, text_anchor="middle", fill=ink_on(colour)))
    return drawn


def _total(row: Row, unit: str) -> str:
    known = [Decimal(str(value)) for value in row if value is not None]
    return short(sum(known, Decimal(0)), unit) if known else "not known"


def _key(names: Sequence[str], size: float) -> tuple[list[str], float]:
    """The key in the order of the parts, above the bars; breaks into lines when it is too wide."""
    parts: list[str] = []
    x, y = 0.0, size * 0.4
    for at, name in enumerate(names):
        wide = size * 1.5 + text_width(name, size) + size * 1.2
        if x and x + wide > WIDTH:
            x, y = 0.0, y + size * 1.6
        parts.append(tag("rect", x=x, y=y, width=size, height=size, fill=PALETTE[at % len(PALETTE)]))
        parts.append(label(name, x + size * 1.4, y + size * 0.88, size))
        x += wide
    return parts, y + size * 2


def lines(
    ident: str, title: str, words: str, labels: Sequence[str], series: Series, unit: str, size: float
) -> str:
    """Lines from nothing upwards, each with its own dashes and markers and its name at the right end."""
    known = [float(value) for _, values in series for value in values if value is not None]
    marks = ticks(max(known, default=1))
    left = max(text_width(short(mark, unit), size) for mark in marks) + 12
    room = min(max((text_width(name, size) * 1.08 for name, _ in series), default=0) + 18, WIDTH * 0.34)
    right, top, bottom = WIDTH - room, size, size + 230.0
    across = (right - left) / max(len(labels) - 1, 1)

    def place(at: int, value: Number | None) -> Point | None:
        return (
            None
            if value is None
            else (left + at * across, bottom - float(value) / marks[-1] * (bottom - top))
        )

    parts = _grid(marks, unit, left, right, top, bottom, size) + _along(labels, left, across, bottom, size)
    ends = []
    for at, (_, values) in enumerate(series):
        points = [place(i, value) for i, value in enumerate(values)]
        parts += _line(points, at, size)
        ends.append(next((point[1] for point in reversed(points) if point), bottom))
    parts += _names([name for name, _ in series], ends, right + 10, room - 14, (top, bottom), size)
    return svg(ident, title, words, WIDTH, bottom + size * 2.4, parts)


def _grid(
    marks: Sequence[float], unit: str, left: float, right: float, top: float, bottom: float, size: float
) -> list[str]:
    parts = []
    for mark in marks:
        y = bottom - mark / marks[-1] * (bottom - top)
        parts.append(tag("line", x1=left, x2=right, y1=y, y2=y, stroke=GRID, stroke_width=1))
        parts.append(label(short(mark, unit), left - 8, y + size * 0.35, size, text_anchor="end"))
    return parts


def _along(labels: Sequence[str], left: float, across: float, bottom: float, size: float) -> list[str]:
    """Labels under the lines; every second or third one only, counted from the last, when they would touch."""
    widest = max((text_width(name, size) for name in labels), default=0) + 8
    every = max(1, -(-int(widest) // max(int(across), 1)))
    return [
        label(name, left + at * across, bottom + size * 1.6, size, text_anchor="middle")
        for at, name in enumerate(labels)
        if (len(labels) - 1 - at) % every == 0
    ]


def _line(points: Sequence[Point | None], at: int, size: float) -> list[str]:
    """One line in pieces, since a figure that is not known leaves a gap, and a marker for every known figure."""
    colour = PALETTE[at % len(PALETTE)]
    pieces: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    drawn = [
        tag(
            "polyline",
            points=" ".join(f"{x:.1f},{y:.1f}" for x, y in piece),
            fill="none",
            stroke=colour,
            stroke_width=2.5,
            stroke_dasharray=DASHES[at % len(DASHES)],
        )
        for piece in pieces
        if len(piece) > 1
    ]
    shape = MARKERS[at % len(MARKERS)]
    return drawn + [marker(shape, x, y, size * 0.32, colour) for piece in pieces for x, y in piece]


def _names(
    names: Sequence[str], ends: list[float], x: float, room: float, limits: Point, size: float
) -> list[str]:
    """Names at the right ends, moved apart; a colour too pale to read as text is replaced by black."""
    blocks = [wrap(name, room, size) for name in names]
    gap = size * 1.2 * max((len(block) for block in blocks), default=1)
    parts = []
    for at, (block, y) in enumerate(zip(blocks, spread(ends, gap, *limits), strict=True)):
        colour = PALETTE[at % len(PALETTE)]
        ink = colour if ink_on(colour) == PAPER else INK
        for n, line in enumerate(block):
            parts.append(label(line, x, y + size * (0.35 + 1.2 * n), size, fill=ink, font_weight=700))
    return parts
