"""Notices of a private meeting, representations and answers."""

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import TimeField
from decisions.rules.private_meetings import PARAGRAPH_WORDS


class CopyFields(GovukForm):
    """Where the paper copy lies."""

    copy_place = forms.CharField(label="Place where the paper copy lies", max_length=300)
    copy_placed_by = forms.CharField(label="Who placed it", max_length=200)
    copy_on = GovukDateField(label="Date on which it was placed")
    copy_time = TimeField(label="Time at which it was placed", help_text="For example, 9:15am or 14:30")


class FirstNoticeForm(CopyFields):
    """What the first notice states."""

    meets_on = GovukDateField(label="Date of the Cabinet meeting", help_text="For example, 11 1 2027")
    matter = TextField(label="What will be considered", help_text="Without anything exempt", max_length=3000)
    paragraphs = forms.MultipleChoiceField(
        label="Paragraphs of Schedule 12A relied on",
        choices=[(str(number), f"{number}: {words}") for number, words in PARAGRAPH_WORDS.items()],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Select the paragraphs relied on"},
    )  # fmt: skip
    reasons = TextField(label="Why this part must be private", max_length=3000)
    field_order = ["meets_on", "matter", "paragraphs", "reasons"]
    looks = {"copy_time": Look(width=5), "matter": Look(rows=4), "reasons": Look(rows=4)}


class SecondNoticeForm(CopyFields):
    """Why the meeting is still to be private; representations and answers come from the file."""

    reasons = TextField(label="Why this part must still be private", max_length=3000)
    field_order = ["reasons"]
    looks = {"copy_time": Look(width=5), "reasons": Look(rows=4)}


class RepresentationForm(GovukForm):
    """What somebody said against a private meeting."""

    text = TextField(label="What was said", help_text="Published with the answer, without the name", max_length=5000)
    sender = forms.CharField(label="Who said it", max_length=200, required=False, help_text="For the office only; never published")
    received_on = GovukDateField(label="Date on which it was received")
    received_time = TimeField(label="Time at which it was received", help_text="For example, 9:15am or 14:30")
    looks = {"text": Look(rows=6), "received_time": Look(width=5)}


class AnswerForm(GovukForm):
    """The council's answer."""

    text = TextField(label="Answer to the representation", max_length=5000, error_messages={"required": "Write the answer"})


class PublicRepresentationForm(GovukForm):
    """For everybody, without an account. `website` is a trap for programmes: people leave it empty."""

    text = TextField(
        label="Why should this part of the meeting be open to the public?", max_length=5000,
        help_text="Published with the council’s answer, without your name. Do not write anything about your health or other people’s private lives.",
        error_messages={"required": "Write why the meeting should be open to the public"},
    )  # fmt: skip
    name = forms.CharField(label="Your name", max_length=200, required=False, help_text="For democratic services only; never published")
    email = forms.EmailField(
        label="Your e-mail address", required=False,
        help_text="We write once, when your representation is answered, and then delete it",
        error_messages={"invalid": "Enter an e-mail address like name@example.org, or leave it empty"},
    )  # fmt: skip
    website = forms.CharField(label="Leave this empty", required=False)
    looks = {"text": Look(rows=8)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "spellcheck": "false"}
        self.fields["name"].widget.attrs |= {"autocomplete": "name"}

    @property
    def is_from_a_programme(self) -> bool:
        return bool(self.cleaned_data.get("website"))
