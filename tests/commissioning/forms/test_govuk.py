"""How forms speak to people: no browser limits, plain words, links that lead to the control in error."""

import pytest
from django import forms
from lxml import html

from commissioning.forms.fields import GovukDateField, MoneyField, TextField
from commissioning.forms.govuk import FilterForm, GovukForm, Look


class EveryKind(GovukForm):
    title = forms.CharField(label="Title of the proposal", max_length=120)
    lead = forms.ChoiceField(label="Lead organisation", choices=[("", "Choose"), ("nhs", "NHS")])
    key = forms.ChoiceField(label="Is this a key decision?", choices=[("y", "Yes")], widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(
        label="Groups", choices=[("o", "Older")], widget=forms.CheckboxSelectMultiple
    )
    starts = GovukDateField(label="Start date")
    cost = MoneyField(label="NHS share")
    wards = forms.IntegerField(label="Number of wards", min_value=1)
    reply = forms.EmailField(label="Your e-mail address")
    paper = forms.FileField(label="Paper")
    sure = forms.BooleanField(label="I have read the papers")
    request = forms.CharField(widget=forms.HiddenInput)
    reasons = TextField(label="Reasons", max_length=10, required=False)


def parsed(form):
    return html.fromstring(f"<form>{form}</form>")


def test_form_sends_no_limits_that_browsers_enforce():
    page = parsed(EveryKind())

    limited = page.xpath("//*[@required or @maxlength or @min or @max or @step]")

    assert limited == []


def test_empty_form_says_what_to_do_for_each_field():
    form = EveryKind({})

    words = [problem["text"] for problem in form.problems]

    assert words == [
        "Enter the title of the proposal",
        "Select the lead organisation",
        "Select an answer to “Is this a key decision?”",
        "Select the groups",
        "Enter the start date",
        "Enter the NHS share",
        "Enter the number of wards",
        "Enter your e-mail address",
        "Select a file for the paper",
        "Tick the box to confirm: I have read the papers",
        "The page was not complete when it was sent. Load it again and send the form once more",
    ]


def test_wrong_values_get_plain_words():
    form = EveryKind({"title": "x" * 121, "lead": "zz", "wards": "0", "reply": "at", "reasons": "x" * 11})

    words = {problem["target"]: problem["text"] for problem in form.problems}

    assert words["id_title"] == "Title of the proposal must be 120 characters or fewer"
    assert words["id_lead"] == "Select the lead organisation from the list"
    assert words["id_wards"] == "Number of wards must be 1 or more"
    assert words["id_reply"] == "Enter your e-mail address in the correct format, like name@example.com"
    assert words["id_reasons"] == "Reasons must be 10 characters or fewer"


def test_words_of_the_form_win_over_the_central_ones():
    class OwnWords(GovukForm):
        why = forms.CharField(error_messages={"required": "Say why it cannot wait"})

    assert OwnWords({}).problems == [{"text": "Say why it cannot wait", "target": "id_why"}]


def test_each_link_of_the_error_summary_leads_to_a_control():
    form = EveryKind({})
    page = parsed(form)

    targets = [problem["target"] for problem in form.problems if problem["target"]]

    assert [page.get_element_by_id(target).tag for target in targets] == [
        "input", "select", "input", "input", "input", "input", "input", "input", "input", "input",
    ]  # fmt: skip


def test_each_described_by_names_an_element_of_the_page():
    page = parsed(EveryKind({}))

    named = [ident for value in page.xpath("//@aria-describedby") for ident in value.split()]

    assert [ident for ident in named if not page.xpath(f"//*[@id='{ident}']")] == []


def test_label_and_typed_text_are_escaped():
    class Sharp(GovukForm):
        one = forms.CharField(label="<b>Label</b>", help_text="safe")

    page = parsed(Sharp({"one": '"><script>x</script>'}))

    assert page.xpath("//b | //script") == []


def test_line_ends_count_as_one_character():
    class Text(GovukForm):
        one = TextField(max_length=3)

    form = Text({"one": "a\r\nb"})

    assert form.is_valid()
    assert form.cleaned_data["one"] == "a\nb"


def test_optional_fields_say_so():
    page = parsed(EveryKind())

    assert page.xpath("//label[@for='id_reasons']")[0].text_content() == "Reasons (optional)"


@pytest.mark.parametrize(
    "kind",
    [
        forms.CharField(label="Name"),
        forms.ChoiceField(label="Name", choices=[("a", "A")], widget=forms.RadioSelect),
    ],
)
def test_heading_look_makes_the_label_the_heading_of_the_page(kind):
    class Question(GovukForm):
        one = kind
        looks = {"one": Look(size="l", heading=True)}

    page = parsed(Question())

    assert [heading.text_content() for heading in page.xpath("//h1")] == ["Name"]


class Clearance(GovukForm):
    result = forms.ChoiceField(
        label="Your answer", choices=[("CLEAR", "Clear"), ("REFUSE", "Refuse")], widget=forms.RadioSelect
    )
    reasons = TextField(label="Reasons for the refusal", max_length=20)
    looks = {"result": Look(reveals={"REFUSE": "reasons"})}


def test_revealed_field_stands_under_its_option_and_only_there():
    page = parsed(Clearance())

    assert page.xpath("//*[@id='conditional-id_result_1']//textarea/@name") == ["reasons"]
    assert page.xpath("//textarea/@name") == ["reasons"]
    assert page.xpath("//label[@for='id_reasons']")[0].text_content() == "Reasons for the refusal"


def test_revealed_field_is_required_with_its_option():
    form = Clearance({"result": "REFUSE", "reasons": ""})

    assert form.problems == [{"text": "Enter the reasons for the refusal", "target": "id_reasons"}]


def test_revealed_field_is_left_out_without_its_option():
    form = Clearance({"result": "CLEAR", "reasons": "x" * 30})

    assert form.is_valid()
    assert form.cleaned_data == {"result": "CLEAR", "reasons": ""}


def test_option_shows_every_field_that_belongs_to_it_and_none_that_the_form_has_not():
    class Hands(GovukForm):
        mode = forms.ChoiceField(choices=[("HANDS", "Show of hands")], widget=forms.RadioSelect)
        votes_for = forms.IntegerField(required=False)
        votes_against = forms.IntegerField(required=False)
        looks = {"mode": Look(reveals={"HANDS": ("votes_for", "votes_against", "taken_out")})}

    page = parsed(Hands())

    assert page.xpath("//*[@id='conditional-id_mode_0']//input/@name") == ["votes_for", "votes_against"]
    assert page.xpath("//input[@type='text']/@name") == ["votes_for", "votes_against"]


class Manner(GovukForm):
    mode = forms.ChoiceField(choices=[("HANDS", "Hands"), ("RECORDED", "Recorded"), ("AGREED", "Agreed")], widget=forms.RadioSelect)
    casting = forms.CharField(required=False)
    why = forms.CharField(required=False)
    looks = {
        "casting": Look(shown_with=("mode", ("HANDS", "RECORDED"))),
        "why": Look(shown_with=("taken_out", ("YES",))),
    }


def test_field_of_several_options_stands_in_its_own_place_with_their_names_for_the_script():
    page = parsed(Manner())

    assert page.xpath("//*[@data-shown-with='mode']/@data-options") == ["HANDS RECORDED"]
    assert page.xpath("//*[@data-shown-with]//input/@name") == ["casting"]  # the question of the other is not asked
    assert page.xpath("//input[@type='text']/@name") == ["casting", "why"]


def test_field_of_several_options_is_read_as_sent_where_no_script_hid_it():
    form = Manner({"mode": "AGREED", "casting": "FOR"})

    assert (form.is_valid(), form.cleaned_data["casting"]) == (True, "FOR")


def test_filters_require_nothing_and_do_not_say_so():
    class Words(FilterForm):
        q = forms.CharField(label="Words")

    form = Words({})

    assert form.is_valid()
    assert parsed(form).xpath("//label")[0].text_content() == "Words"


def test_added_field_is_dressed_like_the_others():
    form = GovukForm({})
    form.add_field("item_7", forms.CharField(label="Interest in item 7", max_length=5))

    assert form.problems == [{"text": "Enter the interest in item 7", "target": "id_item_7"}]
    assert parsed(form).xpath("//@maxlength") == []


def test_markdown_box_has_its_buttons_and_other_boxes_have_none():
    class Text(GovukForm):
        why = TextField()
        note = TextField()
        looks = {"why": Look(markdown=True)}

    page = parsed(Text())

    assert page.xpath("//markdown-toolbar/@for") == ["id_why"]
    assert page.xpath("//markdown-toolbar/button/@type") == ["button"] * 5
