"""The form by which a case is recorded as an education matter."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look


class EducationForm(GovukForm):
    """Whether it is one, and why."""

    is_education = forms.TypedChoiceField(
        label="Does it concern education functions of the council, wholly or partly?",
        choices=[("yes", "Yes, it is an education matter"), ("no", "No, it is not")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is an education matter"},
    )
    reasons = TextField(
        label="Which functions, and why?",
        help_text="Everybody can read this. For example, school places, school transport, special educational needs.",
        max_length=2000,
        error_messages={"required": "Enter which functions it concerns, or why it concerns none"},
    )
    looks = {"reasons": Look(rows=4)}
