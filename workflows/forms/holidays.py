"""The form of a proclaimed bank holiday."""

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.rules.calendars import PART_NAMES


class HolidayForm(GovukForm):
    """Which day, where it holds, and where it was proclaimed."""

    day = PlainDateField(
        label="Day", max_length=40, help_text="For example, 3 June 2027",
        error_messages={"required": "Enter the day"},
    )  # fmt: skip
    name = forms.CharField(
        label="Name", max_length=200, help_text="For example, Bank holiday for the coronation",
        error_messages={"required": "Enter the name of the day"},
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label="Where it is a bank holiday", choices=list(PART_NAMES.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select where it is a bank holiday"},
    )  # fmt: skip
    source = forms.CharField(
        label="Where it was proclaimed", max_length=300, help_text="The proclamation and its date, or its address",
        error_messages={"required": "Enter where it was proclaimed"},
    )  # fmt: skip
    looks = {"day": Look(width=20)}


class HiddenHoliday(HolidayForm):
    """The same answers carried through the page that shows what would change."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, one in self.fields.items():
            one.widget = forms.MultipleHiddenInput() if name == "parts" else forms.HiddenInput()
