"""Filters of the audit trail."""

from collections.abc import Iterable

from django import forms

from commissioning.forms.fields import GovukDateField
from commissioning.forms.govuk import FilterForm


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
