"""A clearer's answer."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look

RESULTS = [
    ("CLEARED", "Clear"),
    ("CLEARED_WITH_COMMENTS", "Clear, with comments"),
    ("QUERY", "Ask a question"),
    ("REFUSED", "Refuse"),
]


class ClearanceForm(GovukForm):
    """One answer on the version whose hash is `read`; words are needed for everything but a plain clearance."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    result = forms.ChoiceField(
        label="What is your answer?",
        choices=RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select your answer"},
    )
    text = TextField(
        label="Your comment, question or reason",
        help_text="The officer sees it; it is kept with the case.",
        max_length=4000,
        required=False,
    )
    looks = {
        "result": Look(
            size="m",
            hints={
                "CLEARED": "The text may go on as it is",
                "CLEARED_WITH_COMMENTS": "It may go on; your comment goes with it",
                "QUERY": "It goes back to the officer with your question",
                "REFUSED": "It goes back to the officer with your reason",
            },
        ),
        "text": Look(rows=6, when="unless you simply clear"),
    }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("result", "CLEARED") != "CLEARED" and not cleaned.get("text", "").strip():
            self.add_error("text", "Enter your comment, question or reason")
        return cleaned
