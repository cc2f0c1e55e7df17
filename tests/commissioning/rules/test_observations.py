"""Figures as typed or uploaded, line by line."""

import pytest

from commissioning.rules.observations import Reading, read_observations, write_observations

REAL = {"low": "", "high": "", "basis": "REAL"}


def errors(text: str) -> list[str]:
    return [str(error) for error in read_observations(text, "REAL").errors]


def test_lines_become_rows_with_the_basis_of_the_indicator():
    reading = read_observations("2023-04,325\n2023-07,389\n", "REAL")

    assert reading.rows == (
        {"period": "2023-04", "value": "325", **REAL},
        {"period": "2023-07", "value": "389", **REAL},
    )
    assert reading.errors == ()


@pytest.mark.parametrize(
    "text",
    [
        "period,value\r\n2023-04,325",
        "\ufeffPeriod,Value,Low,High,Basis\n2023-04,325,,,\n\n",
        "2023-04\t325",
        "2023-04; 325",
        '"2023-04","325"',
    ],
)
def test_headings_marks_and_line_ends_do_not_matter(text):
    assert read_observations(text, "REAL") == Reading(({"period": "2023-04", "value": "325", **REAL},), ())


def test_a_range_and_a_basis_of_its_own_are_kept():
    reading = read_observations("2027,410,380,450,Derived", "REAL")

    assert reading.rows == (
        {"period": "2027", "value": "410", "low": "380", "high": "450", "basis": "DERIVED"},
    )


def test_every_wrong_line_is_named_at_once():
    text = "2023\n,5\n2024,many\n2025,1,2\n2026,5,6,9\n2027,1,0,2,guessed\n2028,12e9\n2029,1\n2029,2\n2030,1,2,3,real,x"

    assert errors(text) == [
        "Line 1: write the period, a comma and the value, for example 2023-04,325",
        "Line 2: begin with a period of 40 characters or fewer, for example 2023-04",
        "Line 3: “many” is not a number. Write it without commas or signs, for example 1234.5",
        "Line 4: give both the low and the high end of a range, or neither",
        "Line 5: the value 5 is outside its range 6 to 9",
        "Line 6: “guessed” is not a basis. Write real, derived or illustrative",
        "Line 7: “12e9” is not a number. Write it without commas or signs, for example 1234.5",
        "Line 9: “2029” stands in line 8 already.",
        "Line 10: write the period, a comma and the value, for example 2023-04,325",
    ]


def test_nothing_gives_nothing():
    assert read_observations("", "REAL") == read_observations("\n \n", "REAL")


def test_too_many_lines_stop_the_reading():
    text = "\n".join(f"p{n},1" for n in range(1002))

    assert errors(text) == ["Line 1001: there are more than 1000 lines. Split the indicator."]


def test_written_rows_read_back_the_same():
    text = '2023-04,325\n2027,410,380,450,derived\n"a,b",1'
    rows = read_observations(text, "REAL").rows

    assert write_observations(rows, "REAL") == text
    assert read_observations(write_observations(rows, "REAL"), "REAL").rows == rows


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2023", "write the period, a comma and the value, for example 2023-04,325"),
        ("a,1,1,1,real,x", "write the period, a comma and the value, for example 2023-04,325"),
        (",325", "begin with a period of 40 characters or fewer, for example 2023-04"),
        (f"{'x' * 41},325", "begin with a period of 40 characters or fewer, for example 2023-04"),
        ("2023,1,1", "give both the low and the high end of a range, or neither"),
        ("2023,1,,1", "give both the low and the high end of a range, or neither"),
        ("2023,5,1,4", "the value 5 is outside its range 1 to 4"),
        ("2023,0,1,4", "the value 0 is outside its range 1 to 4"),
        ("2023,1,,,guess", "“guess” is not a basis. Write real, derived or illustrative"),
        ("2023,1e3", "“1e3” is not a number. Write it without commas or signs, for example 1234.5"),
        (f"2023,{'9' * 41}", f"“{'9' * 40}” is not a number. Write it without commas or signs, for example 1234.5"),
        ("2023,", "“” is not a number. Write it without commas or signs, for example 1234.5"),
    ],
)
def test_wrong_line_says_what_to_write(line, message):
    assert errors(f"2022,1\n\n{line}") == [f"Line 3: {message}"]


def test_line_at_its_limits_is_read_and_a_period_stands_once():
    assert read_observations(f"{'x' * 40},1,1,1,REAL", "DERIVED").rows == (
        {"period": "x" * 40, "value": "1", "low": "1", "high": "1", "basis": "REAL"},
    )
    assert errors("2022,1\n2022,2") == ["Line 2: “2022” stands in line 1 already."]
    assert errors("\n".join(f"{year},1" for year in range(1001))) == ["Line 1001: there are more than 1000 lines. Split the indicator."]


def test_rows_are_written_without_empty_ends():
    rows = [{"period": "2023", "value": "1", "basis": "REAL"}, {"period": "a,b", "value": "2", "low": "1", "high": "3", "basis": "DERIVED"}]

    assert write_observations(rows, "REAL") == '2023,1\n"a,b",2,1,3,derived'


def test_heading_is_left_out_on_the_first_line_only():
    assert errors("2023-04,325\nperiod,value\n") == [
        "Line 2: “value” is not a number. Write it without commas or signs, for example 1234.5"
    ]


@pytest.mark.parametrize("value", ["0.5", "-12", "-0123456789.5", "1234567890"])
def test_figure_may_use_every_digit_a_point_and_a_minus(value):
    assert errors(f"2023-04,{value}") == []


@pytest.mark.parametrize("value", ["X1", "1X", "+1", "1_0", "0123456789.-"])
def test_figure_with_another_sign_is_told(value):
    assert errors(f"2023-04,{value}") == [
        f"Line 1: “{value}” is not a number. Write it without commas or signs, for example 1234.5"
    ]


def test_wrong_lines_count_among_the_most_that_are_read():
    lines = [f"{number},1" if number % 2 else f"{number},many" for number in range(1001)]

    found = read_observations("\n".join(lines), "REAL")

    assert (len(found.rows), len(found.errors)) == (500, 501)
    assert str(found.errors[-1]) == "Line 1001: there are more than 1000 lines. Split the indicator."


def test_row_without_a_range_is_written_short_and_keeps_its_own_basis():
    rows = [{"period": "2023", "value": "5", "basis": "REAL"}, {"period": "2024", "value": "6", "basis": "DERIVED"}]

    assert write_observations(rows, "REAL") == "2023,5\n2024,6,,,derived"
