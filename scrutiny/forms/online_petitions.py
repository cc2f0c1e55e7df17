"""A petition online: starting and signing it without an account, checking it on the desk."""

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from scrutiny.models import PetitionCheck
from scrutiny.rules.online_petitions import TIES, Person


class PersonForm(GovukForm):
    """Who signs. `website` is a trap for programmes: people leave it empty."""

    name = forms.CharField(label="Your name", max_length=200, help_text="Never published", error_messages={"required": "Enter your name"})
    email = forms.EmailField(
        label="Your e-mail address", help_text="Never published. We send you a link; nothing counts before you follow it.",
        error_messages={"required": "Enter your e-mail address", "invalid": "Enter an e-mail address like name@example.org"},
    )  # fmt: skip
    tie = forms.ChoiceField(
        label="How do you belong to the area?", choices=list(TIES.items()), widget=forms.RadioSelect,
        error_messages={"required": "Select whether you live, work or study here"},
    )  # fmt: skip
    website = forms.CharField(label="Leave this empty", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "spellcheck": "false"}
        self.fields["name"].widget.attrs |= {"autocomplete": "name"}

    @property
    def is_from_a_programme(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def person(self) -> Person:
        """What the service is told."""
        return Person(self.cleaned_data["name"], self.cleaned_data["email"], self.cleaned_data["tie"])


class StartForm(PersonForm):
    """What is asked, and by whom."""

    subject = forms.CharField(
        label="What is it about?", max_length=150, help_text="In one line. For example: Keep the clinic in Elmfield open",
        error_messages={"required": "Enter what it is about"},
    )  # fmt: skip
    asks = TextField(
        label="What do you ask for, and why?", max_length=4000,
        help_text="Everybody can read it. Leave out names, and whatever tells who somebody is.",
        error_messages={"required": "Say what you ask for, and why"},
    )  # fmt: skip
    field_order = ["subject", "asks", "name", "email", "tie", "website"]
    looks = {"asks": Look(rows=6)}


class CheckForm(GovukForm):
    """Whether people can sign it, until when, or why not."""

    result = forms.ChoiceField(
        label="Is it published for signatures?", choices=PetitionCheck.RESULTS, widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is published"},
    )  # fmt: skip
    closes_on = GovukDateField(
        label="Last day for signatures", help_text="Four weeks are usual", error_messages={"required": "Enter the last day for signatures"}
    )
    reasons = TextField(
        label="Why is it not published?", max_length=2000, help_text="Whoever started it reads this.",
        error_messages={"required": "Enter why it is not published"},
    )  # fmt: skip
    looks = {"result": Look(reveals={"ACCEPTED": "closes_on", "REFUSED": "reasons"})}


class HandInForm(GovukForm):
    """Nothing to fill in: the words and the number are there."""
