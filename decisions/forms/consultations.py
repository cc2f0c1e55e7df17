"""Forms of a consultation: beginning one, extending it, telling people of it."""

from __future__ import annotations

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.rules.consultations import NewConsultation

OVERRIDE = "Why it may go on in the pre-election period"


def override_field() -> TextField:
    """Only the Monitoring Officer is asked it, and only a pre-election period needs it."""
    return TextField(label=OVERRIDE, required=False, max_length=2000, help_text="Only if it falls into such a period. Your reasons are published.")


class ConsultForm(GovukForm):
    """What residents are asked, how they answer, and until when."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter the title"})
    question = TextField(
        label="What do you ask?", max_length=8000,
        help_text="Say what is proposed, what else was considered, and what can still change.",
    )  # fmt: skip
    how = TextField(label="How can people take part?", max_length=4000, help_text="Address, e-mail, events, other formats and languages.")
    opens_on = GovukDateField(label="First day", help_text="For example, 11 1 2027")
    closes_on = GovukDateField(label="Last day", help_text="Six to twelve weeks later is usual.")
    looks = {
        "question": Look(markdown=True),
        "how": Look(markdown=True, rows=4),
    }

    def __init__(self, *args: Any, may_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_override:
            self.add_field("override", override_field())

    def new(self) -> NewConsultation:
        """What the service is told."""
        return NewConsultation(**self.cleaned_data)


class ExtendForm(GovukForm):
    """A later last day, with reasons."""

    until = GovukDateField(label="New last day", help_text="For example, 5 3 2027")
    reasons = TextField(label="Why is it extended?", max_length=2000, help_text="Residents read it.", error_messages={"required": "Enter the reasons"})


class PublicityForm(GovukForm):
    """How people are told."""

    what = TextField(label="How are people told?", max_length=2000, help_text="For example: leaflets to every household in Elmfield.")
    on = GovukDateField(label="On which day?", help_text="For example, 18 1 2027")

    def __init__(self, *args: Any, may_override: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_override:
            self.add_field("override", override_field())


class ReviewForm(GovukForm):
    """Whether a pre-election period keeps people from taking part."""

    result = forms.ChoiceField(
        label="Can people take part in spite of the pre-election period?", widget=forms.RadioSelect,
        choices=[("KEPT", "Yes, the last day stays as it is"), ("EXTENDED", "Not well enough, it is extended")],
        error_messages={"required": "Select whether the consultation is extended"},
    )  # fmt: skip
    until = GovukDateField(label="New last day", help_text="After the poll is best. For example, 28 5 2027")
    reasons = TextField(label="Reasons", max_length=2000, help_text="Residents read the reasons of an extension.", error_messages={"required": "Enter the reasons"})
    looks = {"result": Look(reveals={"EXTENDED": "until"})}
