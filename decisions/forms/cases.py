"""Closing a case."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm
from commissioning.rules.constitution import RetentionRules
from decisions.rules.retention import choices


class CloseForm(GovukForm):
    """How long the papers are kept, and a note for the file."""

    retention = forms.ChoiceField(
        label="Which retention class does the case fall under?",
        widget=forms.RadioSelect,
    )
    note = TextField(label="Closing note", help_text="What was achieved, what is left to whom.", max_length=2000)

    def __init__(self, *args: object, years: RetentionRules, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retention"].choices = choices(years)
