"""A chart is one object: drawing, table, CSV and sentence say the same."""

import csv
import io
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from commissioning.rules import chart_text
from commissioning.rules.charts import Bar, Line, Stacked

SVG = "{http://www.w3.org/2000/svg}"


def wards(**changes):
    given = {"labels": ("Abbey", "Bridge", "Castle"), "values": (12, 19, None), "unit": "%"} | changes
    return Bar(id="wards", title="Children in low-income families", label_head="Ward", name="Share", **given)


def referrals(**changes):
    series = (("Referrals", (410, 360, 720)), ("Seen within 6 weeks", (300, None, 275)))
    given = {"labels": ("2019", "2020", "2021"), "series": series, "unit": "people"} | changes
    return Line(id="ref", title="Referrals", label_head="Year", **given)


def funding(**changes):
    series = (("Council", (420_000, 210_000)), ("NHS", (300_000, Decimal("330000.50"))))
    given = {"labels": ("Prevention", "Long-term"), "series": series, "unit": "£"} | changes
    return Stacked(id="fund", title="Who pays", **given)


ALL = [wards(), referrals(), funding()]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.id)
def test_drawing_is_well_formed_named_and_without_styles(chart):
    root = etree.fromstring(chart.svg())

    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == chart.title
    assert root[1].text == chart.summary
    assert root.get("aria-labelledby") == f"{chart.id}-title {chart.id}-desc"
    assert root.xpath("//@style | //*[local-name()='style'] | //*[local-name()='script']") == []


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.id)
@pytest.mark.parametrize("size", [14, 18, 24])
def test_every_text_of_the_drawing_stays_inside_it(chart, size):
    root = etree.fromstring(chart.svg(size))
    width = float(root.get("width"))

    outside = []
    for text in root.iter(f"{SVG}text"):
        wide, x = chart_text.text_width(text.text, float(text.get("font-size"))), float(text.get("x"))
        start = {"end": x - wide, "middle": x - wide / 2, None: x}[text.get("text-anchor")]
        if start < -1 or start + wide > width + 1:
            outside.append(text.text)

    assert outside == []


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.id)
def test_csv_holds_the_table(chart):
    lines = list(csv.reader(io.StringIO(chart.csv())))

    assert tuple(lines[0]) == chart.head
    assert [line[0] for line in lines[1:]] == [row[0] for row in chart.rows]
    assert len(lines) == len(chart.rows) + 1


def test_bar_says_highest_and_lowest_and_admits_what_is_not_known():
    chart = wards()

    assert chart.summary == "Highest in Bridge (19%), lowest in Abbey (12%)."
    assert chart.rows == (("Abbey", "12%"), ("Bridge", "19%"), ("Castle", "not known"))
    assert chart.csv() == "Ward,Share (%)\r\nAbbey,12\r\nBridge,19\r\nCastle,\r\n"


def test_bar_of_equal_values_names_no_highest():
    assert wards(values=(5, 5, 5)).summary == "Abbey, Bridge and Castle: 5% each."
    assert wards(values=(None, None, None)).summary == "None of the figures are known."


def test_line_says_from_what_to_what():
    assert referrals().summary == (
        "Referrals rose from 410 people in 2019 to 720 people in 2021. "
        "Seen within 6 weeks fell from 300 people in 2019 to 275 people in 2021."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((None, 360, None), "Waiting was 360 people in 2020."),
        ((410, None, 410), "Waiting was 410 people in both 2019 and 2021."),
        ((None, 410, 409), "Waiting fell from 410 people in 2020 to 409 people in 2021."),
        ((None, None, None), "Waiting is not known."),
    ],
)
def test_line_says_what_it_knows(values, words):
    assert referrals(series=(("Waiting", values),)).summary == words


def test_chart_without_lines_knows_nothing():
    assert referrals(series=()).summary == "None of the figures are known."


def test_line_leaves_a_gap_where_a_figure_is_not_known():
    root = etree.fromstring(referrals().svg())

    assert len(root.findall(f".//{SVG}polyline")) == 1


def test_lines_differ_in_dashes_and_markers_as_well_as_colour():
    series = (("A", (1, 2)), ("B", (2, 3)), ("C", (3, 4)))
    root = etree.fromstring(referrals(labels=("2019", "2020"), series=series).svg())

    dashes = [line.get("stroke-dasharray") for line in root.findall(f".//{SVG}polyline")]

    assert dashes == [None, "7 4", "2 3"]


def test_stacked_says_what_the_largest_is_made_of():
    chart = funding()

    assert chart.summary == "Largest is Prevention with £720,000: Council £420,000 and NHS £300,000."
    assert chart.totals == (720_000, Decimal("540000.50"))


