"""Which two versions are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.govuk import FilterForm


class CompareForm(FilterForm):
    """Two version numbers, sent by GET; the newest two stand in until somebody chooses."""

    before = forms.ChoiceField(label="Compare version")
    after = forms.ChoiceField(label="with version")

    def __init__(self, *args: Any, numbers: Sequence[int], **kwargs: Any) -> None:
        self.numbers = sorted(numbers)
        super().__init__(*args, initial=dict(zip(("before", "after"), self.newest(), strict=True)), **kwargs)
        for one in self.fields.values():
            one.choices = [(str(number), f"Version {number}") for number in self.numbers]

    def newest(self) -> tuple[int, int]:
        """The newest version and the one before it; the same one twice where there is only one."""
        return self.numbers[max(0, len(self.numbers) - 2)], self.numbers[-1]

    def chosen(self) -> tuple[int, int]:
        """What was asked for and exists; the newest two otherwise."""
        if self.is_bound and self.is_valid() and all(self.cleaned_data.values()):
            return int(self.cleaned_data["before"]), int(self.cleaned_data["after"])
        return self.newest()
