"""The senior management team: an agency's recommendation, and the chair's outcome."""

from django import forms

from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from decisions.forms.fields import LinesField
from decisions.forms.interests import NEEDS_NATURE
from decisions.models import AgencyRecommendation, SsmtOutcome

AGENCY_KINDS = [
    ("NONE", "None"),
    ("SUPPLIER_COI", "My organisation supplies this, or could"),
    ("NHS_COI", "An NHS conflict of interest"),
    ("NRI", "Another interest"),
]


class RecommendationForm(GovukForm):
    """Interests first, then one recommendation with its conditions or dissent."""

    interest = forms.ChoiceField(
        label="First: your interests in this proposal",
        choices=AGENCY_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have an interest. If you have none, choose “None”"},
    )
    nature = TextField(label="What the interest is", max_length=1000, required=False)
    position = forms.ChoiceField(
        label="What does your agency recommend?",
        choices=AgencyRecommendation.POSITIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your agency recommends"},
    )
    conditions = TextField(label="Conditions of your support", max_length=2000, required=False)
    dissent = TextField(
        label="Dissent",
        help_text="At most 500 words. It goes with the report to the Cabinet and is published.",
        max_length=4000,
        required=False,
    )
    looks = {
        "interest": Look(size="m"),
        "position": Look(
            size="m",
            large=True,
            hints={
                "SUPPORT_WITH_CONDITIONS": "Write the conditions below",
                "DO_NOT_SUPPORT": "Write the reasons below",
                "ABSTAIN": "Your agency takes part but neither supports nor opposes",
            },
        ),
        "nature": Look(rows=2, when="if you have one"),
        "conditions": Look(when="if you support with conditions"),
        "dissent": Look(when="if you do not support it"),
    }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("interest") in NEEDS_NATURE and not cleaned.get("nature", "").strip():
            self.add_error("nature", "Say what the interest is")
        if cleaned.get("position") == "SUPPORT_WITH_CONDITIONS" and not cleaned.get("conditions", "").strip():
            self.add_error("conditions", "Write the conditions of your support")
        if cleaned.get("position") == "DO_NOT_SUPPORT" and not cleaned.get("dissent", "").strip():
            self.add_error("dissent", "Write why your agency does not support this")
        if len(cleaned.get("dissent", "").split()) > 500:
            self.add_error("dissent", "Dissent must be 500 words or fewer")
        return cleaned


class SsmtOutcomeForm(GovukForm):
    """What the chair states; the rules check it against the agencies' answers."""

    outcome = forms.ChoiceField(
        label="What is the outcome?",
        choices=SsmtOutcome.OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the outcome"},
    )
    text = TextField(
        label="The outcome in words",
        help_text="The team recommends, supports, does not support, notes, asks or defers. It does not decide.",
        max_length=2000,
    )
    reasons = TextField(
        label="Reasons", max_length=4000, required=False
    )
    actions = LinesField(
        label="What the officer has to do",
        help_text="One action on each line.",
        max_length=4000,
        required=False,
    )
    looks = {
        "outcome": Look(size="m"),
        "text": Look(rows=3),
        "reasons": Look(when="if deferred or not supported"),
        "actions": Look(when="if returned"),
    }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("outcome") in ("DEFERRED", "NOT_SUPPORTED") and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", "Give the reasons")
        if cleaned.get("outcome") == "RETURNED" and not cleaned.get("actions"):
            self.add_error("actions", "List what the officer has to do, one action on each line")
        return cleaned
