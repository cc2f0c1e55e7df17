"""Forms of changing the constitution: choose the file, propose what was read, turn a change down."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.forms.uploads import UploadField


class ConstitutionFile(GovukForm):
    """The changed file."""

    file = UploadField(
        label="Changed constitution", kinds=("toml",), megabytes=1,
        error_messages={"required": "Select the file of the changed constitution"},
    )  # fmt: skip

    def clean_file(self) -> str:
        return self.cleaned_data["file"].read().decode("utf-8").replace("\r\n", "\n")


class ProposeConstitution(GovukForm):
    """The text that was read and shown, and why it changes."""

    text = TextField(widget=forms.HiddenInput, strip=False, max_length=1_000_000)
    reasons = TextField(
        label="Why does the constitution change?", max_length=2000,
        help_text="For example, the decision of the council and its date.",
        error_messages={"required": "Enter why the constitution changes"},
    )  # fmt: skip
    looks = {"reasons": Look(rows=3)}


class WithdrawConstitution(GovukForm):
    """Why a proposed change is turned down or taken back."""

    reasons = TextField(
        label="Why should it not apply?", max_length=2000, error_messages={"required": "Enter why it should not apply"}
    )
    looks = {"reasons": Look(rows=3)}
