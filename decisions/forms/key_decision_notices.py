"""What the proper officer states in a notice of key decision (SI 2012/2089 reg 9(1))."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import LinesField, TimeField


class NoticeForm(GovukForm):
    """Fields (b) to (h), why the decision is key, and where the copy lies. `makers` are pairs for the list."""

    matter = TextField(label="The matter to be decided", help_text="Plain English, without anything exempt", max_length=3000)
    why_key = TextField(label="Why the decision is key", max_length=2000)
    maker = forms.ChoiceField(label="Who will decide", help_text="The members of the Cabinet are listed as they are today")
    decide_from = GovukDateField(label="First date on which it may be decided", help_text="For example, 11 1 2027")
    decide_to = GovukDateField(
        label="Last date on which it may be decided", help_text="The same date again if it is one day"
    )
    documents = LinesField(
        label="Documents submitted to the decision-maker", help_text="One on each line", max_length=3000
    )
    wards = LinesField(
        label="Wards affected", help_text="One on each line, or All wards", max_length=2000, required=False
    )
    value = MoneyField(label="Value over the whole term", help_text="For example, £1.2m", required=False)
    address = forms.CharField(label="Address from which copies are available", max_length=300)
    procedure = forms.CharField(
        label="How to ask for documents as they become available", max_length=300
    )
    why_again = TextField(label="Why a new notice is needed", max_length=2000)
    copy_place = forms.CharField(label="Place where the paper copy lies", max_length=300)
    copy_placed_by = forms.CharField(label="Who placed it", max_length=200)
    copy_on = GovukDateField(label="Date on which it was placed")
    copy_time = TimeField(label="Time at which it was placed", help_text="For example, 9:15am or 14:30")
    no_exempt = forms.BooleanField(label="The notice contains nothing confidential or exempt")
    looks = {
        "matter": Look(rows=5),
        "why_key": Look(rows=3),
        "documents": Look(rows=4, count=False),
        "wards": Look(rows=3, count=False),
        "value": Look(width=10, prefix="£"),
        "copy_time": Look(width=5),
    }

    def __init__(self, *args: Any, makers: Sequence[tuple[str, str]], again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["maker"].choices = [("", "Select"), *makers]
        if not again:
            del self.fields["why_again"]

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("decide_from"), cleaned.get("decide_to")
        if first and last and last < first:
            self.add_error("decide_to", "The last date must be the same as or after the first date")
        return cleaned
