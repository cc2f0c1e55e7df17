"""Money and dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.forms.fields import GovukDateField, MoneyField
from commissioning.forms.govuk import GovukForm
from commissioning.rules.money import pounds


class Sum(GovukForm):
    cost = MoneyField(label="Cost", max_pence=100_000_000_000)


class Day(GovukForm):
    starts = GovukDateField(label="Start date")


def day(*parts):
    return Day(dict(zip(("starts_day", "starts_month", "starts_year"), parts, strict=True)))


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1.2m", 120_000_000),
        ("1,200,000", 120_000_000),
        ("£250", 25_000),
        ("1.2 million", 120_000_000),
        ("£1.2 Million", 120_000_000),
        ("1.2million", 120_000_000),
        ("15 thousand", 1_500_000),
        ("250k", 25_000_000),
        (" 601307.33 ", 60_130_733),
        ("0", 0),
    ],
)
def test_money_is_read_as_pence(typed, pence):
    form = Sum({"cost": typed})

    assert form.is_valid()
    assert form.cleaned_data["cost"] == pence


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12e9", "Cost must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("NaN", "Cost must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("inf", "Cost must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("1,20,000", "Cost must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("1.234", "Cost must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("about 5", "Cost must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("-500", "Cost must be £0 or more, without a minus sign"),
        ("£-500", "Cost must be £0 or more, without a minus sign"),
        ("(500)", "Cost must be £0 or more, without a minus sign"),
        ("2bn", "Cost must be £1,000,000,000 or less"),
        ("", "Enter the cost"),
    ],
)
def test_money_without_a_certain_meaning_is_refused_in_words(typed, words):
    form = Sum({"cost": typed})

    assert [problem["text"] for problem in form.problems] == [words]


def test_money_keeps_what_was_typed_and_says_how_it_was_read():
    form = Sum({"cost": "1.2 million"})

    page = str(form)

    assert 'value="1.2 million"' in page
    assert form.readings == [{"label": "Cost", "typed": "1.2 million", "read": "£1,200,000"}]


def test_money_of_the_record_is_shown_in_pounds():
    form = Sum(initial={"cost": 120_000_050})

    assert 'value="1,200,000.50"' in str(form["cost"])


@given(st.integers(min_value=0, max_value=10**11))
def test_money_written_by_us_reads_back_the_same(pence):
    assert MoneyField().clean(pounds(pence)) == pence


@pytest.mark.parametrize(
    "parts",
    [
        ("3", "4", "2027"),
        ("03", "04", "2027"),
        ("3", "April", "2027"),
        ("3", "apr", "2027"),
        (" 3 ", "Apr.", "2027"),
    ],
)
def test_date_is_read_from_three_boxes(parts):
    form = day(*parts)

    assert form.is_valid()
    assert form.cleaned_data["starts"] == date(2027, 4, 3)


@pytest.mark.parametrize(
    ("parts", "words", "target", "marked"),
    [
        (("", "", ""), "Enter the start date", "id_starts_0", [0, 1, 2]),
        (("3", "", "2027"), "Start date must include a month", "id_starts_1", [1]),
        (("", "4", ""), "Start date must include a day and year", "id_starts_0", [0, 2]),
        (("31", "2", "2027"), "Start date must be a real date", "id_starts_0", [0, 1, 2]),
        (("29", "2", "2027"), "Start date must be a real date", "id_starts_0", [0, 1, 2]),
        (("3", "ma", "2027"), "Start date must be a real date", "id_starts_0", [0, 1, 2]),
        (("x", "4", "2027"), "Start date must be a real date", "id_starts_0", [0, 1, 2]),
        (("3", "4", "27"), "Year must include 4 numbers, like 2027", "id_starts_2", [2]),
        (("3", "4", "0001"), "Year must include 4 numbers, like 2027", "id_starts_2", [2]),
    ],
)
def test_date_errors_name_the_part_and_mark_its_box(parts, words, target, marked):
    form = day(*parts)

    problems = form.problems

    assert problems == [{"text": words, "target": target}]
    assert [at for at, box in enumerate(form["starts"].boxes) if box["wrong"]] == marked


def test_date_keeps_what_was_typed():
    form = day("31", "Feb", "2027")

    assert [box["value"] for box in form["starts"].boxes] == ["31", "Feb", "2027"]


def test_date_of_the_record_fills_the_boxes():
    form = Day(initial={"starts": date(2027, 4, 3)})

    assert [box["value"] for box in form["starts"].boxes] == [3, 4, 2027]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_real_date_reads_back_the_same(on):
    form = day(str(on.day), str(on.month), str(on.year))

    assert form.is_valid()
    assert form.cleaned_data["starts"] == on
