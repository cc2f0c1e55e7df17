"""Correcting a published report."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look


class ErratumForm(GovukForm):
    """Where the mistake stands, the words as published, the words as they should read, and why."""

    place = forms.ChoiceField(
        label="In which part of the report?", error_messages={"required": "Select the part of the report"}
    )
    was = TextField(
        label="The words as they were published",
        help_text="Copy them from the report, with a few words around the mistake.",
        max_length=2000,
        error_messages={"required": "Enter the words as they were published"},
    )
    now = TextField(
        label="How they should read", max_length=2000, error_messages={"required": "Enter how the words should read"}
    )
    note = TextField(
        label="Why is it corrected?", help_text="This is published beside the report.", max_length=2000,
        error_messages={"required": "Say why it is corrected"},
    )  # fmt: skip
    substance = forms.ChoiceField(
        label="Does it change the substance of the report?",
        choices=[
            ("NO", "No: a slip, such as a figure that was typed wrongly"),
            ("YES", "Yes, or it is in doubt: the report is taken off the agenda and cleared again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it changes the substance"},
    )
    looks = {"was": Look(rows=3), "now": Look(rows=3), "note": Look(rows=3), "substance": Look(size="m")}

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Select"), *places]
