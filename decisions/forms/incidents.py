"""What the Monitoring Officer found about an incident, or about a decision whose authority is in doubt."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.models import VoidFinding


class IncidentForm(GovukForm):
    """One note, kept with the case."""

    note = TextField(
        label="What did you find, and what follows?",
        help_text="Kept in the audit trail for members and auditors; residents do not see it.",
        max_length=4000,
        error_messages={"required": "Write what you found and what follows"},
    )


class VoidForm(GovukForm):
    """Whether a decision stands, and why."""

    result = forms.ChoiceField(
        label="What did you find?", choices=VoidFinding.RESULTS, widget=forms.RadioSelect,
        error_messages={"required": "Select what you found"},
    )  # fmt: skip
    reasons = TextField(label="Reasons", max_length=4000, error_messages={"required": "Enter your reasons"})
    looks = {
        "result": Look(
            hints={"STANDS": "The hold is lifted.", "VOID": "It never takes effect. The matter can be put to its lawful decision-maker."}
        )
    }
