"""Correcting a published record."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look


class CorrectionForm(GovukForm):
    """The record as it reads now, ready to be changed; why; and whether the substance changes."""

    decision_text = TextField(label="What was decided", max_length=2000)
    reasons = TextField(label="Why", max_length=8000)
    alternatives = TextField(label="What else was considered and rejected", max_length=8000)
    note = TextField(
        label="What was wrong, and why is it corrected?",
        help_text="This note is published with the corrected record.",
        max_length=2000,
        error_messages={"required": "Say what was wrong and why it is corrected"},
    )
    substance = forms.ChoiceField(
        label="Does the substance of the decision change?",
        choices=[
            ("NO", "No: a clerical mistake is put right, or reasons are added"),
            ("YES", "Yes: people read now that something else was decided"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the substance of the decision changes"},
    )
    looks = {
        "decision_text": Look(rows=3),
        "reasons": Look(rows=6),
        "alternatives": Look(rows=6),
        "note": Look(size="m", rows=3),
        "substance": Look(size="m"),
    }

    def __init__(self, *args: Any, resolutions: Sequence[dict], short_form: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alternatives"].required = not short_form  # such a record names them only if any were considered
        self.numbers = [row["number"] for row in resolutions]
        for row in resolutions:
            name = self.name_of(row["number"])
            self.add_field(name, TextField(label=f"Resolution {row['number']}", max_length=4000, initial=row["text"]))
        named = [self.name_of(number) for number in self.numbers]
        self.order_fields(["decision_text", *named, "reasons", "alternatives", "note", "substance"])

    @staticmethod
    def name_of(number: int) -> str:
        return f"resolution_{number}"

    def given(self) -> dict:
        """Every part of the record as the form has it."""
        said = self.cleaned_data
        return {
            "decision_text": said["decision_text"],
            "resolutions": [{"number": number, "text": said[self.name_of(number)]} for number in self.numbers],
            "reasons": said["reasons"],
            "alternatives": said["alternatives"],
        }
