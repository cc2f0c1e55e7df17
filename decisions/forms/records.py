"""Certifying a record."""

from django import forms

from commissioning.forms.govuk import GovukForm


class CertifyForm(GovukForm):
    """The explicit acts that the record needs from the proper officer."""

    conflicts_settled = forms.BooleanField(
        label="Every declared conflict of interest is listed, or none was declared",
    )
    checked = forms.BooleanField(label="I have checked the record and certify it")
