"""An indicator of a pack as a chart and as a file: the same figures, words and source."""

from decimal import Decimal

import pytest

from commissioning.rules.charts import Bar, Line
from commissioning.rules.evidence_charts import indicator_chart, indicator_csv, source_words

FIGURE = {"period": "2023-04", "value": "325", "low": "", "high": "", "basis": "REAL"}
LATER = {"period": "2027", "value": "", "low": "380", "high": "450.5", "basis": "DERIVED"}
INDICATOR = {
    "key": "I1", "title": "Offences", "unit": "offences", "area": "Lambeth", "basis": "REAL", "source": "S1", "observations": [FIGURE],
}  # fmt: skip
WORDS = {"id": "chart-i1", "title": "I1 Offences, Lambeth", "unit": "offences", "label_head": "Period", "source": "Police", "basis": "real"}


def test_single_figure_is_a_bar():
    assert indicator_chart(INDICATOR, "Police") == Bar(values=(Decimal(325),), labels=("2023-04",), **WORDS)


def test_figures_over_time_are_a_line_with_the_range_as_lines_of_its_own():
    series = (("Offences", (Decimal(325), None)), ("Low", (None, Decimal(380))), ("High", (None, Decimal("450.5"))))

    assert indicator_chart({**INDICATOR, "observations": [FIGURE, LATER]}, "Police") == Line(series=series, labels=("2023-04", "2027"), **WORDS)


def test_figures_without_a_range_are_one_line():
    rows = [FIGURE, {**FIGURE, "period": "2023-07", "value": "389"}]

    assert indicator_chart({**INDICATOR, "observations": rows}).series == (("Offences", (Decimal(325), Decimal(389))),)


def test_chart_names_its_area_only_where_there_is_one_and_no_source_that_is_not_given():
    chart = indicator_chart({**INDICATOR, "area": ""})

    assert (chart.title, chart.source) == ("I1 Offences", "")


def test_indicator_without_figures_has_no_chart():
    assert indicator_chart({**INDICATOR, "observations": []}) is None


@pytest.mark.parametrize(("source", "cell"), [((), ""), (("-Police",), "'-Police")])
def test_file_has_every_figure_with_basis_and_source_on_a_line(source, cell):
    indicator = {**INDICATOR, "title": "=HYPERLINK(1)", "area": "@home", "observations": [FIGURE, {**LATER, "value": "-5"}]}

    assert indicator_csv(indicator, *source) == (
        "indicator,unit,area,period,value,low,high,basis,source\r\n"
        f"'=HYPERLINK(1),offences,'@home,2023-04,325,,,real,{cell}\r\n"
        f"'=HYPERLINK(1),offences,'@home,2027,-5,380,450.5,derived,{cell}\r\n"
    )


@pytest.mark.parametrize(("key", "words"), [("S1", "Police, Offences"), ("S2", "ONS, People"), ("S9", "")])
def test_source_is_named_by_publisher_and_title(key, words):
    sources = [{"key": "S1", "publisher": "Police", "title": "Offences"}, {"key": "S2", "publisher": "ONS", "title": "People"}]

    assert source_words({"sources": sources}, key) == words
