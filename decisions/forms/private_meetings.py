"""Notices of a private meeting, representations and answers."""

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
