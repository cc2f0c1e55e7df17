"""The process map as SVG: classes only, no styles (strict CSP); every word is measured before it is placed.

Shapes tell the kind of a step, words tell its state; colour only repeats them. The way taken is drawn above the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commissioning.rules.dates import LONDON, long_date
from workflows.rules.map_layout import Link, Place, Size
from workflows.rules.map_routes import Drawing, Route, draw
from workflows.rules.text_width import text_width, wrap

WIDTH = 730
TITLE, WORDS, LABEL = 13, 12, 12  # font sizes
LINE = 16
PAD = {"step": 10, "service": 10, "clock": 10, "wait": 10, "gate": 18, "event": 14}
WIDE = {"step": 140, "service": 140, "clock": 140, "wait": 140, "gate": 140, "event": 108}
NOW_WIDE = 166
FLAG = 20  # height of the black flag that says "Now"
ICON = 18  # room for the clock face or the two bars in the first line


@dataclass(frozen=True)
class Line:
    """One line of a box."""

    text: str
    size: int
    bold: bool = False


def drawing(title: str, states: Sequence, links: Sequence[Link], walked: Mapping[tuple[str, str], int]) -> SafeString:
    """The whole map. `states` are NodeStates, first the start; `walked` counts how often each arrow was used."""
    labels = {link: label_of(link, walked.get((link.source, link.target), 0)) for link in links}
    told = [Link(link.source, link.target, labels[link]) for link in links]
    lines = {state.name: box_lines(state) for state in states}
    sizes = {state.name: box_size(state, lines[state.name]) for state in states}
    widths = {label: round(text_width(label, LABEL)) for label in labels.values()}
    placed = draw(states[0].name, sizes, told, widths, WIDTH)
    taken = {route: bool(walked.get((route.link.source, route.link.target))) for route in placed.routes}
    ordered = sorted(placed.routes, key=lambda route: taken[route])
    return format_html(
        '<svg class="app-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img">'
        "<title>{2}</title><desc>{3}</desc>{4}{5}</svg>",
        placed.width,
        placed.height,
        title,
        description(states),
        format_html_join("", "{}", ((_arrow(route, taken[route]),) for route in ordered)),
        format_html_join("", "{}", ((_box(s, placed.places[s.name], lines[s.name]),) for s in states)),
    )


def description(states: Sequence) -> str:
    """The map in one line, for those who do not see it."""
    now = [" ".join([s.title, *(line.text for line in now_lines(s, 10_000))]) for s in states if s.state == "now"]
    done = [s.title for s in states if s.state == "done"]
    return f"Done: {', '.join(done) or 'nothing yet'}. Now: {', '.join(now) or 'nothing'}."


def label_of(link: Link, times: int) -> str:
    """The gate's answer; how often, where the way was taken more than once."""
    return ", ".join(part for part in (link.label, f"{times} times" if times > 1 and link.label else "") if part)


def box_lines(state) -> list[Line]:
    """What stands in a box: the title, then the state in words."""
    width = box_width(state) - 2 * PAD[state.shape] - (ICON if state.shape in ("clock", "wait") else 0)
    title = [Line(text, TITLE, state.state == "now") for text in wrap(state.title, width, TITLE, bold=True)]
    if is_here(state):
        flag, *rest = now_lines(state, width)
        return [flag, *title, *rest]
    if state.shape in ("gate", "event") or state.state == "ahead":
        return title
    words = {"done": "Done", "stopped": "Stopped", "skipped": "Not needed"}[state.state]
    return [*title, Line(f"{words}, {state.times} times" if state.times > 1 and state.state != "skipped" else words, WORDS, True)]


def now_lines(state, width: float) -> list[Line]:
    """The flag, then who has it, since when, until when, and whether a hold stands in the way."""
    who = state.offices or ((state.office,) if state.office else ())
    more = [f"and {len(who) - 1} more"] if len(who) > 1 else []
    told = f"Now, time {state.times + 1}" if state.times else "Now"
    said = [
        *(f"with {name}" for name in who[:1]),
        *more,
        *([f"since {_day(state.since)}"] if state.since else []),
        *([f"until {_day(state.until)}"] if state.until else []),
        *([f"On hold since {_day(state.held_since)}"] if state.held_since else []),
    ]
    return [Line(told, TITLE, True)] + [Line(text, WORDS) for sentence in said for text in wrap(sentence, width, WORDS)]


