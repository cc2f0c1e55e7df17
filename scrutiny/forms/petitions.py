"""A residents' petition: logging it, answering it."""

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from scrutiny.models import PetitionAnswer


class PetitionForm(GovukForm):
    """What was handed in. Names and addresses stay on the sheets."""

    signatures = forms.IntegerField(label="How many residents signed?", min_value=1, max_value=1_000_000)
    asks = TextField(
        label="What do they ask, and why?", help_text="Everybody can read it. Leave out names and whatever tells who somebody is.",
        max_length=4000, error_messages={"required": "Say what the residents ask, and why"},
    )  # fmt: skip
    received_on = GovukDateField(label="On which day was it received?", help_text="For example, 14 1 2027")
    kept_at = forms.CharField(
        label="Where are the signed sheets kept?", max_length=300,
        error_messages={"required": "Say where the signed sheets are kept"},
    )  # fmt: skip
    looks = {"signatures": Look(width=5), "asks": Look(rows=5)}


class PetitionAnswerForm(GovukForm):
    """What scrutiny does, and why."""

    result = forms.ChoiceField(
        label="What is the answer?", choices=PetitionAnswer.RESULTS, widget=forms.RadioSelect,
        error_messages={"required": "Select the answer"},
    )  # fmt: skip
    reasons = TextField(
        label="Reasons", help_text="Everybody can read them.", max_length=4000,
        error_messages={"required": "Enter the reasons"},
    )  # fmt: skip
