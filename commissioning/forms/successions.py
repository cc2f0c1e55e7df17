"""Entering the successor of a merged or abolished agency."""

from __future__ import annotations

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.models import Organisation
from commissioning.selectors.successions import partner_agencies

NEW = "NEW"


class SuccessionForm(GovukForm):
    """Which agency ends, who takes over, from when, and by which instrument."""

    predecessor = forms.ModelChoiceField(
        label="Which agency is merged or abolished?", queryset=Organisation.objects.none(), empty_label="Select",
        error_messages={"required": "Select the agency"},
    )  # fmt: skip
    who = forms.ChoiceField(
        label="Who takes over?", widget=forms.RadioSelect, choices=[("KNOWN", "An agency that takes part already"), (NEW, "A new body")],
        error_messages={"required": "Select who takes over"},
    )  # fmt: skip
    successor = forms.ModelChoiceField(
        label="Which one?", queryset=Organisation.objects.none(), empty_label="Select",
        error_messages={"required": "Select the agency that takes over"},
    )  # fmt: skip
    name = forms.CharField(label="Name of the new body", max_length=300, required=False)
    short = forms.CharField(label="Short name of the new body", max_length=60, required=False, help_text="As it is named in tables, for example ICB")
    effective_on = GovukDateField(label="From which day?", help_text="The first day of the successor. For example, 1 4 2027")
    document = forms.CharField(label="Order or agreement", max_length=300, help_text="Title and date")
    reason = TextField(label="What happens, in words that residents will read", max_length=2000, error_messages={"required": "Enter what happens"})
    looks = {"who": Look(reveals={"KNOWN": "successor"}), "short": Look(width=10)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("predecessor", "successor"):
            self.fields[name].queryset = partner_agencies()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("who") == NEW:
            for name, words in (("name", "Enter the name of the new body"), ("short", "Enter its short name")):
                if not said.get(name):
                    self.add_error(name, words)
        return said
