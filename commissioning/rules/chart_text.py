"""What every chart shares: colours, measured text, nice scales, figures in words, and SVG written without styles.

Only attributes are written, never `style`, so that the strict content security policy of the pages and the
PDF checker both accept the same drawing. Colours are the palette of the Government Analysis Function; each is
joined by a dash pattern and a marker shape, because colour never carries a meaning alone.
"""

from decimal import Decimal
from html import escape
from itertools import pairwise

Number = int | float | Decimal
Series = tuple[tuple[str, tuple[Number | None, ...]], ...]

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "12 5", "4 2")
MARKERS = ("circle", "square", "triangle", "diamond", "circle", "square")
INK, PAPER, GRID = "#0B0C0C", "#FFFFFF", "#B1B4B6"
WIDE, NARROW = "mwMW@%ABCDEFGHKNOPQRSUVXYZ£&", "iljtfrI.,:;'|! ()[]-"


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever can be read better on the colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def text_width(text: str, size: float) -> float:
    """Width of a text in Noto Sans, estimated on the safe side, in the unit of `size`."""
    units = sum(0.78 if mark in WIDE else 0.34 if mark in NARROW else 0.58 for mark in text)
    return units * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a label into lines by measured width; a single long word keeps its own line."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def ticks(top: float, wanted: int = 4) -> list[float]:
    """Round steps from nothing up to at least the largest value."""
    if top <= 0:
        return [0, 1]
    rough = top / wanted
    power = 10.0 ** (len(str(int(rough))) - 1 if rough >= 1 else -_zeros(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    marks = [0.0]
    while marks[-1] < top:
        marks.append(round(marks[-1] + step, 10))
    return marks


def _zeros(value: float) -> int:
    count = 0
    while value < 1:
        value, count = value * 10, count + 1
    return count


def figure(value: Number | None, unit: str) -> str:
    """A figure in full with its unit: 1,240; 12%; £420,000; 19 weeks. No figure is "not known"."""
    if value is None:
        return "not known"
    plain = f"{Decimal(str(value)):,f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    if unit == "£":
        return f"-£{plain[1:]}" if plain.startswith("-") else f"£{plain}"
    if unit == "%":
        return f"{plain}%"
    return f"{plain} {unit}" if unit else plain


def short(value: Number, unit: str) -> str:
    """A figure as it stands inside a drawing: 420k, £1.2m, 12%."""
    amount = float(value)
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    shown = f"{amount:.1f}" if amount % 1 else f"{amount:.0f}"
    for limit, letter in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if amount >= limit:
            shown = f"{amount / (1e3 if letter == 'k' else limit):.1f}".removesuffix(".0") + letter
            break
    return f"{sign}{'£' if unit == '£' else ''}{shown}{'%' if unit == '%' else ''}"


def tag(name: str, content: str = "", **attributes: object) -> str:
    """One SVG element; an underscore in an attribute name stands for a hyphen. `content` is already safe."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_number(value))}"'
        for key, value in attributes.items()
        if value not in (None, "")
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _number(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def label(text: str, x: float, y: float, size: float, **attributes: object) -> str:
    """A text element; the text is escaped."""
    return tag("text", escape(text), x=float(x), y=float(y), font_size=size, **{"fill": INK, **attributes})


def marker(shape: str, x: float, y: float, r: float, colour: str) -> str:
    """A marker of a line, so that lines differ in shape as well as in colour."""
    if shape == "circle":
        return tag("circle", cx=float(x), cy=float(y), r=float(r), fill=colour)
    if shape == "square":
        return tag(
            "rect", x=float(x - r), y=float(y - r), width=float(2 * r), height=float(2 * r), fill=colour
        )
    high = r * 1.3
    points = [(x, y - high), (x + high, y + high), (x - high, y + high)]
    if shape == "diamond":
        points = [(x, y - high), (x + high, y), (x, y + high), (x - high, y)]
    return tag("polygon", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in points), fill=colour)


def spread(places: list[float], gap: float, top: float, bottom: float) -> list[float]:
    """Move labels apart so that none overlap: same order, at least `gap` between, inside the drawing if they fit."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = [max(top, min(places[at], bottom)) for at in order]
    for at in range(1, len(moved)):
        moved[at] = max(moved[at], moved[at - 1] + gap)
    if moved and moved[-1] > bottom:
        moved[-1] = bottom
        for at in range(len(moved) - 2, -1, -1):
            moved[at] = min(moved[at], moved[at + 1] - gap)
    result = [0.0] * len(places)
    for index, place in zip(order, moved, strict=True):
        result[index] = place
    assert all(after - before >= gap - 1e-6 for before, after in pairwise(moved))
    return result


def svg(ident: str, title: str, description: str, width: float, height: float, parts: list[str]) -> str:
    """The whole drawing: first a title and a description, tied to it for assistive technology."""
    inner = tag("title", escape(title), id=f"{ident}-title") + tag(
        "desc", escape(description), id=f"{ident}-desc"
    )
    return tag(
        "svg",
        inner + tag("rect", width=float(width), height=float(height), fill=PAPER) + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=float(width),
        height=float(height),
        role="img",
        aria_labelledby=f"{ident}-title {ident}-desc",
        font_family="Noto Sans, Arial, sans-serif",
    )
