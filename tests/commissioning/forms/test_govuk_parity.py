"""Our form markup against the official examples of govuk-frontend (tests/data/govuk_fixtures.json).

Compared is the skeleton: elements, classes, roles, types, ARIA and data attributes. Left out are names, texts, ids
(described-by ids are reduced to their last part) and the size of labels, which is our own choice.
"""

import json
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from lxml import html

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look

FIXTURES = json.loads(
    (Path(__file__).parents[2] / "data" / "govuk_fixtures.json").read_text(encoding="utf-8")
)
COMPARED = (
    "role",
    "type",
    "inputmode",
    "rows",
    "aria-hidden",
    "data-module",
    "data-maxlength",
    "data-behaviour",
)
SIZES = ("govuk-label--s", "govuk-fieldset__legend--s", "govuk-fieldset__legend--l", "govuk-label--l")


def skeleton(element):
    attributes = {name: element.get(name) for name in COMPARED if element.get(name) is not None}
    classes = sorted(set(element.get("class", "").split()) - set(SIZES))
    described = [ident.rsplit("-", 1)[-1] for ident in element.get("aria-describedby", "").split()]
    return [element.tag, classes, attributes, described, [skeleton(child) for child in element]]


def official(component, name):
    return skeleton(html.fragment_fromstring(FIXTURES["components"][component][name]))


def ours(field, *, data=None, look=None):
    class OneField(GovukForm):
        one = field
        looks = {"one": look or Look()}

    form = OneField(data)
    return skeleton(html.fragment_fromstring(form["one"].as_field_group()))


CHOICES = [("1", "One"), ("2", "Two"), ("3", "Three")]
HINTED = Look(hints={"1": "h", "2": "h", "3": "h"})


@pytest.mark.parametrize(
    ("component", "example", "field", "data", "look"),
    [
        ("input", "default", forms.CharField(label="A"), None, None),
        ("input", "with hint text", forms.CharField(label="A", help_text="h"), None, Look(width=10)),
        ("input", "with error message", forms.CharField(label="A"), {}, None),
        ("input", "with prefix", forms.CharField(label="A"), None, Look(prefix="£")),
        ("textarea", "with hint and error message", TextField(label="A", help_text="h"), {}, None),
        ("character-count", "with hint and error", TextField(label="A", help_text="h", max_length=10), {}, None),
        ("select", "with hint text and error message", forms.ChoiceField(label="A", choices=CHOICES, help_text="h"), {}, None),
        ("radios", "inline", forms.ChoiceField(label="A", choices=CHOICES[:2], widget=forms.RadioSelect, help_text="h"), None, Look(inline=True)),
        ("radios", "with fieldset and error message", forms.ChoiceField(label="A", choices=CHOICES[:2], widget=forms.RadioSelect), {}, None),
        ("checkboxes", "with error message", forms.MultipleChoiceField(label="A", choices=CHOICES, widget=forms.CheckboxSelectMultiple), {}, HINTED),
        ("date-input", "with error message and hint", GovukDateField(label="A", help_text="h"), {}, None),
        ("date-input", "with error on month input", GovukDateField(label="A", help_text="h"), {"one_day": "1", "one_year": "2027"}, None),
        ("file-upload", "with error message and hint", forms.FileField(label="A", help_text="h"), {}, None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_field_has_the_official_skeleton(component, example, field, data, look):
    expected = official(component, example)

    found = ours(field, data=data, look=look)

    assert _without_width(component, found) == _without_width(component, expected)


def _without_width(component, shape):
    """The width of a box is the choice of one example or of ours and says nothing about the component."""
    text = json.dumps(shape)
    if component == "input":
        text = text.replace('"govuk-input--width-10", ', "").replace(', "govuk-input--width-10"', "")
    return json.loads(text)


def test_radios_with_hints_and_divider_have_the_official_items():
    hinted = official("radios", "with hints on items")[4][0][4][1][4]
    divided = official("radios", "with a divider")[4][0][4][-1][4]
    field = forms.ChoiceField(label="A", choices=CHOICES, widget=forms.RadioSelect)

    with_hints = ours(field, look=HINTED)[4][0][4][1][4]
    with_divider = ours(field, look=Look(divider_before="3"))[4][0][4][1][4]

    assert with_hints[:2] == hinted[:2]
    assert [item[1] for item in with_divider][-2:] == [item[1] for item in divided][-2:]


def test_checkbox_none_is_exclusive_as_in_the_official_example():
    expected = official("checkboxes", "with divider and None")[4][0][4][-1][4]
    field = forms.MultipleChoiceField(label="A", choices=CHOICES, widget=forms.CheckboxSelectMultiple)

    found = ours(field, look=Look(divider_before="3"))[4][0][4][1][4]

    assert found[-2:] == expected[-2:]


def test_error_summary_has_the_official_skeleton():
    class TwoFields(GovukForm):
        one = forms.CharField()
        two = forms.CharField()

    found = render_to_string("components/error_summary.html", {"form": TwoFields({})})

    assert skeleton(html.fragment_fromstring(found)) == official("error-summary", "default")


def test_buttons_have_the_official_skeleton():
    page = html.fragment_fromstring(
        render_to_string(
            "components/form.html",
            {"form": GovukForm(), "submit": "Go", "secondary": "Save", "method": "get"},
        )
    )

    buttons = [skeleton(button) for button in page.iter("button")]

    assert buttons == [official("button", "default"), official("button", "secondary")]


def test_revealed_field_has_the_official_frame():
    """But for the class that hides it, which needs the script; a style rule of ours does it (see _components.scss)."""

    class Contact(GovukForm):
        one = forms.ChoiceField(label="A", choices=CHOICES, widget=forms.RadioSelect)
        mail = forms.CharField(label="B")
        looks = {"one": Look(reveals={"1": "mail"})}

    expected = html.fragment_fromstring(FIXTURES["components"]["radios"]["with conditional items"])
    found = html.fragment_fromstring(Contact()["one"].as_field_group())

    for place in (expected, found):
        (frame,) = place.xpath("(//*[contains(@class, 'govuk-radios__conditional')])[1]")
        frame[:] = []
        frame.set("class", frame.get("class").replace("govuk-radios__conditional--hidden", ""))
    assert skeleton(found)[4][0][4][1][4][:2] == skeleton(expected)[4][0][4][1][4][:2]
