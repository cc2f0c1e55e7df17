"""The forms of a change of the scheme of delegation: a line in new words, a line that ends."""

from __future__ import annotations

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.fields import MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.rules.delegations import consultees

EXAMPLE = "For example, 3 April 2027"


class EndLine(GovukForm):
    """From when a line no longer applies, and why."""

    applies_on = PlainDateField(
        label="First day without this line", max_length=40, help_text=EXAMPLE,
        error_messages={"required": "Enter the first day without this line"},
    )  # fmt: skip
    reasons = TextField(
        label="Why does the scheme change?", max_length=2000, error_messages={"required": "Enter why the scheme changes"}
    )
    looks = {"applies_on": Look(width=20), "reasons": Look(rows=3)}


class SchemeLine(GovukForm):
    """A line of the scheme: who, what, up to how much, under which condition, from when, on whose decision."""

    office = forms.ChoiceField(label="Who may decide", error_messages={"required": "Select who may decide"})
    function = forms.CharField(
        label="Function", max_length=300, help_text="In the words of the constitution",
        error_messages={"required": "Enter the function"},
    )  # fmt: skip
    executive = forms.TypedChoiceField(
        label="Whose function is it?", widget=forms.RadioSelect, coerce=lambda value: value == "yes", initial="yes",
        choices=[("yes", "The executive’s (the Leader and Cabinet)"), ("no", "The council’s own, which only an officer can be given")],
    )  # fmt: skip
    limit = MoneyField(
        label="Up to which value", required=False, help_text="The council’s share over the whole term. Empty for no limit."
    )
    key_decisions = forms.TypedChoiceField(
        label="May it be a key decision?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        coerce=lambda value: value == "yes", initial="yes",
    )  # fmt: skip
    conditions = forms.CharField(
        label="Whom to consult first", max_length=1000, required=False,
        help_text="For example, the director of public health. Consulting is not asking for agreement.",
    )  # fmt: skip
    applies_on = PlainDateField(
        label="First day", max_length=40, help_text=EXAMPLE, error_messages={"required": "Enter the first day"}
    )
    ends_on = PlainDateField(label="Last day", max_length=40, required=False, help_text="Empty for no end")
    source = forms.CharField(
        label="Decision of the Leader or the council, or paragraph, that says so", max_length=300,
        error_messages={"required": "Enter the decision or the paragraph"},
    )  # fmt: skip
    reasons = TextField(
        label="Why does the scheme change?", max_length=2000, error_messages={"required": "Enter why the scheme changes"}
    )
    looks = {
        "limit": Look(width=10, prefix="£"),
        "key_decisions": Look(inline=True),
        "applies_on": Look(width=20),
        "ends_on": Look(width=20),
        "reasons": Look(rows=3),
    }

    def __init__(self, *args: object, offices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "Select"), *offices]

    def clean(self) -> dict:
        """A function of the council is never a key decision."""
        cleaned = super().clean()
        if cleaned.get("executive") is False:
            cleaned["key_decisions"] = False
        return cleaned

    def clean_conditions(self) -> str:
        """As a sentence of the scheme: "the director" becomes "After consulting the director."."""
        whom = consultees(self.cleaned_data["conditions"])
        return f"After consulting {whom[0]}." if whom else ""


class WithdrawChange(GovukForm):
    """Why a proposed change is turned down or taken back."""

    reasons = TextField(
        label="Why should it not apply?", max_length=2000, error_messages={"required": "Enter why it should not apply"}
    )
    looks = {"reasons": Look(rows=3)}
