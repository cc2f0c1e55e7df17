"""Certifying a record."""

from collections.abc import Mapping
from typing import Any

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm

NOTE = "Which dispensation was granted and when, or that none was. It is stated in the record and lifts nothing."


class CertifyForm(GovukForm):
    """The explicit acts that the record needs from the proper officer."""

    conflicts_settled = forms.BooleanField(
        label="Every declared conflict of interest is listed, or none was declared",
    )
    claims_exemption = forms.BooleanField(
        label="Call-in does not apply: it was agreed as urgent before the decision", required=False
    )
    checked = forms.BooleanField(label="I have checked the record and certify it")

    def __init__(self, *args: Any, exemption_asked: bool = False, unnoted: Mapping[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unnoted = dict(unnoted or {})
        for n, name in self.unnoted.items():
            self.add_field(f"note_{n}", TextField(
                label=f"Note of the head of paid service on the interest of {name}", max_length=2000, help_text=NOTE,
                error_messages={"required": f"Write which dispensation the head of paid service granted to {name}, or that none was"},
            ))  # fmt: skip
        self.order_fields([f"note_{n}" for n in self.unnoted])
        if not exemption_asked:
            del self.fields["claims_exemption"]

    def hops_notes(self) -> dict[int, str]:
        """What the head of paid service noted, by the place of the conflict."""
        return {n: self.cleaned_data[f"note_{n}"] for n in self.unnoted}
