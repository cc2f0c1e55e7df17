"""Forms of the evidence pack: wrong entries are refused by name, right ones become plain values."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.forms.evidence_packs import (
    AboutForm,
    ApprovalForm,
    ClaimForm,
    IndicatorForm,
    ReviewForm,
    SourceForm,
)
from commissioning.rules.pack_values import settle_part

SOURCES = {"S1": "S1 Monthly offences"}
INDICATOR = {
    "title": "Domestic abuse offences",
    "unit": "offences",
    "area": "Lambeth",
    "basis": "REAL",
    "source": "S1",
    "derivation": "",
    "observations": "2023-04,325\n2023-07,389",
}
SOURCE = {
    "title": "Monthly offences",
    "publisher": "Metropolitan Police",
    "published_on_day": "31",
    "published_on_month": "1",
    "published_on_year": "2024",
    "licence": "OGL v3.0",
}


def errors(form) -> list[str]:
    assert not form.is_valid()
    return [problem["text"] for problem in form.problems]


def indicator(files: dict | None = None, **changes: str) -> IndicatorForm:
    return IndicatorForm({**INDICATOR, **changes}, files or {}, sources=SOURCES)


def csv(text: bytes, name: str = "figures.csv") -> dict:
    return {"file": SimpleUploadedFile(name, text, content_type="text/csv")}


def test_indicator_reads_typed_figures():
    form = indicator()

    assert form.is_valid(), form.problems
    assert [row["value"] for row in settle_part("I1", form.value())["observations"]] == ["325", "389"]


def test_indicator_reads_an_uploaded_file_in_place_of_the_box():
    form = indicator(csv(b"period,value,low,high,basis\r\n2027,410,380,450,derived\r\n"))

    assert form.is_valid(), form.problems
    assert form.value()["observations"] == [
        {"period": "2027", "value": "410", "low": "380", "high": "450", "basis": "DERIVED"}
    ]


def test_indicator_names_every_wrong_line_of_a_file():
    form = indicator(csv(b"period,value\n2023,12e9\n2024\n"))

    assert errors(form) == [
        "Line 2: “12e9” is not a number. Write it without commas or signs, for example 1234.5",
        "Line 3: write the period, a comma and the value, for example 2023-04,325",
    ]


@pytest.mark.parametrize("name", ["figures.xlsx", "figures"])
def test_indicator_refuses_a_file_of_another_kind(name):
    assert len(errors(indicator(csv(b"period,value\n", name)))) == 1


def test_indicator_refuses_an_empty_file():
    assert errors(indicator(csv(b""))) == ["The selected file is empty"]


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"title": ""}, ["Enter what is measured"]),
        ({"title": "x" * 301}, ["What is measured must be 300 characters or fewer"]),
        ({"source": ""}, ["Select the source of real figures"]),
        ({"source": "S9"}, ["Select the source from the list"]),
        ({"basis": "DERIVED"}, ["Enter how the figures were worked out"]),
        ({"basis": ""}, ["Select the basis of the figures"]),
        (
            {"observations": "2023-04"},
            ["Line 1: write the period, a comma and the value, for example 2023-04,325"],
        ),
    ],
)
def test_indicator_refuses(changes, messages):
    assert errors(indicator(**changes)) == messages


def test_indicator_shows_saved_figures_as_lines():
    saved = settle_part("I1", (form := indicator()).is_valid() and form.value())

    assert IndicatorForm.initial_of(saved)["observations"] == INDICATOR["observations"]


def test_source_gives_an_iso_date():
    form = SourceForm(SOURCE)

    assert form.is_valid(), form.problems
    assert settle_part("S1", form.value())["published_on"] == "2024-01-31"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"published_on_month": ""}, "Date of publication must include a month"),
        ({"published_on_day": "32"}, "Date of publication must be a real date"),
        ({"publisher": ""}, "Enter the publisher"),
        ({"url": "not an address"}, "Enter the web address as a web address, like https://www.example.com"),
    ],
)
def test_source_refuses(changes, message):
    assert errors(SourceForm({**SOURCE, **changes})) == [message]


def test_claim_offers_the_indicators_there_are():
    form = ClaimForm({"text": "Up.", "indicators": ["I1"]}, indicators={"I1": "I1 Offences"})
    wrong = ClaimForm({"text": "", "indicators": ["I2"]}, indicators={"I1": "I1 Offences"})

    assert form.is_valid()
    assert form.value() == {"text": "Up.", "indicators": ["I1"]}
    assert errors(wrong) == ["Enter the claim", "Select the indicators that carry it from the list"]


def test_about_may_be_saved_half_finished():
    form = AboutForm({"population": "Adults"})

    assert form.is_valid()
    assert settle_part("about", form.value())["population"] == "Adults"


@pytest.mark.parametrize("form_class", [ReviewForm, ApprovalForm])
def test_returning_needs_reasons(form_class):
    assert errors(form_class({"result": "RETURNED"})) == [
        "Enter what has to be done before the pack can pass"
    ]
    assert errors(form_class({"result": "MAYBE"})) == [
        "Select an answer to “What is your answer?” from the list"
    ]
    assert errors(form_class({})) == ["Select an answer to “What is your answer?”"]
