"""What the Monitoring Officer found about an incident."""

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm


class IncidentForm(GovukForm):
    """One note, kept with the case."""

    note = TextField(
        label="What did you find, and what follows?",
        help_text="Kept in the audit trail for members and auditors; residents do not see it.",
        max_length=4000,
        error_messages={"required": "Write what you found and what follows"},
    )
