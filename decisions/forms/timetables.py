"""The form of working backwards. Sent by GET, so that a plan has an address."""

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.govuk import GovukForm, Look

YES_NO = [("yes", "Yes"), ("no", "No")]


class PlanForm(GovukForm):
    """By when it must take effect, and which way the decision goes."""

    by = PlainDateField(
        label="Must take effect by", max_length=40, help_text="For example, 1 April 2027",
        error_messages={"required": "Enter the day by which it must take effect"},
    )  # fmt: skip
    key = forms.ChoiceField(
        label="Is it a key decision?", choices=YES_NO, widget=forms.RadioSelect, initial="yes",
        help_text="A key decision needs notice of 28 clear days.",
    )  # fmt: skip
    joint = forms.ChoiceField(
        label="Do other agencies take part?", choices=YES_NO, widget=forms.RadioSelect, initial="yes",
        help_text="Then the senior management team recommends, and agencies sign.",
    )  # fmt: skip
    private = forms.ChoiceField(
        label="Is part of the meeting to be private?", choices=YES_NO, widget=forms.RadioSelect, initial="no", required=False,
        help_text="Then two notices say so, 28 and five clear days before.",
    )  # fmt: skip
    looks = {"by": Look(width=20), "key": Look(inline=True), "joint": Look(inline=True), "private": Look(inline=True)}
