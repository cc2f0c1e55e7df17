"""Closing a case."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm


class CloseForm(GovukForm):
    """How long the papers are kept, and a note for the file."""

    retention = forms.ChoiceField(
        label="Which retention class does the case fall under?",
        choices=[
            ("RECORD_6_YEARS", "Executive decision: record and report 6 years, background papers 4 years"),
            ("CONTRACT", "Decision with a contract: 6 years after the contract ends"),
            ("PERMANENT", "Permanent: of lasting value to the borough"),
        ],
        widget=forms.RadioSelect,
    )
    note = TextField(label="Closing note", help_text="What was achieved, what is left to whom.", max_length=2000)
