"""Forms of call-in: the request, the ruling, the hearing."""

from django import forms

from commissioning.forms.bound_field import Look
from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm
from decisions.forms.fields import LinesField


class CallInForm(GovukForm):
    """Which resolutions, on which grounds, how they apply, and what should be done instead."""

    resolutions = forms.TypedMultipleChoiceField(
        label="Which resolutions do you call in?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.MultipleChoiceField(
        label="On which grounds?", help_text="The principles of decision-making", widget=forms.CheckboxSelectMultiple
    )
    particulars = TextField(label="How do these grounds apply?", max_length=4000)
    alternative = TextField(label="What should be done instead?", max_length=4000)
    request_key = forms.CharField(widget=forms.HiddenInput, required=False)
    looks = {"particulars": Look(rows=8), "alternative": Look(rows=5)}

    def __init__(self, *args: object, resolutions: list, grounds: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolutions"].choices = resolutions
        self.fields["grounds"].choices = [(ground, ground) for ground in grounds]

    def grounds_given(self) -> list[dict[str, str]]:
        """Each ground with the particulars, as the service takes them."""
        text = self.cleaned_data["particulars"]
        return [{"code": code, "particulars": text} for code in self.cleaned_data["grounds"]]


class RulingForm(GovukForm):
    """Valid or not, with reasons that are published."""

    valid = forms.TypedChoiceField(
        label="Is the call-in valid?",
        choices=[("yes", "Yes, it goes to the committee"), ("no", "No, it is not valid")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = TextField(label="Reasons", help_text="Everybody can read them.", max_length=4000)


class HearingForm(GovukForm):
    """What the committee did."""

    present = forms.IntegerField(label="How many members of the committee were present?", min_value=0, max_value=50)
    interests = TextField(label="Interests declared", help_text="Write “none” if nobody declared one.", max_length=2000)
    whip = forms.CharField(
        label="Was any member under a party whip?", help_text="Write “no”, or say who.", max_length=300
    )
    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[
            ("NO_ACTION", "No action: the decision takes effect"),
            ("REFER_BACK", "Refer back to the decision-maker with concerns"),
        ],
        widget=forms.RadioSelect,
    )
    reasons = TextField(label="The committee’s reasons", max_length=4000)
    concerns = LinesField(
        label="Concerns, one on each line",
        help_text="The decision-maker has to answer each of them.",
        max_length=6000,
        error_messages={"required": "Enter the concerns that the decision-maker must answer"},
    )
    looks = {"present": Look(width=2), "outcome": Look(reveals={"REFER_BACK": "concerns"})}
