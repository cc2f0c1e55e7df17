"""The pure part of the process map: rows, placing, arrows, measured words. Every chart is drawn and checked."""

from itertools import combinations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from workflows.bpmn import CHARTS
from workflows.rules.map_layout import Link, Size, break_rows, forward_links, main_way, side_ways
from workflows.rules.map_routes import Drawing, draw
from workflows.rules.text_width import BOLD, REGULAR, text_width, wrap
from workflows.selectors.process_map import NodeState, chart_links, chart_nodes, shape_of
from workflows.selectors.process_map_drawing import LABEL, PAD, WIDTH, box_lines, box_size, label_of

FONTS = Path(__file__).parents[3] / "commissioning/static/ui/fonts"
STATES = ("ahead", "done", "now", "mixed")


def states_of(chart: type, state: str) -> list[NodeState]:
    """Every step in one state, with the longest words that a present step may carry."""
    nodes = chart_nodes(chart)
    if state == "mixed":
        return [states_of(chart, STATES[n % 3])[n] for n in range(len(nodes))]
    offices = ("Commissioning manager, children and families", "Legal") if state == "now" else ()
    return [
        NodeState(n.name, n.task_title, shape_of(n), state, getattr(n, "office", ""), 12, offices=offices) for n in nodes
    ]


def drawn(chart: type, state: str = "done") -> Drawing:
    times = 12 if state in ("now", "done") else 1
    states = states_of(chart, state)
    sizes = {s.name: box_size(s, box_lines(s)) for s in states}
    way = main_way(states[0].name, chart_links(chart))
    links = [  # a way to an end is taken once
        Link(k.source, k.target, label_of(k, times if k.target in way else 1)) for k in chart_links(chart)
    ]
    widths = {k.label: round(text_width(k.label, LABEL)) for k in links}
    return draw(states[0].name, sizes, links, widths, WIDTH)


def every_drawing():
    return [pytest.param(chart, state, id=f"{chart.__name__}-{state}") for chart in CHARTS for state in STATES]


def cuts(a: tuple[int, int], b: tuple[int, int], left: float, top: float, right: float, bottom: float) -> bool:
    """Whether a level or upright line runs through the inside of a rectangle."""
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    return low_x < right and high_x > left and low_y < bottom and high_y > top


def label_box(route) -> tuple[float, float, float, float]:
    x, y = route.label_at
    wide = text_width(route.link.label, LABEL)
    left = x - wide if route.anchor == "end" else x
    return left, y - 10, left + wide, y + 2


@pytest.mark.parametrize(("chart", "state"), every_drawing())
def test_boxes_never_overlap_and_stay_inside(chart, state):
    picture = drawn(chart, state)

    apart = [
        a.right < b.x or b.right < a.x or a.bottom < b.y or b.bottom < a.y
        for a, b in combinations(picture.places.values(), 2)
    ]
    assert all(apart)
    assert all(p.x >= 0 and p.right <= picture.width and p.y >= 0 and p.bottom <= picture.height
               for p in picture.places.values())  # fmt: skip


@pytest.mark.parametrize(("chart", "state"), every_drawing())
def test_every_word_fits_its_box(chart, state):
    states = states_of(chart, state)

    too_wide = [
        (s.name, line.text)
        for s in states
        for line in box_lines(s)
        if text_width(line.text, line.size, bold=line.bold) > box_size(s, box_lines(s)).width - 2 * PAD[s.shape]
    ]
    assert too_wide == []


@pytest.mark.parametrize(("chart", "state"), every_drawing())
def test_arrows_begin_and_end_at_their_boxes_and_run_upright_or_level(chart, state):
    picture = drawn(chart, state)

    def touches(point, place) -> bool:
        x, y = point
        on_side = x in (place.x, place.right) and place.y <= y <= place.bottom
        return on_side or (y in (place.y, place.bottom) and place.x <= x <= place.right)

    for route in picture.routes:
        first, last = picture.places[route.link.source], picture.places[route.link.target]
        assert touches(route.points[0], first) and touches(route.points[-1], last)
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(route.points, route.points[1:], strict=False))


