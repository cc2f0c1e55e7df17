"""An agency's signature."""

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look


class SignOffForm(GovukForm):
    """Exactly the commitments whose hash is `read`, and the authority under which they are signed."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    result = forms.ChoiceField(
        label="What does your agency do?",
        choices=[
            ("SIGNED", "Sign"),
            ("SIGNED_WITH_CONDITIONS", "Sign with conditions"),
            ("OBJECTED", "Object"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether your agency signs or objects"},
    )
    conditions = TextField(label="Conditions, or reasons for the objection", max_length=4000, required=False)
    authority = forms.CharField(
        label="Your authority",
        help_text="The scheme and the post, for example: Scheme of delegation, place lead",
        max_length=300,
    )
    authority_limit = MoneyField(
        label="Limit of your authority",
        help_text="For example, £2m. Leave empty if there is none.",
        required=False,
    )
    authority_on = GovukDateField(label="Date your authority began", help_text="For example, 1 4 2026")
    looks = {
        "result": Look(
            size="m",
            hints={"OBJECTED": "You can still sign later", "IN_PRINCIPLE": "While a consultation runs; you confirm it when it has closed"},
        ),
        "conditions": Look(when="if you sign with conditions or object"),
        "authority_limit": Look(width=10, prefix="£"),
    }

    def __init__(self, *args: Any, consulting: bool = False, **kwargs: Any) -> None:
        """`consulting`: a consultation runs, so that an agency signs in principle only."""
        super().__init__(*args, **kwargs)
        if consulting:
            self.fields["result"].choices = [("IN_PRINCIPLE", "Sign in principle"), *self.fields["result"].choices]

    def clean(self) -> dict:
        cleaned = super().clean()
        if (
            cleaned.get("result") in ("SIGNED_WITH_CONDITIONS", "OBJECTED")
            and not cleaned.get("conditions", "").strip()
        ):
            self.add_error("conditions", "Write the conditions or the reasons")
        return cleaned
