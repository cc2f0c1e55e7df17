"""The form of a dispensation under section 33 of the Localism Act 2011."""

from __future__ import annotations

from datetime import date

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.overlays import CaseReferenceField
from decisions.models import DispensationRequest

SCOPE = [("SPEAK", "Take part in the discussion"), ("VOTE", "Vote")]
ONE_CASE = "Its reference, for example 2026/014. It holds for this case and no other."


class DispensationForm(GovukForm):
    """Who asked in writing for what, on which ground, for how long, and who granted it."""

    person = forms.ChoiceField(label="Member", error_messages={"required": "Select the member"})
    case = CaseReferenceField(
        label="Case that it is for", max_length=12, help_text=ONE_CASE, error_messages={"required": "Enter the reference of the case"}
    )  # fmt: skip
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
    looks = {"case": Look(width=10)} | {name: Look(width=20) for name in ("requested_on", "starts_on", "ends_on")}

    def __init__(self, *args: object, members: list[tuple[str, str]], today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose a member"), *members]
        self.today = today

    def clean_requested_on(self) -> date:
        day = self.cleaned_data["requested_on"]
        if day > self.today:
            raise forms.ValidationError("The written request comes first. Enter a day that is not in the future.")
        return day


class RequestForm(GovukForm):
    """A member's own written request."""

    case = CaseReferenceField(
        label="Case that it is for", max_length=12, help_text=ONE_CASE, error_messages={"required": "Enter the reference of the case"}
    )  # fmt: skip
    subject = forms.CharField(
        label="Matter that it is about", max_length=300, help_text="For example, contracts for home care",
        error_messages={"required": "Enter the matter"},
    )  # fmt: skip
    scope = forms.MultipleChoiceField(
        label="What do you want to do?", choices=SCOPE, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what you want to do"},
    )  # fmt: skip
    ground = forms.ChoiceField(
        label="On which ground?", choices=DispensationRequest.GROUNDS, widget=forms.RadioSelect,
        error_messages={"required": "Select the ground"},
    )  # fmt: skip
    reasons = TextField(
        label="What is your interest, and why should it be granted?", max_length=2000,
        error_messages={"required": "Enter your interest and your reasons"},
    )  # fmt: skip
    starts_on = PlainDateField(
        label="From", max_length=40, help_text="For example, 3 April 2027", error_messages={"required": "Enter the first day"}
    )
    ends_on = PlainDateField(
        label="Until", max_length=40, help_text="At most four years", error_messages={"required": "Enter the last day"}
    )
    looks = {"case": Look(width=10), "starts_on": Look(width=20), "ends_on": Look(width=20), "reasons": Look(rows=4)}


class AnswerForm(GovukForm):
    """What was decided on a request, by whom and why."""

    result = forms.ChoiceField(
        label="What was decided?", choices=[("GRANT", "Granted"), ("REFUSE", "Refused")], widget=forms.RadioSelect,
        error_messages={"required": "Select what was decided"},
    )  # fmt: skip
    granted_by = forms.CharField(
        label="Decided by", max_length=300, help_text="The committee or officer, with the date of the decision",
        error_messages={"required": "Enter who decided"},
    )  # fmt: skip
    reasons = TextField(label="Reasons", max_length=2000, error_messages={"required": "Enter the reasons"})
    looks = {"result": Look(inline=True), "reasons": Look(rows=3)}
