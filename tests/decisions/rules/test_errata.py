"""What is wrong in a published report: a slip beside it, or a change of substance that takes it back."""

import pytest

from decisions.rules.errata import Slip, corrected, effect, places, text_of
from tests.builders_rules import told

LAW = "SI 2012/2089 reg 7; the constitution's report procedure"
CONTENT = {
    "sections": {"SUMMARY": "It costs £1,200 a year. It costs little.", "LEGAL": "The council may do this.", "NEEDS": ""},
    "recommendations": [{"text": "Agree the contract."}, {"text": "Review it in a year."}],
    "finance": [{"pence": 120000}],
}


def test_words_can_be_corrected_in_every_section_with_words_and_in_every_recommendation():
    assert places(CONTENT) == [
        ("SUMMARY", "Summary"), ("LEGAL", "Legal"),
        ("recommendation-1", "Recommendation 1"), ("recommendation-2", "Recommendation 2"),
    ]  # fmt: skip


def test_section_that_no_page_asks_for_any_more_keeps_its_code():
    assert places({"sections": {"OLD_PART": "It was asked for once."}}) == [("OLD_PART", "OLD_PART")]


def test_report_without_words_has_no_place_to_correct():
    assert places({}) == []


@pytest.mark.parametrize(
    ("content", "place", "text"),
    [
        (CONTENT, "LEGAL", "The council may do this."),
        (CONTENT, "recommendation-1", "Agree the contract."),
        (CONTENT, "recommendation-2", "Review it in a year."),
        (CONTENT, "recommendation-0", ""),
        (CONTENT, "recommendation-3", ""),
        (CONTENT, "RISKS", ""),
        ({}, "LEGAL", ""),
        ({}, "recommendation-1", ""),
    ],
)
def test_place_has_the_words_that_stand_there_or_none(content, place, text):
    assert text_of(content, place) == text


def test_corrected_report_differs_in_that_place_alone():
    after = corrected(CONTENT, Slip("SUMMARY", "£1,200 a year", "£1,250 a year"))

    assert after["sections"]["SUMMARY"] == "It costs £1,250 a year. It costs little."
    assert {key for key in CONTENT if after[key] != CONTENT[key]} == {"sections"}
    assert corrected(CONTENT, Slip("recommendation-2", "a year", "two years"))["recommendations"] == [
        {"text": "Agree the contract."}, {"text": "Review it in two years."},
    ]  # fmt: skip


NOT_FOUND = (
    "erratum.not_found",
    "These words do not stand in that part of the report. Copy them from the report as it was published.",
    LAW,
)


@pytest.mark.parametrize(
    ("slip", "refused"),
    [
        (
            Slip("SUMMARY", "£1,200", " £1,200 "),
            ("erratum.same", "Both say the same. Write how the words should read.", LAW),
        ),
        (Slip("SUMMARY", "£9,999", "£1,200"), NOT_FOUND),
        (Slip("SUMMARY", "", "More."), NOT_FOUND),
        (Slip("recommendation-9", "Agree", "Reject"), NOT_FOUND),
        (
            Slip("SUMMARY", "It costs", "It takes"),
            (
                "erratum.ambiguous",
                "These words stand there 2 times. Copy a few more words, so that it is clear which are meant.",
                LAW,
            ),
        ),
    ],
)
def test_slip_that_names_no_words_of_the_report_is_refused(slip, refused):
    assert told(corrected, CONTENT, slip) == refused


def test_e24_typo_in_a_figure_is_an_erratum_and_the_first_version_stays():
    after = corrected(CONTENT, Slip("SUMMARY", "£1,200 a year", "£1,250 a year"))

    assert effect(CONTENT, after, says_material=False) == (
        "ERRATUM", "Corrected as an erratum; the first version stays available.",
    )  # fmt: skip


RECOMMENDS, LAWFUL = "The recommendations changed.", "The legal conclusion changed."


@pytest.mark.parametrize(
    ("slips", "why"),
    [
        ([Slip("recommendation-1", "Agree", "Extend")], RECOMMENDS),
        ([Slip("LEGAL", "may", "must")], LAWFUL),
        ([Slip("recommendation-1", "Agree", "Extend"), Slip("LEGAL", "may", "must")], f"{RECOMMENDS} {LAWFUL}"),
    ],
)
def test_e24_material_change_is_no_erratum_and_takes_the_report_back(slips, why):
    after = CONTENT
    for slip in slips:
        after = corrected(after, slip)

    assert told(effect, CONTENT, after, says_material=False) == (
        "erratum.material",
        f"{why} That is no slip: the report has to go back, so that it is cleared, recommended and signed again. Say that the "
        "substance changes, and the report is taken off the agenda.",
        LAW,
    )
    assert effect(CONTENT, after, says_material=True) == (
        "MATERIAL",
        f"{why} The report is taken off the agenda: clearances and sign-offs are asked for again.",
    )


def test_what_is_in_doubt_goes_back_too():
    after = corrected(CONTENT, Slip("SUMMARY", "£1,200 a year", "£1,250 a year"))

    assert effect(CONTENT, after, says_material=True) == (
        "MATERIAL",
        "The correction may change what people understood. The report is taken off the agenda: clearances and sign-offs are "
        "asked for again.",
    )
