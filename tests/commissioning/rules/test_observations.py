"""Figures as typed or uploaded, line by line."""

import pytest

from commissioning.rules.observations import read_observations, write_observations

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
    assert read_observations(text, "REAL").rows == ({"period": "2023-04", "value": "325", **REAL},)


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
