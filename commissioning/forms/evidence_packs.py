"""Forms of the evidence pack: about it, one source, one indicator with its figures, one claim, reviews, challenges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from commissioning.forms.fields import GovukDateField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.forms.uploads import UploadField
from commissioning.models import User
from commissioning.models.evidence_parts import BASES
from commissioning.rules.observations import read_observations, write_observations

CONFIDENCE = [("HIGH", "High"), ("MEDIUM", "Medium"), ("LOW", "Low")]


class AboutForm(GovukForm):
    """What holds for the whole pack."""

    says_optional = False  # a draft may be saved with gaps
    population = TextField(label="Whose needs are described?", max_length=4000, required=False)
    geography = forms.CharField(label="Area, with its wards or codes", max_length=500, required=False)
    period = forms.CharField(
        label="Period", max_length=200, required=False, help_text="For example, April 2023 to March 2024"
    )
    findings = TextField(label="What was found", max_length=20_000, required=False)
    method = TextField(label="Method", max_length=20_000, required=False)
    limitations = TextField(label="What the evidence cannot show", max_length=20_000, required=False)
    protection = TextField(
        label="How people’s data are protected, and which small numbers are left out",
        max_length=4000,
        required=False,
    )
    confidence = forms.ChoiceField(
        label="Confidence", choices=CONFIDENCE, widget=forms.RadioSelect, required=False
    )
    confidence_reason = TextField(label="Why the confidence is rated so", max_length=4000, required=False)
    is_independent = forms.BooleanField(
        label="I declare that no line of management runs from me to the service that asks", required=False
    )
    looks = {"findings": Look(rows=10), "method": Look(rows=6), "population": Look(rows=3)}

    def value(self) -> dict:
        return dict(self.cleaned_data)


class SourceForm(GovukForm):
    """Where figures come from."""

    title = forms.CharField(label="Title", max_length=300)
    publisher = forms.CharField(label="Publisher", max_length=200)
    published_on = GovukDateField(label="Date of publication", help_text="For example, 27 3 2026")
    licence = forms.CharField(
        label="Licence", max_length=200, help_text="For example, Open Government Licence v3.0"
    )
    url = forms.URLField(label="Web address", max_length=500, required=False, assume_scheme="https")

    def value(self) -> dict:
        return {**self.cleaned_data, "published_on": self.cleaned_data["published_on"].isoformat()}


class IndicatorForm(GovukForm):
    """One measure with its figures, typed or uploaded; a file takes the place of what is in the box."""

    title = forms.CharField(label="What is measured", max_length=300)
    unit = forms.CharField(label="Unit", max_length=60, help_text="For example, people, % or £")
    area = forms.CharField(label="Area", max_length=200, required=False)
    basis = forms.ChoiceField(label="Basis of the figures", choices=BASES, widget=forms.RadioSelect)
    source = forms.ChoiceField(label="Source", required=False)
    derivation = TextField(label="How the figures were worked out", max_length=1000, required=False)
    observations = TextField(
        label="Figures",
        max_length=60_000,
        required=False,
        help_text="One line each: period,value. For a range add low,high; for another basis add it at the end: "
        "2027,410,380,450,derived",
    )
    file = UploadField(label="Or upload the figures", kinds=("csv",), megabytes=1, required=False)
    looks = {
        "basis": Look(
            hints={
                "REAL": "Published by the source named below",
                "DERIVED": "Worked out from other figures",
                "ILLUSTRATIVE": "Made up to show what it could look like",
            }
        ),
        "source": Look(when="for real figures"),
        "derivation": Look(rows=3, when="for derived figures"),
        "observations": Look(rows=8, count=False, when="typed here or uploaded below"),
        "file": Look(when=""),
    }

    def __init__(self, *args: Any, sources: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "None"), *sources.items()]

    def clean(self) -> dict:
        cleaned = super().clean()
        basis = cleaned.get("basis", "")
        if basis == "REAL" and "source" in cleaned and not cleaned["source"]:
            self.add_error("source", "Select the source of real figures")
        if basis == "DERIVED" and not cleaned.get("derivation", "").strip():
            self.add_error("derivation", "Enter how the figures were worked out")
        where = "file" if cleaned.get("file") else "observations"
        reading = read_observations(self._text(cleaned, where), basis)
        for error in reading.errors[:20]:
            self.add_error(where, str(error))
        cleaned["rows"] = list(reading.rows)
        return cleaned

    @staticmethod
    def _text(cleaned: dict, where: str) -> str:
        if where == "file":
            cleaned["file"].seek(0)
            return cleaned["file"].read().decode("utf-8-sig")
        return cleaned.get("observations", "")

    def value(self) -> dict:
        names = ("title", "unit", "area", "basis", "source", "derivation")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "observations": self.cleaned_data["rows"],
        }

    @staticmethod
    def initial_of(value: Mapping[str, Any]) -> dict:
        """The saved value as the form shows it."""
        rows = write_observations(value.get("observations", ()), value.get("basis", ""))
        return {**value, "observations": rows}


class ClaimForm(GovukForm):
    """A finding in one sentence, and what carries it."""

    text = TextField(label="Claim", max_length=2000)
    indicators = forms.MultipleChoiceField(
        label="Indicators that carry it", widget=forms.CheckboxSelectMultiple, required=False
    )
    looks = {"text": Look(rows=3)}

    def __init__(self, *args: Any, indicators: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicators"].choices = list(indicators.items())

    def value(self) -> dict:
        return dict(self.cleaned_data)


class PeerForm(GovukForm):
    """Naming the peer."""

    peer = forms.ChoiceField(label="Who reviews the pack?")

    def __init__(self, *args: Any, peers: Mapping[User, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in peers}
        self.fields["peer"].choices = [
            ("", "Choose a peer"),
            *((str(person.pk), f"{person.name}, {office.title}") for person, office in peers.items()),
        ]

    def clean_peer(self) -> User:
        return self.people[self.cleaned_data["peer"]]


class ReviewForm(GovukForm):
    """The peer's answer."""

    result = forms.ChoiceField(
        label="What is your answer?",
        choices=[("PASSED", "The pack passes"), ("RETURNED", "Return it with reasons")],
        widget=forms.RadioSelect,
    )
    reasons = TextField(
        label="Reasons", max_length=4000, required=False, help_text="What has to be done before the pack can pass"
    )
    looks = {"reasons": Look(when="if you return the pack")}

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("result") == "RETURNED" and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", "Enter what has to be done before the pack can pass")
        return cleaned


class ApprovalForm(ReviewForm):
    """The research lead's answer."""

    result = forms.ChoiceField(
        label="What is your answer?",
        choices=[("APPROVED", "Approve the pack and freeze it"), ("RETURNED", "Return it with reasons")],
        widget=forms.RadioSelect,
    )


class ChallengeForm(GovukForm):
    """An officer's challenge."""

    about = forms.ChoiceField(label="What is it about?", required=False)
    text = TextField(label="What do you challenge, and why?", max_length=4000)
    looks = {"about": Look(when="")}

    def __init__(self, *args: Any, parts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "The pack as a whole"), *parts.items()]


class AnswerForm(GovukForm):
    """The analysts' answer."""

    text = TextField(label="Answer", max_length=4000)
