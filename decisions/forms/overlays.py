"""Forms of stops: declaring one, ending it, authorising one agreement under it."""

from __future__ import annotations

from django import forms

from commissioning.forms.dates import PlainDateField
from commissioning.forms.fields import TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.models import Case
from decisions.models import SpendAuthority
from decisions.rules.overlays import SPECIFICATIONS, STEP_WORDS, Kind

DOCUMENTS = {
    Kind.PRE_ELECTION: "Notice of election",
    Kind.SUSPENDED_PREELECTION: "Advice on which the suspension rests",
    Kind.SPEND_STOP: "Section 114 report",
    Kind.MO_S5A_HOLD: "Section 5A report",
    Kind.COURT_ORDER: "Court order",
}


class CaseReferenceField(forms.CharField):
    """An open case by its reference, such as 2026/014."""

    def clean(self, value: object) -> Case | None:
        text = super().clean(value)
        if not text:
            return None
        case = Case.objects.filter(reference=text.strip(), closed_at__isnull=True).first()
        if case is None:
            raise forms.ValidationError("No open case has this reference. Copy it from the case page, for example 2026/014.")
        return case


class DeclareForm(GovukForm):
    """What a stop of one kind needs to be told."""

    case = CaseReferenceField(label="Case", max_length=12, help_text="Its reference, for example 2026/014")
    document = forms.CharField(max_length=300, help_text="Title or number, and date")
    starts_on = PlainDateField(
        label="In force from", max_length=40, required=False,
        help_text="For example, 3 April 2027. Left empty, it stands from this moment.",
    )  # fmt: skip
    poll_on = PlainDateField(
        label="Day of the poll", max_length=40, help_text="For example, 4 May 2028",
        error_messages={"required": "Enter the day of the poll"},
    )  # fmt: skip
    stops = forms.MultipleChoiceField(
        label="What the order forbids", widget=forms.CheckboxSelectMultiple,
        choices=[(step.value, words.capitalize()) for step, words in STEP_WORDS.items()],
        error_messages={"required": "Select what the order forbids"},
    )  # fmt: skip
    reason = TextField(
        label="Why, in words that residents will read", max_length=2000, error_messages={"required": "Enter the reason"}
    )
    looks = {"case": Look(width=10), "starts_on": Look(width=20), "poll_on": Look(width=20)}

    def __init__(self, *args: object, kind: Kind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].label = DOCUMENTS[kind]
        self.fields["document"].error_messages["required"] = f"Enter the {DOCUMENTS[kind].lower()}"
        if not SPECIFICATIONS[kind].one_case:
            del self.fields["case"]
        if kind not in (Kind.PRE_ELECTION, Kind.SUSPENDED_PREELECTION):
            del self.fields["poll_on"]
        if kind is not Kind.PRE_ELECTION:
            del self.fields["starts_on"]
        if kind is not Kind.COURT_ORDER:
            del self.fields["stops"]


class EndForm(GovukForm):
    """When the report was considered, or why the stop ends."""

    concluded_on = PlainDateField(
        label="Day on which it was settled", max_length=40,
        help_text="For a report: the day on which the meeting finished considering it.",
        error_messages={"required": "Enter the day"},
    )  # fmt: skip
    reason = TextField(label="Why it ends", max_length=2000, error_messages={"required": "Enter why it ends"})
    looks = {"concluded_on": Look(width=20)}


class AuthoriseForm(GovukForm):
    """One agreement, its case, and the ground on which the law lets it through."""

    case = CaseReferenceField(label="Case", max_length=12, help_text="Its reference, for example 2026/014")
    ground = forms.ChoiceField(
        label="Ground", choices=SpendAuthority.GROUNDS, widget=forms.RadioSelect,
        error_messages={"required": "Select the ground"},
    )  # fmt: skip
    agreement = TextField(
        label="The agreement, and why the ground is met", max_length=2000,
        error_messages={"required": "Enter the agreement"},
    )  # fmt: skip
    looks = {"case": Look(width=10)}
