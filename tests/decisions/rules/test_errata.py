"""What is wrong in a published report: a slip beside it, or a change of substance that takes it back."""

import pytest

from decisions.rules.errata import Slip, corrected, effect, places, text_of
from tests.builders_rules import refusal_of

CONTENT = {
    "sections": {"SUMMARY": "It costs £1,200 a year. It costs little.", "LEGAL": "The council may do this.", "NEEDS": ""},
    "recommendations": [{"text": "Agree the contract."}, {"text": "Review it in a year."}],
    "finance": [{"pence": 120000}],
}


def test_words_can_be_corrected_in_every_section_with_words_and_in_every_recommendation():
    assert [code for code, _ in places(CONTENT)] == ["SUMMARY", "LEGAL", "recommendation-1", "recommendation-2"]
    assert (text_of(CONTENT, "recommendation-2"), text_of(CONTENT, "recommendation-3")) == ("Review it in a year.", "")


def test_corrected_report_differs_in_that_place_alone():
    after = corrected(CONTENT, Slip("SUMMARY", "£1,200 a year", "£1,250 a year"))

    assert after["sections"]["SUMMARY"] == "It costs £1,250 a year. It costs little."
    assert {key for key in CONTENT if after[key] != CONTENT[key]} == {"sections"}
    assert corrected(CONTENT, Slip("recommendation-2", "a year", "two years"))["recommendations"] == [
        {"text": "Agree the contract."}, {"text": "Review it in two years."},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        (Slip("SUMMARY", "£1,200", " £1,200 "), "erratum.same"),
        (Slip("SUMMARY", "£9,999", "£1,200"), "erratum.not_found"),
        (Slip("SUMMARY", "", "More."), "erratum.not_found"),
        (Slip("SUMMARY", "It costs", "It takes"), "erratum.ambiguous"),
        (Slip("recommendation-9", "Agree", "Reject"), "erratum.not_found"),
    ],
)
def test_slip_that_names_no_words_of_the_report_is_refused(slip, code):
    assert refusal_of(corrected, CONTENT, slip).code == code


def test_e24_typo_in_a_figure_is_an_erratum_and_the_first_version_stays():
    after = corrected(CONTENT, Slip("SUMMARY", "£1,200 a year", "£1,250 a year"))

    assert effect(CONTENT, after, says_material=False) == (
        "ERRATUM", "Corrected as an erratum; the first version stays available.",
    )  # fmt: skip


@pytest.mark.parametrize("slip", [Slip("recommendation-1", "Agree", "Extend"), Slip("LEGAL", "may", "must")])
def test_e24_material_change_is_no_erratum_and_takes_the_report_back(slip):
    after = corrected(CONTENT, slip)

    assert refusal_of(effect, CONTENT, after, says_material=False).code == "erratum.material"
    assert effect(CONTENT, after, says_material=True)[0] == "MATERIAL"


def test_what_is_in_doubt_goes_back_too():
    after = corrected(CONTENT, Slip("SUMMARY", "£1,200 a year", "£1,250 a year"))

    assert effect(CONTENT, after, says_material=True) == (
        "MATERIAL",
        "The correction may change what people understood. The report is taken off the agenda: clearances and sign-offs are "
        "asked for again.",
    )