@pytest.mark.parametrize(
    ("series", "words"),
    [
        ((("Council", (5, 7)),), "Largest is Long-term with £7: Council £7."),
        ((("Council", (5, 0)), ("NHS", (0, None))), "Largest is Prevention with £5: Council £5."),
        (
            (("Council", (1, 1)), ("NHS", (1, 2)), ("Police", (1, 3))),
            "Largest is Long-term with £6: Council £1, NHS £2 and Police £3.",
        ),
        ((("Council", (0, None)), ("NHS", (0, 0))), "Largest is Prevention with £0."),
        ((("Council", (None, None)), ("NHS", (None, None))), "None of the figures are known."),
        ((), "None of the figures are known."),
    ],
)
def test_stacked_names_only_parts_that_are_there(series, words):
    assert funding(series=series).summary == words


def test_stacked_without_places_knows_nothing():
    assert funding(labels=(), series=(("Council", ()),)).summary == "None of the figures are known."


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.id)
def test_drawing_is_lettered_in_14_points_unless_asked_otherwise(chart):
    sizes = [{text.get("font-size") for text in etree.fromstring(svg).iter(f"{SVG}text")} for svg in (chart.svg(), chart.svg(18))]

    assert sizes == [{"14"}, {"18"}]


@pytest.mark.parametrize(
    ("chart", "texts"),
    [
        (wards(), ["Abbey", "12%", "Bridge", "19%", "Castle", "not known"]),
        (
            funding(),
            ["Council", "NHS", "Prevention", "£420k", "£300k", "£720k", "Long-term", "£210k", "£330k", "£540k"],
        ),
        (
            referrals(unit="%", series=(("Seen in time", (41, 36, 72)),)),
            ["0%", "20%", "40%", "60%", "80%", "2019", "2020", "2021", "Seen in time"],
        ),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_figures_in_the_drawing_have_their_unit(chart, texts):
    assert [text.text for text in etree.fromstring(chart.svg()).iter(f"{SVG}text")] == texts


def test_texts_are_escaped_in_the_drawing():
    root = etree.fromstring(wards(labels=("<b>", "A & B", '"')).svg())

    assert root.xpath("//*[local-name()='b']") == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_no_formulas(sign):
    chart = referrals(labels=(f"{sign}1+1", "2020", "2021"), series=((f"{sign}Seen", (-1, 2, 3)),), unit="")

    table = list(csv.reader(io.StringIO(chart.csv(), newline="")))

    assert table[:2] == [["Year", f"'{sign}Seen"], [f"'{sign}1+1", "-1"]]


def test_chart_with_a_missing_figure_too_few_is_refused():
    with pytest.raises(ValueError, match="2 figures for 3 labels"):
        wards(values=(1, 2))


@pytest.mark.parametrize("colour", chart_text.PALETTE)
def test_text_on_each_colour_of_the_palette_can_be_read(colour):
    assert chart_text.contrast(colour, chart_text.ink_on(colour)) >= 4.5


@pytest.mark.parametrize(
    "colour", [c for c in chart_text.PALETTE if chart_text.ink_on(c) == chart_text.PAPER]
)
def test_names_in_colour_can_be_read_on_paper(colour):
    assert chart_text.contrast(colour, chart_text.PAPER) >= 4.5


@pytest.mark.parametrize(
    ("top", "marks"),
    [(720, [0, 200, 400, 600, 800]), (19, [0, 5, 10, 15, 20]), (0.3, [0, 0.1, 0.2, 0.3]), (0, [0, 1])],
)
def test_steps_of_the_scale_are_round(top, marks):
    assert chart_text.ticks(top) == marks


@given(st.floats(min_value=0.001, max_value=1e12))
def test_scale_always_reaches_the_largest_value_in_few_steps(top):
    marks = chart_text.ticks(top)

    assert marks[-1] >= top
    assert 2 <= len(marks) <= 8


@given(st.lists(st.floats(min_value=0, max_value=100), min_size=1, max_size=5))
def test_names_at_line_ends_never_overlap(places):
    moved = sorted(chart_text.spread(places, 15, 0, 100))

    assert all(after - before >= 15 - 1e-6 for before, after in pairwise(moved))


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (420_000, "£", "£420k"),
        (1_240_000, "£", "£1.2m"),
        (12, "%", "12%"),
        (12.5, "%", "12.5%"),
        (9_500, "", "9500"),
    ],
)
def test_figures_inside_a_drawing_are_short(value, unit, words):
    assert chart_text.short(value, unit) == words
