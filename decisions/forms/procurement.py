"""Recording a step of a procurement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import TimeField
from decisions.models import ProcurementStep
from decisions.rules.procurement import BEGINS_STANDSTILL, Kind, Step

HINTS = {
    Kind.PLANNED: "It may shorten the time for tenders.",
    Kind.TENDER: "It comes after the decision to procure is in effect.",
    Kind.TRANSPARENCY: "Before a direct award.",
    Kind.AWARD: "It begins the standstill.",
    Kind.INTENTION: "Under the Provider Selection Regime; it begins that regime’s standstill.",
    Kind.CHALLENGED: "A claim was issued and the council was told of it.",
    Kind.SIGNED: "After the standstill.",
    Kind.DETAILS: "After the contract is signed.",
}


class ProcurementForm(GovukForm):
    """What happened and when; the standstill is counted, not asked."""

    kind = forms.ChoiceField(
        label="What happened?", choices=ProcurementStep.KINDS, widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )  # fmt: skip
    happened_on = GovukDateField(label="On which day?", help_text="For a notice, the day on which it was published. For example, 25 11 2026")
    at_time = TimeField(
        label="At what time", required=False,
        help_text="If it is known, for example 9:15am or 14:30. On the day of a call-in it tells which of the two came first.",
    )  # fmt: skip
    reference = forms.CharField(label="Number of the notice", max_length=100, required=False, help_text="As the central digital platform gives it, for example 2026/S 000-012345")
    stated_until = GovukDateField(
        label="Last day of the standstill as the notice gives it", required=False,
        help_text="Only for an award or intention notice that names a day. The system counts for itself.",
    )  # fmt: skip
    why_none = TextField(
        label="Why no standstill applies", required=False, max_length=1000,
        help_text="Only for an award notice without a standstill: for example a light touch contract or a call-off from a framework.",
    )  # fmt: skip
    already = forms.ChoiceField(
        label="Has the contract been signed already?", widget=forms.RadioSelect,
        choices=[("NO", "No, ask first whether it may be signed today"), ("YES", "Yes, and this records it as it happened")],
        error_messages={"required": "Select whether it has been signed already"},
    )  # fmt: skip
    looks = {
        "kind": Look(hints={kind.value: words for kind, words in HINTS.items()}, reveals={Kind.SIGNED.value: "already"}),
        "at_time": Look(width=10), "reference": Look(width=20), "why_none": Look(rows=3),
    }  # fmt: skip

    def __init__(self, *args: Any, resolutions: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if resolutions:
            choices = [(str(number), f"{number}. {text}") for number, text in resolutions]
            self.add_field(
                "resolutions",
                forms.MultipleChoiceField(
                    label="Which resolutions does it carry out?", required=False, choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                    help_text="A call-in can hold some of them and leave the others free. Tick none for the whole decision.",
                ),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind and kind not in BEGINS_STANDSTILL:
            for name in ("stated_until", "why_none"):
                if said.get(name):
                    self.add_error(name, "Only an award or intention notice begins a standstill. Leave this empty.")
        elif said.get("stated_until") and said.get("why_none"):
            self.add_error("why_none", "Give the last day of the standstill or say why there is none, not both.")
        return said

    def step(self) -> Step:
        """What the service is told."""
        said = self.cleaned_data
        until: date | None = said["stated_until"]
        part = tuple(sorted(int(number) for number in said.get("resolutions", ())))
        return Step(
            Kind(said["kind"]), said["happened_on"], said["reference"], until, said["why_none"], said["already"] == "YES",
            at_time=said["at_time"], resolutions=part,
        )  # fmt: skip
