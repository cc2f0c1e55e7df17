"""Asking for agreement to urgency, answering, and the general exception."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import TimeField
from decisions.models.urgency import UrgencyConsent, UrgencyRequest
from decisions.rules.general_exception import CATEGORIES

Pairs = Sequence[tuple[str, str]]
CANNOT = [("", "Can act"), ("UNREACHABLE", "Cannot be reached"), ("INTEREST", "Has an interest in the matter")]


class AskUrgencyForm(GovukForm):
    """The question, and why those who come first in the chain cannot answer it."""

    kind = forms.ChoiceField(
        label="What should be agreed", choices=UrgencyRequest.KINDS, widget=forms.RadioSelect,
        help_text="Each agreement serves for itself alone; none stands for another",
    )  # fmt: skip
    maker = forms.ChoiceField(label="Who will decide")
    decide_by = GovukDateField(label="Last date by which it must be decided", help_text="For example, 11 1 2027")
    reasons = TextField(label="Why it is urgent and cannot reasonably be deferred", max_length=3000)
    chair = forms.ChoiceField(label="Chair of the scrutiny committee", choices=CANNOT, required=False)
    mayor = forms.ChoiceField(label="Civic Mayor", choices=CANNOT, required=False)
    looks = {"kind": Look(size="m"), "reasons": Look(rows=6), "chair": Look(when=""), "mayor": Look(when="")}

    def __init__(self, *args: Any, makers: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maker"].choices = [("", "Select"), *makers]


class AnswerUrgencyForm(GovukForm):
    """Urgency alone, never the merits."""

    result = forms.ChoiceField(
        label="Your answer", choices=[("AGREED", "I agree that it is urgent"), *UrgencyConsent.RESULTS[1:]],
        widget=forms.RadioSelect, error_messages={"required": "Select your answer"},
    )  # fmt: skip
    reasons = TextField(
        label="Your reasons", max_length=3000, help_text="Reasons for an agreement are published at once",
        error_messages={"required": "Give your reasons"},
    )  # fmt: skip
    looks = {"result": Look(size="m", hints={"UNABLE": "You have an interest in the matter, or cannot act for another reason"})}


class GeneralExceptionForm(GovukForm):
    """What the proper officer states under regulation 10, and where the copy lies."""

    matter = TextField(label="The matter to be decided", help_text="Plain English, without anything exempt", max_length=3000)
    maker = forms.ChoiceField(label="Who will decide")
    decide_on = GovukDateField(label="Date of the decision", help_text="For example, 11 1 2027")
    category = forms.ChoiceField(label="What kind of reason it is", choices=list(CATEGORIES.items()), widget=forms.RadioSelect)
    why = TextField(label="Why 28 clear days’ notice was impracticable", max_length=3000)
    informed_on = GovukDateField(label="Date on which they were informed in writing")
    informed_time = TimeField(label="Time at which they were informed", help_text="For example, 9:15am or 14:30")
    informed_how = forms.CharField(label="How they were informed", max_length=200, help_text="For example, by email")
    copy_place = forms.CharField(label="Place where the paper copy lies", max_length=300)
    copy_placed_by = forms.CharField(label="Who placed it", max_length=200)
    copy_on = GovukDateField(label="Date on which it was placed")
    copy_time = TimeField(label="Time at which it was placed", help_text="For example, 9:15am or 14:30")
    looks = {
        "category": Look(size="m"),
        "matter": Look(rows=4),
        "why": Look(rows=5),
        "copy_time": Look(width=5),
        "informed_time": Look(width=5),
    }

    def __init__(self, *args: Any, makers: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maker"].choices = [("", "Select"), *makers]
