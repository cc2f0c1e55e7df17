"""Whether what a report leaves out still has to be kept back."""

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.rules.exempt_parts import LIFT, RENEW


class ExemptReviewForm(GovukForm):
    """It is kept back until a later day, or everybody may read it."""

    result = forms.ChoiceField(
        label="Is the public interest in keeping it back still greater?", widget=forms.RadioSelect,
        choices=[(RENEW, "Yes, it is kept back until a later day"), (LIFT, "No, everybody may read it now")],
        error_messages={"required": "Select whether it is still kept back"},
    )  # fmt: skip
    review_on = GovukDateField(
        label="Day on which it is looked at again", error_messages={"required": "Enter the day on which it is looked at again"}
    )
    reasons = TextField(
        label="Reasons", max_length=2000, help_text="Everybody can read this, so leave out what is kept back",
        error_messages={"required": "Enter the reasons"},
    )  # fmt: skip
    looks = {"result": Look(reveals={RENEW: "review_on"}, hints={LIFT: "The words become public in the report and the receipt. This cannot be undone."})}
