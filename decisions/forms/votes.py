"""A member's vote, and the motion that the chair puts."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.models import Vote


class VoteForm(GovukForm):
    """Three big choices."""

    choice = forms.ChoiceField(
        label="How do you vote?",
        choices=Vote.CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you vote"},
    )
    is_correction = forms.BooleanField(required=False, widget=forms.HiddenInput)
    looks = {"choice": Look(size="l", large=True)}


class MotionForm(GovukForm):
    """What is put to the vote."""

    motion = TextField(label="What is put to the vote", max_length=2000)
    looks = {"motion": Look(rows=3)}
