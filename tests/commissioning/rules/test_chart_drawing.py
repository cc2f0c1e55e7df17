"""The geometry of the drawings, from examples small enough to be worked out by hand."""

import re

from commissioning.rules.chart_drawing import bars, lines
from commissioning.rules.chart_text import PALETTE, svg

ELEMENT = re.compile(r"<(?:line|rect|circle|polygon|polyline) [^>]*/>|<text [^>]*>[^<]*</text>")


def drawn(drawing: str) -> list[str]:
    """Every element after the paper."""
    return ELEMENT.findall(drawing)[1:]


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", drawing)


def test_plain_bars_have_their_label_before_and_their_figure_behind():
    found = bars("c", "Title", "Words", ("aa", "b"), [[5], [None]], ("Value",), "", 10)

    assert drawn(found) == [
        '<text x="13.6" y="21.5" font-size="10" fill="#0B0C0C" text-anchor="end">aa</text>',
        '<rect x="23.6" y="8" width="551" height="20" fill="#12436D"/>',
        '<text x="582.6" y="21.5" font-size="10" fill="#0B0C0C" font-weight="700">5</text>',
        '<text x="13.6" y="49.5" font-size="10" fill="#0B0C0C" text-anchor="end">b</text>',
        '<text x="29.6" y="49.5" font-size="10" fill="#0B0C0C" font-weight="700">not known</text>',
    ]
    assert found.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 64" width="640" height="64" role="img" ')
    assert '<title id="c-title">Title</title><desc id="c-desc">Words</desc>' in found


def test_bars_of_parts_have_a_key_and_figures_inside():
    found = bars("c", "T", "W", ("alpha beta gamma delta", "b"), [[3, 1], [0, None]], ("A", "B"), "%", 20)

    assert drawn(found) == [
        '<rect x="0" y="8" width="20" height="20" fill="#12436D"/>',
        '<text x="28" y="25.6" font-size="20" fill="#0B0C0C">A</text>',
        '<rect x="69.6" y="8" width="20" height="20" fill="#28A197"/>',
        '<text x="97.6" y="25.6" font-size="20" fill="#0B0C0C">B</text>',
        '<text x="220.4" y="67.5" font-size="20" fill="#0B0C0C" text-anchor="end">alpha beta gamma</text>',
        '<text x="220.4" y="92.5" font-size="20" fill="#0B0C0C" text-anchor="end">delta</text>',
        '<rect x="230.4" y="48" width="274.3" height="50" fill="#12436D"/>',
        '<text x="368.5" y="80" font-size="20" fill="#FFFFFF" text-anchor="middle">3%</text>',
        '<rect x="506.7" y="48" width="90.1" height="50" fill="#28A197"/>',
        '<text x="552.8" y="80" font-size="20" fill="#0B0C0C" text-anchor="middle">1%</text>',
        '<text x="604.8" y="80" font-size="20" fill="#0B0C0C" font-weight="700">4%</text>',
        '<text x="220.4" y="141" font-size="20" fill="#0B0C0C" text-anchor="end">b</text>',
        '<text x="236.4" y="141" font-size="20" fill="#0B0C0C" font-weight="700">0%</text>',
    ]
    assert 'height="170"' in found


def test_part_too_small_for_its_figure_is_still_drawn():
    found = bars("c", "T", "W", ("a",), [[199, 1]], ("A", "B"), "", 10)

    assert [element for element in drawn(found) if 'height="20"' in element] == [
        '<rect x="17.8" y="24" width="585.8" height="20" fill="#12436D"/>',
        '<rect x="605.6" y="24" width="1" height="20" fill="#28A197"/>',
    ]
    assert texts(found) == ["A", "B", "a", "199", "200"]


def test_key_too_long_for_a_line_goes_on_below_and_colours_come_again():
    found = bars("c", "T", "W", ("a",), [[None] * 8], ("aaaaaaaaaa",) * 8, "", 10)

    squares = re.findall(r'<rect x="(\d+)" y="(\d+)" width="10" height="10" fill="(.{7})"/>', found)
    assert squares == [
        *((str(85 * at), "4", PALETTE[at % 6]) for at in range(7)),
        ("0", "20", PALETTE[1]),
    ]
    assert drawn(found)[-1] == '<text x="23.8" y="53.5" font-size="10" fill="#0B0C0C" font-weight="700">not known</text>'


def test_bars_without_labels_are_an_empty_drawing():
    assert bars("c", "T", "W", (), [], ("Value",), "", 10) == svg("c", "T", "W", 640.0, 8.0, [])


def test_lines_have_a_grid_labels_markers_and_names_at_their_ends():
    series = (("A", (2, None, 4)), ("B", (1, 3, None)))

    found = lines("c", "T", "W", ("2019", "2020", "2021"), series, "", 10)

    grid = []
    for mark, y, below in (("0", "240", "243.5"), ("1", "182.5", "186"), ("2", "125", "128.5"), ("3", "67.5", "71"), ("4", "10", "13.5")):
        grid += [
            f'<line x1="17.8" x2="613.6" y1="{y}" y2="{y}" stroke="#B1B4B6" stroke-width="1"/>',
            f'<text x="9.8" y="{below}" font-size="10" fill="#0B0C0C" text-anchor="end">{mark}</text>',
        ]
    assert drawn(found) == [
        *grid,
        '<text x="17.8" y="256" font-size="10" fill="#0B0C0C" text-anchor="middle">2019</text>',
        '<text x="315.7" y="256" font-size="10" fill="#0B0C0C" text-anchor="middle">2020</text>',
        '<text x="613.6" y="256" font-size="10" fill="#0B0C0C" text-anchor="middle">2021</text>',
        '<circle cx="17.8" cy="125" r="3.2" fill="#12436D"/>',
        '<circle cx="613.6" cy="10" r="3.2" fill="#12436D"/>',
        '<polyline points="17.8,182.5 315.7,67.5" fill="none" stroke="#28A197" stroke-width="2.5" stroke-dasharray="7 4"/>',
        '<rect x="14.6" y="179.3" width="6.4" height="6.4" fill="#28A197"/>',
        '<rect x="312.5" y="64.3" width="6.4" height="6.4" fill="#28A197"/>',
        '<text x="623.6" y="13.5" font-size="10" fill="#12436D" font-weight="700">A</text>',
        '<text x="623.6" y="71" font-size="10" fill="#0B0C0C" font-weight="700">B</text>',
    ]
    assert found.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 264" width="640" height="264" role="img" ')
    assert '<title id="c-title">T</title><desc id="c-desc">W</desc>' in found


def test_long_names_at_the_same_end_break_and_move_apart():
    found = lines("c", "T", "W", ("x",), (("alpha beta gamma delta", (1,)), ("b", (1,))), "", 20)

    assert drawn(found)[-3:] == [
        '<text x="432.4" y="27" font-size="20" fill="#12436D" font-weight="700">alpha beta gamma</text>',
        '<text x="432.4" y="51" font-size="20" fill="#12436D" font-weight="700">delta</text>',
        '<text x="432.4" y="75" font-size="20" fill="#0B0C0C" font-weight="700">b</text>',
    ]


def test_series_of_which_nothing_is_known_is_named_at_the_foot():
    found = lines("c", "T", "W", ("2019", "2020"), (("A", (None, None)),), "", 10)

    assert texts(found) == ["0", "0.2", "0.5", "0.8", "1", "2019", "2020", "A"]
    assert drawn(found)[-1] == '<text x="623.6" y="243.5" font-size="10" fill="#12436D" font-weight="700">A</text>'


def test_labels_that_would_touch_are_left_out_counted_from_the_last():
    labels = tuple(f"20{year}/{year + 1}" for year in range(10, 30))

    found = lines("c", "T", "W", labels, (("A", tuple(range(20))),), "", 10)

    assert [text for text in texts(found) if "/" in text] == list(labels[1::2])


def test_lines_without_anything_are_a_bare_scale():
    found = lines("c", "T", "W", (), (), "", 10)

    assert texts(found) == ["0", "0.2", "0.5", "0.8", "1"]
    assert drawn(found)[0] == '<line x1="27" x2="622" y1="240" y2="240" stroke="#B1B4B6" stroke-width="1"/>'


def test_part_that_is_not_known_takes_no_room():
    known, unknown = (bars("c", "T", "W", ("a",), [[3, part]], ("A", "B"), "", 10) for part in (0, None))

    assert drawn(unknown) == drawn(known)


def test_every_third_label_is_written_counted_from_the_last_when_they_would_touch():
    labels = tuple(f"wide label {number:02}" for number in range(14))

    found = lines("c", "T", "W", labels, (("A", tuple(range(14))),), "", 14)

    assert [text for text in texts(found) if text.startswith("wide")] == [
        "wide label 01", "wide label 04", "wide label 07", "wide label 10", "wide label 13",
    ]  # fmt: skip


def test_scale_of_lines_leaves_room_for_its_unit():
    bare, pounds = (lines("c", "T", "W", ("a", "b"), (("A", (1, 2)),), unit, 10) for unit in ("", "£"))

    assert [float(re.search(r'<line x1="([^"]+)"', found)[1]) for found in (bare, pounds)] == [27, 34.8]


def test_scale_of_lines_is_written_in_its_unit():
    found = lines("c", "T", "W", ("a", "b"), (("A", (1, 2)),), "£", 10)

    assert texts(found) == ["£0", "£0.5", "£1", "£1.5", "£2", "a", "b", "A"]


def test_figure_that_is_not_known_takes_no_part_in_the_scale():
    found = bars("c", "T", "W", ("a",), [[None, 3]], ("A", "B"), "", 10)

    assert texts(found) == ["A", "B", "a", "3", "3"]
    assert [rect for rect in drawn(found) if 'fill="#12436D"' in rect and 'height="20"' in rect] == []
