"""The resolution to exclude the public, and when the public came back."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import TimeField
from decisions.rules.private_meetings import PARAGRAPH_WORDS

MOVED, STAYED = "MOVED", "NOT_MOVED"
IF_MOVED = "if it was moved"
HANDS = "for a show of hands"
Pairs = Sequence[tuple[str, str]]


class ExclusionForm(GovukForm):
    """What the meeting did, and if it was moved, everything that the regulation asks of the resolution."""

    what = forms.ChoiceField(
        label="What did the meeting do?",
        choices=[
            (MOVED, "A member moved that the public be excluded"),
            (STAYED, "Nobody moved it: the item is taken in public"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the meeting did"},
    )
    part = forms.CharField(label="Part of the meeting to which it applies", max_length=500, required=False)
    paragraphs = forms.MultipleChoiceField(
        label="Description of the exempt information", widget=forms.CheckboxSelectMultiple, required=False
    )
    text = TextField(label="The resolution in its words", max_length=4000, required=False)
    mover = forms.ChoiceField(label="Moved by", required=False)
    seconder = forms.ChoiceField(label="Seconded by", required=False)
    mode = forms.ChoiceField(
        label="How was it decided?",
        choices=[("AGREED", "Agreed without a vote"), ("SHOW_OF_HANDS", "Show of hands")],
        widget=forms.RadioSelect,
        required=False,
    )
    votes_for = forms.IntegerField(label="Hands for", min_value=0, max_value=100, required=False)
    votes_against = forms.IntegerField(label="Hands against", min_value=0, max_value=100, required=False)
    abstentions = forms.IntegerField(label="Hands abstaining", min_value=0, max_value=100, required=False)
    out_time = TimeField(
        label="When did the public leave?", help_text="For example, 7:12pm. Left empty, now.", required=False
    )
    looks = {
        "what": Look(size="m"),
        "part": Look(when=IF_MOVED),
        "paragraphs": Look(when=IF_MOVED),
        "text": Look(rows=4, when=IF_MOVED),
        "mover": Look(when=IF_MOVED),
        "seconder": Look(when=IF_MOVED),
        "mode": Look(when=IF_MOVED),
        "votes_for": Look(width=3, when=HANDS),
        "votes_against": Look(width=3, when=HANDS),
        "abstentions": Look(width=3, when=HANDS),
        "out_time": Look(width=5, when="if it was carried"),
    }
    says_optional = False

    def __init__(self, *args: Any, members: Pairs, announced: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paragraphs"].choices = [(str(n), f"Paragraph {n}: {PARAGRAPH_WORDS[n]}") for n in announced]
        for name in ("mover", "seconder"):
            self.fields[name].choices = [("", "Select"), *members]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("what") != MOVED:
            return cleaned
        asked = {
            "part": "Enter the part of the meeting to which it applies",
            "paragraphs": "Select the description of the exempt information",
            "text": "Write the resolution in its words",
            "mover": "Select who moved it",
            "seconder": "Select who seconded it",
            "mode": "Select how it was decided",
        }
        for name, words in asked.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        if cleaned.get("mode") == "SHOW_OF_HANDS" and cleaned.get("votes_for") is None and "votes_for" not in self.errors:
            self.add_error("votes_for", "Enter how many voted for")
        return cleaned


class ReadmissionForm(GovukForm):
    """When the public came back."""

    back_time = TimeField(
        label="When was the public let back in?",
        help_text="For example, 7:40pm. If the meeting ended without them, the time at which it ended.",
        error_messages={"required": "Enter when the public was let back in"},
    )
    looks = {"back_time": Look(size="m", width=5)}