@pytest.mark.parametrize(("chart", "state"), every_drawing())
def test_arrows_run_through_no_box(chart, state):
    picture = drawn(chart, state)

    through = [
        (route.link, name)
        for route in picture.routes
        for a, b in zip(route.points, route.points[1:], strict=False)
        for name, p in picture.places.items()
        if cuts(a, b, p.x, p.y, p.right, p.bottom)
    ]
    assert through == []


@pytest.mark.parametrize(("chart", "state"), every_drawing())
def test_labels_stand_clear_of_boxes_arrows_and_each_other(chart, state):
    picture = drawn(chart, state)
    boxes = {route.link: label_box(route) for route in picture.routes if route.link.label}

    on_a_box = [(link, n) for link, box in boxes.items() for n, p in picture.places.items()
                if cuts(box[:2], box[2:], p.x, p.y, p.right, p.bottom)]  # fmt: skip
    crossed = [(link, route.link) for link, box in boxes.items() for route in picture.routes
               for a, b in zip(route.points, route.points[1:], strict=False) if cuts(a, b, *box)]  # fmt: skip
    met = [(a, b) for a, b in combinations(boxes, 2) if cuts(boxes[a][:2], boxes[a][2:], *boxes[b])]

    assert (on_a_box, crossed, met) == ([], [], [])
    assert all(left >= 0 and right <= picture.width for left, _, right, _ in boxes.values())


@pytest.mark.parametrize(("chart", "state"), every_drawing())
def test_no_two_arrows_share_a_track(chart, state):
    picture = drawn(chart, state)
    level = [
        (min(a[0], b[0]), max(a[0], b[0]), a[1], route.link)
        for route in picture.routes
        for a, b in zip(route.points, route.points[1:], strict=False)
        if a[1] == b[1]
    ]

    shared = [
        (p[3], q[3])
        for p, q in combinations(level, 2)
        if p[3] != q[3] and p[2] == q[2] and min(p[1], q[1]) > max(p[0], q[0])
    ]
    assert shared == []


def test_the_main_chart_reads_in_rows_on_one_page():
    picture = drawn(CHARTS[0], "ahead")

    assert picture.width == 730
    assert picture.height < 1340  # in print it is drawn smaller where the page is not as high
    order = [name for name, p in sorted(picture.places.items(), key=lambda e: (e[1].row, e[1].x)) if not p.below]
    assert order[:3] == ["start", "pack_write", "pack_review"]
    assert order[-1] == "end"


def test_a_link_back_is_no_way_forward():
    links = [Link("a", "b"), Link("b", "a"), Link("b", "c"), Link("a", "c")]

    assert forward_links("a", links) == [links[0], links[2], links[3]]
    assert main_way("a", links) == ["a", "b", "c"]


def test_what_leads_off_the_main_way_hangs_below_its_gate():
    links = [Link("a", "gate"), Link("gate", "b"), Link("b", "c"), Link("gate", "x"), Link("x", "y")]

    assert side_ways(["a", "gate", "b", "c"], links) == {"gate": ["x", "y"]}


def test_rows_break_where_no_loop_is_torn():
    way = ["a", "b", "c", "d", "e"]
    sizes = dict.fromkeys(way, Size(100, 40))
    gaps = dict.fromkeys(way, 20)

    rows = break_rows(way, sizes, gaps, [Link("e", "c")], 400)

    assert rows == [["a", "b"], ["c", "d", "e"]]


@pytest.mark.parametrize(("weight", "table"), [(400, REGULAR), (700, BOLD)])
def test_widths_are_those_of_the_font(weight, table):
    font = TTFont(FONTS / f"noto-sans-latin-{weight}.woff2")
    letters, widths = font.getBestCmap(), font["hmtx"]

    assert list(table) == [widths[letters[code]][0] for code in range(32, 127)]


@pytest.mark.parametrize("text", ["Reconsider, answer each concern", "Donaudampfschifffahrtsgesellschaft", "£ ’ – …"])
def test_no_line_is_wider_than_asked(text):
    lines = wrap(text, 80, 13, bold=True)

    assert all(text_width(line, 13, bold=True) <= 80 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
