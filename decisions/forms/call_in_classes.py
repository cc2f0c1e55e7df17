"""The form by which a decision is recorded as of a class that cannot be called in."""

from collections.abc import Sequence

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look

NEITHER = "NEITHER"


class CallInClassForm(GovukForm):
    """Which class, and why."""

    code = forms.TypedChoiceField(
        label="Of which class is the decision?",
        coerce=lambda value: "" if value == NEITHER else value,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the class of the decision"},
    )
    reasons = TextField(
        label="Why?",
        help_text="Everybody can read this, in the record of the decision too.",
        max_length=2000,
        error_messages={"required": "Enter why the decision is of that class, or of none"},
    )
    looks = {"reasons": Look(rows=4)}

    def __init__(self, *args: object, classes: Sequence[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [*classes, (NEITHER, "Of neither: it can be called in like every other")]
