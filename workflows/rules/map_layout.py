"""Where the boxes of a process map stand: the main way in rows that read from left to right, ends below their gate.

The main way is the longest way from the start to an end. It wraps into rows no wider than the page, broken where the
fewest loops would have to cross from row to row. What leads off the main way hangs below the step it leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

GAP = 34  # between two boxes of a row
MARGIN = 34  # left and right of the rows: here run the lines from row to row
LOOP_COST, ROW_COST = 300.0, 900.0


@dataclass(frozen=True)
class Size:
    width: int
    height: int


@dataclass(frozen=True)
class Link:
    """An arrow: from, to, and the word that stands where it leaves."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class Place:
    """A box: upper left corner and size, its row, and whether it hangs below the row."""

    x: int
    y: int
    width: int
    height: int
    row: int
    below: bool = False

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle_x(self) -> int:
        return self.x + self.width // 2

    @property
    def middle_y(self) -> int:
        return self.y + self.height // 2


def forward_links(start: str, links: Sequence[Link]) -> list[Link]:
    """The links without those that lead back: depth first, a link to a step on the present way is a loop."""
    after: dict[str, list[Link]] = {}
    for link in links:
        after.setdefault(link.source, []).append(link)
    forward: list[Link] = []
    seen: set[str] = set()

    def visit(name: str, way: frozenset[str]) -> None:
        seen.add(name)
        for link in after.get(name, []):
            if link.target in way:
                continue
            forward.append(link)
            if link.target not in seen:
                visit(link.target, way | {link.target})

    visit(start, frozenset({start}))
    return forward


def main_way(start: str, links: Sequence[Link]) -> list[str]:
    """The longest way forward from the start."""
    after: dict[str, list[str]] = {}
    for link in forward_links(start, links):
        after.setdefault(link.source, []).append(link.target)

    @cache
    def longest(name: str) -> tuple[str, ...]:
        return (name, *max((longest(step) for step in after.get(name, [])), key=len, default=()))

    return list(longest(start))


def side_ways(way: Sequence[str], links: Sequence[Link]) -> dict[str, list[str]]:
    """What hangs below: for each step of the main way the chain of steps that leads off it and to an end."""
    on_way = set(way)
    found: dict[str, list[str]] = {}
    placed = set(way)
    for step in way:
        for link in links:
            if link.source != step or link.target in placed:
                continue
            chain = [link.target]
            placed.add(link.target)
            while more := [k.target for k in links if k.source == chain[-1] and k.target not in placed | on_way]:
                chain.append(more[0])
                placed.add(more[0])
            found.setdefault(step, []).extend(chain)
    return found


def break_rows(way: Sequence[str], sizes: Mapping[str, Size], gaps: Mapping[str, int], links: Sequence[Link], width: int) -> list[list[str]]:
    """Break the main way into rows of at most `width`, with few rows and few links from row to row."""
    index = {name: n for n, name in enumerate(way)}
    jumps = [tuple(sorted((index[k.source], index[k.target]))) for k in links if k.source in index and k.target in index]
    jumps = [(a, b) for a, b in jumps if b - a > 1]

    def wide(a: int, b: int) -> int:
        return sum(sizes[name].width for name in way[a:b]) + sum(gaps[name] for name in way[a : b - 1])

    @cache
    def best(a: int) -> tuple[float, tuple[int, ...]]:
        if a == len(way):
            return 0.0, ()
        options = []
        for b in range(a + 1, len(way) + 1):
            used = wide(a, b)
            if used > width and b > a + 1:
                break
            rest, breaks = best(b)
            torn = sum(1 for low, high in jumps if low < b <= high)
            uneven = (max(0, width - used) / 10) ** 2 / 20
            options.append((ROW_COST + LOOP_COST * torn + uneven + rest, (b, *breaks)))
        return min(options)

    ends = best(0)[1]
    return [list(way[a:b]) for a, b in zip((0, *ends), ends, strict=False)]
