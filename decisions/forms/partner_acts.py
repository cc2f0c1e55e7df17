"""A partner's own part while the council's is on hold."""

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look


class PartnerActForm(GovukForm):
    """What the agency does, from when, and under which decision of its own."""

    what = TextField(
        label="What does your agency do?", help_text="Everybody can read it.", max_length=2000,
        error_messages={"required": "Say what your agency does"},
    )  # fmt: skip
    begins_on = GovukDateField(label="From which day?", help_text="For example, 14 1 2027")
    own_authority = forms.ChoiceField(
        label="Has your agency decided this in its own right?", widget=forms.RadioSelect,
        choices=[("YES", "Yes"), ("NO", "No, it relies on the council’s decision")],
        error_messages={"required": "Select whether your agency has decided this in its own right"},
    )  # fmt: skip
    authority = TextField(
        label="Which decision is that?", help_text="Who decided it, and when. Everybody can read it.", max_length=1000,
        error_messages={"required": "Name the decision of your agency"},
    )  # fmt: skip
    depends_on_council = forms.ChoiceField(
        label="Is that decision conditional on the council’s?", widget=forms.RadioSelect,
        choices=[("NO", "No"), ("YES", "Yes, it takes effect only with the council’s")],
        error_messages={"required": "Select whether that decision is conditional on the council’s"},
    )  # fmt: skip
    looks = {"what": Look(rows=4), "authority": Look(rows=3), "own_authority": Look(reveals={"YES": "authority"})}

    def said(self) -> dict:
        """What the service is told."""
        data = self.cleaned_data
        return data | {name: data[name] == "YES" for name in ("own_authority", "depends_on_council")}
