"""Certifying a record."""

from typing import Any

from django import forms

from commissioning.forms.govuk import GovukForm


class CertifyForm(GovukForm):
    """The explicit acts that the record needs from the proper officer."""

    conflicts_settled = forms.BooleanField(
        label="Every declared conflict of interest is listed, or none was declared",
    )
    claims_exemption = forms.BooleanField(
        label="Call-in does not apply: it was agreed as urgent before the decision", required=False
    )
    checked = forms.BooleanField(label="I have checked the record and certify it")

    def __init__(self, *args: Any, exemption_asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exemption_asked:
            del self.fields["claims_exemption"]
