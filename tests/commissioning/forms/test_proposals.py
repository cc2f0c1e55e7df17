"""The pages of a proposal as forms: what people type becomes the plain value that is kept."""

import pytest

from commissioning.forms.proposals import form_for
from commissioning.rules.section_values import settle_section
from tests.builders_s1 import section_values

AGENCIES = {"agencies": {"council": "Council", "icb": "ICB"}}
CRITERIA = {
    "criteria": ({"key": "K1", "title": "Need", "weight": 60}, {"key": "K2", "title": "Value", "weight": 40})
}
CHOICES = {"FINANCE": AGENCIES, "OPTIONS": CRITERIA, "EVIDENCE": {"claims": {"C1": "Up."}}}


def as_posted(form) -> dict:
    """What a browser sends back for a page as it is shown."""
    data = {}
    for part in form.every_form:
        for bound in part:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif value not in (None, False):
                data[bound.html_name] = str(value)
    for rows in form.sets.values():
        data |= {bound.html_name: str(bound.value()) for bound in rows.management_form}
    return data


def page(code: str, value: dict, **changes: str):
    """The bound form after somebody opened the page with `value` and changed a few boxes."""
    form_class, choices = form_for(code), CHOICES.get(code, {})
    data = {**as_posted(form_class(value, **choices)), **changes}
    return form_class(value, {name: text for name, text in data.items() if text != "(gone)"}, **choices)


def problems(form) -> list[str]:
    assert not form.is_valid()
    return [problem["text"] for problem in form.problems]


@pytest.mark.parametrize("code", list(section_values()))
def test_a_page_sent_back_as_shown_keeps_its_value(code):
    value = settle_section(code, section_values()[code])

    form = page(code, value)

    assert form.is_valid(), form.problems
    assert settle_section(code, form.value()) == value
    assert form.readings == []


@pytest.mark.parametrize("code", list(section_values()))
def test_an_empty_page_may_be_saved(code):
    form = page(code, {})

    assert form.is_valid(), form.problems
    assert settle_section(code, form.value()) == settle_section(code, {})


def test_a_new_row_is_added_and_a_ticked_one_removed():
    value = settle_section("RECOMMENDATIONS", section_values()["RECOMMENDATIONS"])

    form = page("RECOMMENDATIONS", value, **{"items-1-DELETE": "on", "items-2-text": "Tell the partners."})

    assert form.is_valid()
    assert [row["text"] for row in form.value()["items"]] == [value["items"][0]["text"], "Tell the partners."]


def test_a_new_criterion_gets_a_key_that_was_never_used():
    value = {"items": [{"key": "K1", "title": "A", "weight": 60}, {"key": "K4", "title": "B", "weight": 40}]}

    form = page("CRITERIA", value, **{"items-1-DELETE": "on", "items-2-title": "C", "items-2-weight": "40"})

    assert form.is_valid()
    assert [row["key"] for row in form.value()["items"]] == ["K1", "K5"]


def test_sums_in_words_are_understood_and_have_to_be_confirmed():
    """E-95: "£1.2m" and "1,200,000" are read back."""
    value = settle_section("FINANCE", section_values()["FINANCE"])

    form = page(
        "FINANCE",
        value,
        **{"costs-0-pence": "£1.2m", "costs-1-pence": "1,200,000", "contributions-0-pence": "900000"},
    )

    assert form.is_valid()
    assert [row["pence"] for row in form.value()["costs"]] == [120_000_000, 120_000_000]
    assert form.readings == [
        {"label": "Amount", "typed": "£1.2m", "read": "£1,200,000"},
        {"label": "Amount", "typed": "1,200,000", "read": "£1,200,000"},
    ]
    assert form.to_confirm == "£1.2m=£1,200,000|1,200,000=£1,200,000"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("12e9", "Cost 1: Amount must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("-500", "Cost 1: Amount must be £0 or more, without a minus sign"),
        ("NaN", "Cost 1: Amount must be an amount in pounds, like 1,200,000 or £1.2m"),
        ("", "Cost 1: Enter the amount"),
    ],
)
def test_sums_without_a_certain_meaning_are_refused(typed, message):
    """E-95: "-500", "12e9" and "NaN" are refused."""
    value = settle_section("FINANCE", section_values()["FINANCE"])

    assert problems(page("FINANCE", value, **{"costs-0-pence": typed})) == [message]


@pytest.mark.parametrize(
    ("code", "box", "typed", "message"),
    [
        ("SUMMARY", "text", "x" * 20_001, "Text must be 20000 characters or fewer"),
        ("CRITERIA", "items-0-weight", "sixty", "Criterion 1: Weight must be a whole number, like 15"),
        ("CRITERIA", "items-0-weight", "0", "Criterion 1: Weight must be 1 or more"),
        ("CRITERIA", "items-0-title", "", "Criterion 1: Enter the criterion"),
        ("OPTIONS", "items-0-score_K1", "6", "Option 1: Select the score for Need (weight 60) from the list"),
        ("OPTIONS", "items-0-kind", "BEST", "Option 1: Select the kind of option from the list"),
        ("FINANCE", "costs-0-year", "2026/28", "Cost 1: Financial year must look like 2026/27"),
        ("FINANCE", "costs-0-year", "April 2026", "Cost 1: Financial year must look like 2026/27"),
        ("FINANCE", "contributions-0-agency", "mars", "Payment 1: Select the agency from the list"),
        ("RISKS", "items-0-likelihood", "", "Risk 1: Select the likelihood before controls"),
        ("RISKS", "items-0-impact", "9", "Risk 1: Select the impact before controls from the list"),
        ("EVIDENCE", "items-0-claim", "C7", "Link 1: Select the claim of the evidence pack from the list"),
        (
            "EQUALITY",
            "impacts-0-evidence",
            "Younger people.",
            "Group 1: Select the effect on the group “Age”",
        ),
        ("PRINCIPLES", "answers-0-rating", "GOOD", "Principle 1: Select the rating from the list"),
    ],
)
def test_wrong_entries_are_named_with_their_row(code, box, typed, message):
    value = settle_section(code, section_values()[code])

    assert problems(page(code, value, **{box: typed})) == [message]


def test_savings_shares_become_exact_text():
    shares = {
        "shares-0-agency": "council",
        "shares-0-share": "66.67",
        "shares-1-agency": "icb",
        "shares-1-share": "33.33",
    }

    form = page("FINANCE", {}, **shares)

    assert form.is_valid(), form.problems
    assert form.value()["shares"] == [
        {"agency": "council", "share": "66.67"},
        {"agency": "icb", "share": "33.33"},
    ]


def test_a_page_without_its_management_boxes_is_refused_not_broken():
    form = form_for("RISKS")({}, {"text": "x"})

    assert not form.is_valid()
    assert form.problems[0]["text"].startswith("ManagementForm data is missing")
