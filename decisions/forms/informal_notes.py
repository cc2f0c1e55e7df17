"""The form for what was said without deciding."""

from __future__ import annotations

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.rules.informal_notes import HOW


class InformalNoteForm(GovukForm):
    """How it was talked about, when, and what was said."""

    how = forms.ChoiceField(
        label="How was it talked about?", choices=list(HOW.items()), widget=forms.RadioSelect,
        error_messages={"required": "Select how it was talked about"},
    )  # fmt: skip
    held_on = GovukDateField(label="On which day?", help_text="For example, 11 1 2027")
    text = TextField(
        label="Who said what?", max_length=4000, help_text="With names and offices. Nobody is bound by it.",
        error_messages={"required": "Write who said what"},
    )  # fmt: skip
    looks = {"text": Look(rows=6)}