def _day(at: datetime) -> str:
    return long_date(at.astimezone(LONDON).date())


def is_here(state) -> bool:
    """Whether the case stands here; questions, beginnings and ends are passed at once."""
    return state.state == "now" and state.shape not in ("gate", "event")


def box_width(state) -> int:
    wide = WIDE[state.shape]
    return max(wide, NOW_WIDE) if is_here(state) else wide


def box_size(state, lines: Sequence[Line]) -> Size:
    room = 26 if is_here(state) else 14 if state.shape in ("gate", "event") else 20
    return Size(box_width(state), LINE * len(lines) + room)


def _arrow(route: Route, taken: bool) -> SafeString:
    """The line, its head (drawn, so that it prints in its own colour), its label."""
    (x1, y1), (x2, y2) = route.points[-2:]
    dx, dy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    back_x, back_y = x2 - 8 * dx, y2 - 8 * dy
    head = f"{x2},{y2} {back_x + 4 * dy},{back_y + 4 * dx} {back_x - 4 * dy},{back_y - 4 * dx}"
    label = (
        format_html(
            '<text class="app-map__label" x="{}" y="{}" text-anchor="{}">{}</text>',
            *route.label_at, route.anchor, route.link.label,
        )
        if route.link.label
        else ""
    )
    return format_html(
        '<g class="app-map__arrow{}"><polyline points="{}" fill="none"/><polygon points="{}"/>{}</g>',
        " app-map__arrow--taken" if taken else "",
        " ".join(f"{x},{y}" for x, y in (*route.points[:-1], (x2 - 4 * dx, y2 - 4 * dy))),
        head,
        label,
    )


def _box(state, place: Place, lines: Sequence[Line]) -> SafeString:
    icon = state.shape in ("clock", "wait")
    left = place.x + (ICON if icon else 0)
    middle = (left + place.right) // 2
    top = place.middle_y - LINE * len(lines) // 2 + 12
    text = [
        (middle, top + LINE * n, " app-map__text--bold" if line.bold else "", line.size, line.text)
        for n, line in enumerate(lines)
    ]
    if is_here(state):  # the first line stands in the flag, a little higher
        text[0] = (place.middle_x, place.y + 15, " app-map__text--flag", lines[0].size, lines[0].text)
    return format_html(
        '<g class="app-map__node app-map__node--{} app-map__node--{}">{}{}{}</g>',
        state.state,
        state.shape,
        _outline(state, place),
        _icon(state.shape, place) if icon else "",
        format_html_join("", '<text x="{}" y="{}" class="app-map__text{}" font-size="{}" text-anchor="middle">{}</text>', text),
    )


def _outline(state, p: Place) -> SafeString:
    """Pointed for a question, round for a beginning or end, square for a step; the present one carries a flag."""
    flag = (
        format_html('<rect class="app-map__flag" x="{}" y="{}" width="{}" height="{}"/>', p.x, p.y, p.width, FLAG)
        if is_here(state)
        else ""
    )
    if state.shape == "gate":
        points = [(p.x, p.middle_y), (p.x + 16, p.y), (p.right - 16, p.y), (p.right, p.middle_y), (p.right - 16, p.bottom), (p.x + 16, p.bottom)]
        shape = format_html('<polygon points="{}"/>', " ".join(f"{x},{y}" for x, y in points))
    else:
        round_by = p.height // 2 if state.shape == "event" else 4
        shape = format_html('<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>', p.x, p.y, p.width, p.height, round_by)
    return format_html("{}{}", shape, flag)


def _icon(shape: str, p: Place) -> SafeString:
    x, y = p.x + 16, p.middle_y
    if shape == "clock":
        return format_html('<path class="app-map__icon" d="M{0} {1}m-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0M{0} {2}V{1}h4"/>', x, y, y - 5)
    return format_html('<path class="app-map__icon" d="M{} {}v14M{} {}v14"/>', x - 3, y - 7, x + 3, y - 7)


__all__ = ["Drawing", "drawing"]
