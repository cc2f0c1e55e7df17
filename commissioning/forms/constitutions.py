"""Forms of changing the constitution: choose the file, propose what was read, turn a change down."""

from collections.abc import Sequence

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.forms.uploads import UploadField
from commissioning.rules.constitution_toml import ConstitutionError


class ConstitutionFile(GovukForm):
    """The changed file."""

    file = UploadField(
        label="Changed constitution", kinds=("toml",), megabytes=1,
        error_messages={"required": "Select the file of the changed constitution"},
    )  # fmt: skip

    def clean_file(self) -> str:
        return self.cleaned_data["file"].read().decode("utf-8").replace("\r\n", "\n")

    def blame(self, mistakes: Sequence[ConstitutionError]) -> None:
        """How many there are; the page lists each with its line."""
        said = "1 mistake; it is" if len(mistakes) == 1 else f"{len(mistakes)} mistakes; they are"
        self.add_error("file", f"The file has {said} listed below")


class ChangeValue(GovukForm):
    """One value, said anew; the rest of the constitution stays word for word."""

    path = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(label="Value", max_length=2000)
    version = forms.CharField(
        label="New version", max_length=60, help_text="For example, 2027.1", error_messages={"required": "Enter the new version"}
    )
    effective_from = GovukDateField(
        label="In force from", help_text="For example, 1 4 2027. Cases opened from that day follow it",
        error_messages={"required": "Enter the day from which it is in force"},
    )  # fmt: skip
    looks = {"version": Look(width=10)}

    def __init__(self, *args: object, label: str, now: str, known: Sequence[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if known:
            self.fields["value"] = forms.ChoiceField(choices=known, widget=forms.RadioSelect)
        self.fields["value"].label, self.fields["value"].help_text = label, now
        self.fields["value"].error_messages["required"] = "Enter the new value"

    def blame(self, mistakes: Sequence[ConstitutionError]) -> None:
        """Each mistake at the box that it is about."""
        for one in mistakes:
            field = one.key.rpartition(".")[2] if one.key.startswith("about.") else "value"
            self.add_error(field if field in self.fields else "value", f"{one.message[:1].upper()}{one.message[1:]}")


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
