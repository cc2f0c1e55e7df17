"""Putting a commissioning question, and withdrawing a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commissioning.forms.fields import MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.models import CommissioningQuestion
from commissioning.selectors.cases import lead_members, partner_agencies, sponsors


class ModelWords(forms.ModelChoiceField):
    """A record named by one of its own words."""

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word = word

    def label_from_instance(self, obj: Any) -> str:
        return str(getattr(obj, self.word))


class Records(forms.ModelMultipleChoiceField):
    """Several records by their keys; a number that no database can hold is as unknown as any other."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not (str(key).isascii() and str(key).isdecimal() and len(str(key)) < 19):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


class QuestionForm(GovukForm):
    """What is asked, who asks, who leads, what it may come to and who else puts something in."""

    title = forms.CharField(
        label="Title of the case", max_length=300, help_text="A few plain words that residents will read"
    )
    question = TextField(
        label="Commissioning question",
        max_length=4000,
        help_text="What need should be understood, and what might be bought?",
    )
    sponsor = ModelWords(
        label="Sponsoring service", queryset=None, word="name", empty_label="Choose a service"
    )
    lead_member = ModelWords(
        label="Lead cabinet member", queryset=None, word="title", empty_label="Choose a cabinet member"
    )
    estimate = MoneyField(
        label="Estimate of value over the whole term, all agencies together",
        help_text="For example, £1.2m or 1,200,000. Count spending, savings and income.",
    )
    estimate_basis = forms.CharField(label="Where the estimate comes from", max_length=300, required=False)
    partners = Records(
        label="Agencies expected to put something in",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Money, staff or buildings. The council is always part of it.",
    )
    several_wards = forms.TypedChoiceField(
        label="Is it likely to be significant for communities in two or more wards?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    wards = forms.CharField(
        label="Wards", max_length=500, required=False, help_text="Separate names with commas"
    )
    executive = forms.TypedChoiceField(
        label="Whose function is it?",
        choices=[("yes", "The executive’s (the Leader and Cabinet)"), ("no", "The council’s own")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    maker = forms.ChoiceField(
        label="Who is expected to decide?",
        choices=CommissioningQuestion.MAKERS,
        widget=forms.RadioSelect,
        initial="CABINET",
    )
    varies_a_decision = forms.BooleanField(
        label="It changes a decision that was already made", required=False
    )
    looks = {
        "estimate": Look(width=10, prefix="£"),
        "question": Look(rows=5),
        "several_wards": Look(inline=True),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].queryset = sponsors()
        self.fields["lead_member"].queryset = lead_members()
        self.fields["partners"].queryset = partner_agencies()
        self.fields["partners"].label_from_instance = lambda agency: agency.name


class WithdrawForm(GovukForm):
    """The reason stays with the case for everybody to read."""

    reason = TextField(
        label="Why is the case withdrawn?", max_length=2000, help_text="Everybody can read this reason"
    )
