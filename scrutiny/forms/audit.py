"""Filters of the audit trail, and the moment as of which a case is shown."""

from collections.abc import Iterable
from datetime import datetime, time

from django import forms

from commissioning.forms.fields import GovukDateField
from commissioning.forms.govuk import FilterForm, Look
from commissioning.rules.dates import LONDON


class AuditFilters(FilterForm):
    """What happened, at which stage, by whom, in which office and body, between which days."""

    stage = forms.ChoiceField(label="Stage")
    kind = forms.ChoiceField(label="What happened")
    person = forms.ChoiceField(label="Person")
    office = forms.ChoiceField(label="Office")
    body = forms.ChoiceField(label="Body")
    since = GovukDateField(label="From", help_text="For example, 3 6 2026")
    until = GovukDateField(label="To", help_text="For example, 30 9 2026")

    def __init__(
        self,
        *args: object,
        stages: Iterable[tuple[str, str]],
        kinds: Iterable[tuple[str, str]],
        people: Iterable[tuple[str, str]],
        offices: Iterable[str],
        bodies: Iterable[str],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "Every stage"), *stages]
        self.fields["kind"].choices = [("", "Everything"), *kinds]
        self.fields["person"].choices = [("", "Everybody"), *people]
        self.fields["office"].choices = [("", "Every office"), *((title, title) for title in offices)]
        self.fields["body"].choices = [("", "Every body"), *((name, name) for name in bodies)]

    def clean(self) -> dict:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "“To” must be the same day as “From” or later")
        return cleaned

    def chosen(self) -> dict[str, object]:
        """The filters that are set and valid, as the selector takes them."""
        if self.is_valid():
            return {name: value for name, value in self.cleaned_data.items() if value}
        return {name: value for name, value in self.cleaned_data.items() if value and name not in self.errors}


class AsKnownForm(FilterForm):
    """A day, and a time on it; without a time the end of that day."""

    day = GovukDateField(label="As known on", help_text="For example, 14 9 2026")
    clock = forms.TimeField(
        label="Time",
        help_text="For example, 17:35. Leave it empty for the end of the day.",
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": "Time must look like 17:35"},
    )
    looks = {"clock": Look(width=5)}

    def moment(self) -> datetime | None:
        """The moment asked for; None without a valid day."""
        if not self.is_valid() or not self.cleaned_data["day"]:
            return None
        day, clock = self.cleaned_data["day"], self.cleaned_data["clock"]
        if clock is None:
            return datetime.combine(day, time.max, LONDON)
        return datetime.combine(day, clock, LONDON)
