"""How the arrows of a process map run: upright and level only, each on a track of its own, never through a box.

Loops within a row run above it, short cuts below it, everything from row to row through the channel between the rows.
Where several arrows meet one side of a box they are ordered so that they do not cross there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workflows.rules.map_layout import GAP, MARGIN, Link, Place, Size, break_rows, main_way, side_ways

TRACK = 14  # between two tracks of a channel
ROOM = 22  # between a box and the first track beside it: the label of the arrow stands here
LEFT_LANE, FAR_LANE = 16, 6
STRAIGHT, RETURN, HANG, LOOP, SKIP, UP, DOWN = "straight", "return", "hang", "loop", "skip", "up", "down"


@dataclass(frozen=True)
class Route:
    """One arrow: its corner points, and where its label begins (anchor "start" or "end")."""

    link: Link
    points: tuple[tuple[int, int], ...]
    label_at: tuple[int, int]
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """Everything placed."""

    width: int
    height: int
    places: dict[str, Place]
    routes: tuple[Route, ...]


@dataclass
class _Plan:
    """Rows, columns and kinds, before the heights are known."""

    rows: list[list[str]]
    sides: dict[str, list[str]]
    sizes: Mapping[str, Size]
    links: Sequence[Link]
    row: dict[str, int] = field(default_factory=dict)
    x: dict[str, int] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)

    def middle(self, name: str) -> int:
        return self.x[name] + self.sizes[name].width // 2

    def x_range(self, name: str) -> tuple[int, int]:
        return self.x[name], self.x[name] + self.sizes[name].width

    def leaves_below(self, link: Link) -> bool:
        """Between steps of the main way, as far as they are placed."""
        return link.source in self.row and link.target in self.row and self.kind(link) in (SKIP, DOWN)

    def enters_from_below(self, link: Link) -> bool:
        return link.source in self.row and link.target in self.row and self.kind(link) in (SKIP, UP)

    def kind(self, link: Link) -> str:
        a, b = link.source, link.target
        if b in self.below:
            return STRAIGHT if a in self.below else HANG
        if self.row[a] != self.row[b]:
            ends = self.rows[self.row[a]][-1] == a and self.row[b] == self.row[a] + 1 and self.rows[self.row[b]][0] == b
            return RETURN if ends else UP if self.row[b] < self.row[a] else DOWN
        line = self.rows[self.row[a]]
        step = line.index(b) - line.index(a)
        return STRAIGHT if step == 1 else SKIP if step > 1 else LOOP


def draw(start: str, sizes: Mapping[str, Size], links: Sequence[Link], widths: Mapping[str, int], width: int) -> Drawing:
    """Place boxes and arrows. `widths` are the widths of the labels in pixels, by label."""
    plan = _plan(start, sizes, links, widths, width)
    kinds = {link: plan.kind(link) for link in links}
    ports = _ports(plan, kinds)
    tracks = _tracks(plan, kinds, ports, width)
    places, bands, gaps, height = _heights(plan, tracks)
    routes = tuple(_route(link, kinds[link], plan, ports, tracks, places, bands, gaps, width) for link in links)
    ends = [route.label_at[0] + widths.get(route.link.label, 0) for route in routes if route.anchor == "start"]
    return Drawing(max([width, *ends]), height, places, routes)  # a long word at the end of a row makes room for itself


def _plan(start: str, sizes: Mapping[str, Size], links: Sequence[Link], widths: Mapping[str, int], width: int) -> _Plan:
    way = main_way(start, links)
    labels = {(link.source, link.target): widths.get(link.label, 0) for link in links}
    gaps = {a: max(GAP, labels.get((a, b), 0) + 16) for a, b in zip(way, [*way[1:], ""], strict=True)}
    rows = break_rows(way, sizes, gaps, links, width - 2 * MARGIN)
    plan = _Plan(rows, side_ways(way, links), sizes, links)
    for number, line in enumerate(rows):
        x = MARGIN
        for name in line:
            plan.row[name], plan.x[name] = number, x
            x += sizes[name].width + gaps[name]
    _hang(plan, width)
    return plan


def _hang(plan: _Plan, width: int) -> None:
    """What leads off hangs below its step, to the right or to the left, where no arrow runs down beside it."""
    busy = {(plan.row[link.source], link.source) for link in plan.links if plan.leaves_below(link)}
    busy |= {(plan.row[link.target], link.target) for link in plan.links if plan.enters_from_below(link)}
    for step, chain in plan.sides.items():
        begin = plan.middle(step) - plan.sizes[chain[0]].width // 2
        lanes = [plan.x_range(name) for row, name in busy if row == plan.row[step] and name != step]
        options = [_in_line(chain, begin, plan.sizes, way) for way in (1, -1)]
        xs = min(options, key=lambda option: _trouble(option, plan.sizes, lanes, width))
        for name, x in xs.items():
            plan.row[name], plan.x[name] = plan.row[step], x
            plan.below.add(name)


def _in_line(chain: Sequence[str], x: int, sizes: Mapping[str, Size], way: int) -> dict[str, int]:
    found = {}
    for number, name in enumerate(chain):
        if number and way < 0:
            x -= sizes[name].width + GAP
        found[name] = x
        if way > 0:
            x += sizes[name].width + GAP
    return found


def _trouble(xs: Mapping[str, int], sizes: Mapping[str, Size], lanes: Sequence[tuple[int, int]], width: int) -> int:
    """How many boxes would stand in the way of an arrow or off the page."""
    spans = [(x, x + sizes[name].width) for name, x in xs.items()]
    off = sum(1 for low, high in spans if low < MARGIN or high > width - MARGIN)
    return 10 * off + sum(1 for low, high in spans for a, b in lanes if low < b and high > a)


def _ends(kind: str) -> tuple[str, str]:
    """The sides of source and target that an arrow touches."""
    sides = {LOOP: ("top", "top"), SKIP: ("bottom", "bottom"), UP: ("top", "bottom"), DOWN: ("bottom", "top")}
    return sides.get(kind, ("bottom", "top") if kind == HANG else ("right", "left"))


def _ports(plan: _Plan, kinds: Mapping[Link, str]) -> dict[tuple[Link, str], int]:
    """x of each end that touches a top or bottom: spread over the side, in the order that avoids crossings."""
    ends: dict[tuple[str, str], list[tuple[tuple[int, float], Link, str]]] = {}
    for link, kind in kinds.items():
        for role, side, name, other in zip(
            ("source", "target"), _ends(kind), (link.source, link.target), (link.target, link.source), strict=True
        ):
            if side in ("right", "left"):
                continue
            away = plan.middle(other) - plan.middle(name)
            far = abs(away) + (5000 if kind in (UP, DOWN) else 0)
            rank = (1, 0.0) if kind == HANG or not away else (0, far) if away < 0 else (2, -far)
            ends.setdefault((name, side), []).append((rank, link, role))
    found: dict[tuple[Link, str], int] = {}
    for (name, _), here in ends.items():
        room = plan.sizes[name].width * 0.6
        for n, (_, link, role) in enumerate(sorted(here, key=lambda end: end[0])):
            found[(link, role)] = plan.middle(name) + round(room * ((n + 1) / (len(here) + 1) - 0.5))
    for link, kind in kinds.items():
        if kind == HANG or (kind in (UP, DOWN) and abs(found[(link, "target")] - found[(link, "source")]) < TRACK):
            found[(link, "target")] = found[(link, "source")]  # straight down or up
    return found


def _stretches(link: Link, kind: str, plan: _Plan, ports: Mapping, width: int) -> list[tuple[tuple[str, int], int, int]]:
    """The level parts of an arrow: in which channel, from x to x."""
    a, b = plan.row[link.source], plan.row[link.target]
    s, t = ports.get((link, "source"), 0), ports.get((link, "target"), 0)
    if kind == LOOP:
        return [(("above", a), s, t)]
    if kind == SKIP:
        return [(("below", a), s, t)]
    if kind == RETURN:
        return [(("gap", a), width - LEFT_LANE, LEFT_LANE)]
    if kind in (UP, DOWN):
        first, last = (a - 1, b) if kind == UP else (a, b - 1)
        if first == last:
            return [(("gap", first), s, t)]
        return [(("gap", first), s, FAR_LANE), (("gap", last), FAR_LANE, t)]
    return []


def _tracks(plan: _Plan, kinds: Mapping[Link, str], ports: Mapping, width: int) -> dict[tuple[Link, tuple[str, int]], int]:
    """Which track of its channel each level part takes: the shortest first, none upon another."""
    wanted = [
        (abs(x2 - x1), number, channel, min(x1, x2) - 8, max(x1, x2) + 8, link)
        for number, (link, kind) in enumerate(kinds.items())
        for channel, x1, x2 in _stretches(link, kind, plan, ports, width)
    ]
    taken: dict[tuple[str, int], list[list[tuple[int, int]]]] = {}
    found: dict[tuple[Link, tuple[str, int]], int] = {}
    for _, _, channel, low, high, link in sorted(wanted, key=lambda w: w[:2]):
        lanes = taken.setdefault(channel, [])
        free = next((n for n, lane in enumerate(lanes) if all(high < a or low > b for a, b in lane)), len(lanes))
        if free == len(lanes):
            lanes.append([])
        lanes[free].append((low, high))
        found[(link, channel)] = free
    return found


def _count(tracks: Mapping, channel: tuple[str, int]) -> int:
    return 1 + max((track for (_, where), track in tracks.items() if where == channel), default=-1)


def _heights(plan: _Plan, tracks: Mapping) -> tuple[dict[str, Place], list[tuple[int, int]], list[int], int]:
    """Every box with its y; top and bottom of every row; the first track of every channel between rows; the height."""
    places: dict[str, Place] = {}
    bands, gaps, y = [], [], 8
    for number, line in enumerate(plan.rows):
        loops = _count(tracks, ("above", number))
        y += ROOM + (loops - 1) * TRACK if loops else 0
        tall = max(plan.sizes[name].height for name in line)
        bands.append((y, y + tall))
        for name in line:
            size = plan.sizes[name]
            places[name] = Place(plan.x[name], y + (tall - size.height) // 2, size.width, size.height, number)
        y += tall
        skips = _count(tracks, ("below", number))
        y += ROOM + (skips - 1) * TRACK if skips else 0
        hung = [name for name in plan.below if plan.row[name] == number]
        if hung:
            y += ROOM + 4
            deep = max(plan.sizes[name].height for name in hung)
            for name in hung:
                size = plan.sizes[name]
                places[name] = Place(plan.x[name], y + (deep - size.height) // 2, size.width, size.height, number, True)
            y += deep
        gaps.append(y + ROOM)
        if number < len(plan.rows) - 1:
            y += ROOM + (max(_count(tracks, ("gap", number)), 1) - 1) * TRACK + ROOM
    return places, bands, gaps, y + 8


def _route(
    link: Link,
    kind: str,
    plan: _Plan,
    ports: Mapping,
    tracks: Mapping,
    places: Mapping[str, Place],
    bands: Sequence[tuple[int, int]],
    gaps: Sequence[int],
    width: int,
) -> Route:
    """The corner points of one arrow, and the place of its label."""
    a, b = places[link.source], places[link.target]
    if kind == STRAIGHT and b.x < a.x:
        return Route(link, ((a.x, a.middle_y), (b.right, b.middle_y)), (a.x - 4, a.middle_y - 6), "end")
    if kind == STRAIGHT:
        return Route(link, ((a.right, a.middle_y), (b.x, b.middle_y)), (a.right + 4, a.middle_y - 6))

    def level(channel: tuple[str, int]) -> int:
        track = tracks[(link, channel)] * TRACK
        top, bottom = bands[channel[1]]
        return {"above": top - ROOM - track, "below": bottom + ROOM + track, "gap": gaps[channel[1]] + track}[channel[0]]

    stretches = _stretches(link, kind, plan, ports, width)
    corners = [point for channel, x1, x2 in stretches for point in ((x1, level(channel)), (x2, level(channel)))]
    if kind == RETURN:
        first, last = [(a.right, a.middle_y), (corners[0][0], a.middle_y)], [(corners[-1][0], b.middle_y), (b.x, b.middle_y)]
        return Route(link, (*first, *corners, *last), (a.right + 4, a.middle_y - 6))
    s, t = ports[(link, "source")], ports[(link, "target")]
    leaves, enters = _ends(kind)
    begin = (s, a.y if leaves == "top" else a.bottom)
    finish = (t, b.y if enters == "top" else b.bottom)
    top, bottom = bands[plan.row[link.source]]
    to_left = s < a.middle_x or (s == a.middle_x and bool(corners) and corners[-1][0] < s)
    label = (s - 5 if to_left else s + 5, top - 6 if leaves == "top" else bottom + 15)
    return Route(link, (begin, *corners, finish), label, "end" if to_left else "start")
