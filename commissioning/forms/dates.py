"""The form of the date calculator. Sent by GET, so that every answer has an address of its own."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError

from commissioning.forms.govuk import GovukForm, Look
from commissioning.rules.calendars import TITLES
from commissioning.rules.dates import instant, parse_date
from commissioning.rules.reckoning import read_number, read_time
from commissioning.rules.refusals import Refusal


class PlainDateField(forms.CharField):
    """A date in one box, as people and addresses write it: 3 April 2027 or 2027-04-03. Never guesses."""

    def clean(self, value: object) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except Refusal as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class DateForm(GovukForm):
    """Which period, how many, from when or back from when."""

    period = forms.ChoiceField(
        label="Which period", help_text="Choose “a count of your own” to set the number yourself."
    )
    n = forms.CharField(
        label="How many", required=False, max_length=9,
        help_text="Only for a count of your own: days, working days, months or hours.",
    )  # fmt: skip
    direction = forms.ChoiceField(
        label="What do you want to know?",
        choices=[("forward", "When does it end?"), ("back", "How late may it begin?")],
        widget=forms.RadioSelect,
        initial="forward",
    )
    on = PlainDateField(
        label="Date", max_length=40, help_text="For example, 3 April 2027 or 2027-04-03",
        error_messages={"required": "Enter the date"},
    )  # fmt: skip
    time = forms.CharField(
        label="Time", required=False, max_length=8,
        help_text="For example, 16:30. What the council publishes after its cut-off may count from the next working day. Hours count from this time.",
    )  # fmt: skip
    calendar = forms.ChoiceField(
        label="Bank holidays of",
        required=False,
        choices=[("", "The place that goes with the period"), *TITLES.items()],
    )
    looks = {
        "n": Look(width=3),
        "on": Look(width=20),
        "time": Look(width=5),
        "direction": Look(
            hints={"forward": "You give the first event.", "back": "You give the day by which it must have ended."}
        ),
    }

    def __init__(self, *args: object, groups: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = groups

    def clean_n(self) -> int | None:
        text = self.cleaned_data["n"]
        return self._read(read_number, text) if text else None

    def clean_time(self) -> time | None:
        text = self.cleaned_data["time"]
        return self._read(read_time, text) if text else None

    def clean(self) -> dict:
        found = super().clean()
        if found.get("period", "").startswith("own:") and found.get("n") is None and "n" not in self.errors:
            self.add_error("n", "Enter how many")
        return found

    @property
    def moment(self) -> date | datetime:
        """The date, or the London moment when a time was given."""
        day, at = self.cleaned_data["on"], self.cleaned_data["time"]
        return instant(day, at) if at is not None else day

    def refuse(self, refusal: Refusal) -> None:
        """Say a refusal of the rules beside the box that it is about."""
        boxes = {"count.number": "n", "count.no_way_back": "direction", "calendar.wrong": "calendar"}
        self.add_error(boxes.get(refusal.code, "on"), refusal.message)

    @staticmethod
    def _read(reader: object, text: str) -> object:
        try:
            return reader(text)
        except Refusal as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal
