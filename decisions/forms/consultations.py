"""Forms of a consultation: beginning one, extending it, telling people of it."""

from __future__ import annotations

from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.forms.uploads import UploadField
from commissioning.rules.consultations import NewConsultation, Result

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


class ResultForm(GovukForm):
    """What came back, and what followed from it."""

    answered = forms.IntegerField(
        label="How many answered?", min_value=0, max_value=10_000_000, help_text="People and organisations together. 0 if nobody did.",
        error_messages={"required": "Enter how many answered, 0 if nobody did"},
    )  # fmt: skip
    summary = TextField(
        label="What did people say?", max_length=20_000,
        help_text="The main points in plain words, also those against the proposal. Nobody’s name.",
        error_messages={"required": "Enter what people said"},
    )  # fmt: skip
    change = forms.ChoiceField(
        label="Was the proposal changed because of it?", choices=[("CHANGED", "Yes"), ("PARTLY", "In part"), ("NOT_CHANGED", "No")],
        widget=forms.RadioSelect, error_messages={"required": "Select whether the proposal was changed"},
    )  # fmt: skip
    response = TextField(
        label="What was changed, or why not?", max_length=20_000, help_text="An answer to each main point.",
        error_messages={"required": "Enter what was changed, or why not"},
    )  # fmt: skip
    file = UploadField(label="File with the figures", kinds=("pdf", "csv", "xlsx"), megabytes=20, required=False)
    looks = {"answered": Look(width=10), "summary": Look(markdown=True, rows=8), "response": Look(markdown=True, rows=8)}

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_correction:
            words = {"required": "Enter why it is corrected"}
            self.add_field("corrected", TextField(label="Why is it corrected?", max_length=2000, help_text="Residents read it.", error_messages=words))

    def result(self) -> Result:
        """What the service is told."""
        return Result(**{name: value for name, value in self.cleaned_data.items() if name != "file"})
