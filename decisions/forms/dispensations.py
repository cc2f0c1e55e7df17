"""The form of a dispensation under section 33 of the Localism Act 2011."""

from __future__ import annotations

from datetime import date

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look

SCOPE = [("SPEAK", "Take part in the discussion"), ("VOTE", "Vote")]


class DispensationForm(GovukForm):
    """Who asked in writing for what, on which ground, for how long, and who granted it."""

    person = forms.ChoiceField(label="Member", error_messages={"required": "Select the member"})
    requested_on = PlainDateField(
        label="Day of the member’s written request", max_length=40, help_text="For example, 3 April 2027",
        error_messages={"required": "Enter the day of the written request"},
    )  # fmt: skip
    subject = forms.CharField(
        label="Matter that it is about", max_length=300, error_messages={"required": "Enter the matter"}
    )
    scope = forms.MultipleChoiceField(
        label="What it allows", choices=SCOPE, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what it allows"},
    )  # fmt: skip
    starts_on = PlainDateField(
        label="In force from", max_length=40, error_messages={"required": "Enter the first day"}
    )
    ends_on = PlainDateField(
        label="In force until", max_length=40, help_text="At most four years",
        error_messages={"required": "Enter the last day"},
    )  # fmt: skip
    grounds = TextField(label="Ground and reasons", max_length=2000, error_messages={"required": "Enter the ground"})
    granted_by = forms.CharField(
        label="Granted by", max_length=300, help_text="The committee or officer, with the date of the decision",
        error_messages={"required": "Enter who granted it"},
    )  # fmt: skip
    looks = {name: Look(width=20) for name in ("requested_on", "starts_on", "ends_on")}

    def __init__(self, *args: object, members: list[tuple[str, str]], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose a member"), *members]
        self.today = today

    def clean_requested_on(self) -> date:
        day = self.cleaned_data["requested_on"]
        if day > self.today:
            raise forms.ValidationError("The written request comes first. Enter a day that is not in the future.")
        return day
