"""What is asked on the pages of a proposal draft: one form for each text, one for each kind of row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from commissioning.forms import wording
from commissioning.forms.fields import MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.models import Assessment, EqualityImpact, Option, PrincipleAnswer
from commissioning.models.evidence_parts import BASES
from commissioning.models.proposal_parts import KINDS
from commissioning.rules.proposals import PRINCIPLES
from commissioning.rules.section_values import GROUPS, is_financial_year

PICK = ("", "Choose")
FIVE = [("", "Choose"), *((str(n), str(n)) for n in range(1, 6))]
POINTS = [("", "Not scored"), *((str(n), str(n)) for n in range(6))]


class NumberChoice(forms.TypedChoiceField):
    """A whole number from a short list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)


class YearField(forms.CharField):
    """A financial year from April to March, "2026/27"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Financial year",
            max_length=7,
            error_messages={"max_length": "Financial year must look like 2026/27"},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        year = super().clean(value)
        shaped = len(year) == 7 and year[:2] == "20" and year[4] == "/" and (year[:4] + year[5:]).isdecimal()
        if year and not (shaped and year.isascii() and is_financial_year(year)):
            raise forms.ValidationError("Financial year must look like 2026/27", code="invalid")
        return year


class NarrativeForm(GovukForm):
    says_optional = False  # a draft may be saved with gaps
    text = TextField(
        label="Text",
        max_length=20_000,
        required=False,
        help_text="You can use headings, lists and tables in Markdown.",
    )
    looks = {"text": Look(rows=14)}


class ShortNarrativeForm(NarrativeForm):
    looks = {"text": Look(rows=6)}


class RecommendationRow(GovukForm):
    text = TextField(label="Recommendation", max_length=4000)
    notes_only = forms.BooleanField(label="It only notes or thanks, and binds nobody", required=False)
    looks = {"text": Look(rows=4)}


class CriterionRow(GovukForm):
    key = forms.RegexField(r"^K\d{1,2}$", required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Criterion", max_length=200)
    weight = forms.IntegerField(label="Weight", min_value=1, max_value=100)
    looks = {"weight": Look(width=3, suffix="of 100")}


class OptionRow(GovukForm):
    says_optional = False  # a draft may be saved with gaps
    key = forms.RegexField(r"^O\d{1,2}$", required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Option", max_length=200)
    kind = forms.ChoiceField(label="Kind of option", choices=[PICK, *Option.KINDS])
    description = TextField(
        label="What it means: cost, benefit, risk, equality", max_length=4000, required=False
    )
    preferred = forms.BooleanField(label="This is the preferred option", required=False)
    rejected_reason = TextField(label="Why it is rejected", max_length=4000, required=False)
    looks = {"description": Look(rows=4), "rejected_reason": Look(rows=3)}

    def __init__(self, *args: Any, criteria: tuple = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            label = f"Score for {criterion['title']} (weight {criterion['weight']})"
            score = NumberChoice(
                label=label, choices=POINTS, required=False, help_text="0 fails, 5 meets it fully"
            )
            wording.apply(score, label)
            self.fields[f"score_{criterion['key']}"] = score


class CostRow(GovukForm):
    label = forms.CharField(label="What is paid for", max_length=200)
    year = YearField(help_text="For example, 2026/27")
    kind = forms.ChoiceField(label="Kind of money", choices=[PICK, *KINDS])
    pence = MoneyField(label="Amount", help_text="For example, 1200000 or £1.2m")
    basis = forms.ChoiceField(label="Basis of the figure", choices=[PICK, *BASES])
    basis_note = forms.CharField(label="Source, or how it was worked out", max_length=500, required=False)
    looks = {"year": Look(width=5), "pence": Look(width=10, prefix="£")}


class PaymentRow(GovukForm):
    agency = forms.ChoiceField(label="Agency")
    year = YearField(help_text="For example, 2026/27")
    kind = forms.ChoiceField(label="Kind of money", choices=[PICK, *KINDS])
    pence = MoneyField(label="Amount", help_text="For example, 1200000 or £1.2m")
    looks = {"year": Look(width=5), "pence": Look(width=10, prefix="£")}

    def __init__(self, *args: Any, agencies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [PICK, *agencies.items()]


class ShareRow(GovukForm):
    agency = forms.ChoiceField(label="Agency")
    share = forms.DecimalField(
        label="Share of the savings it keeps", min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    looks = {"share": Look(width=5, suffix="%")}

    def __init__(self, *args: Any, agencies: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [PICK, *agencies.items()]

    def clean_share(self) -> str:
        return f"{self.cleaned_data['share']:.2f}"


class EqualityForm(ShortNarrativeForm):
    status = forms.ChoiceField(
        label="What kind of analysis is this?",
        choices=Assessment.STATES,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = TextField(label="Why no full analysis is needed", max_length=4000, required=False)
    agreed_by = forms.CharField(
        label="Equality officer who agreed to the screening", max_length=200, required=False
    )
    looks = {"text": Look(rows=6), "reason": Look(rows=3)}
    field_order = ["status", "reason", "agreed_by", "text"]


class ImpactRow(GovukForm):
    says_optional = False  # a draft may be saved with gaps
    group = forms.ChoiceField(choices=[(group, group) for group in GROUPS], widget=forms.HiddenInput)
    effect = forms.ChoiceField(
        label="Effect", choices=[("", "Not looked at"), *EqualityImpact.EFFECTS], required=False
    )
    evidence = TextField(label="Evidence", max_length=2000, required=False)
    mitigation = TextField(label="What is done about harm, or to find out", max_length=2000, required=False)
    looks = {"evidence": Look(rows=2), "mitigation": Look(rows=2)}

    def clean(self) -> dict:
        cleaned = super().clean()
        if not cleaned.get("effect") and (cleaned.get("evidence") or cleaned.get("mitigation")):
            self.add_error("effect", f"Select the effect on the group “{cleaned.get('group', '')}”")
        return cleaned


class RiskRow(GovukForm):
    description = TextField(label="Cause, event and effect", max_length=2000)
    owner = forms.CharField(label="Owner", max_length=200)
    likelihood = NumberChoice(label="Likelihood before controls", choices=FIVE)
    impact = NumberChoice(label="Impact before controls", choices=FIVE)
    controls = TextField(label="Controls", max_length=2000, required=False)
    residual_likelihood = NumberChoice(label="Likelihood with controls", choices=FIVE)
    residual_impact = NumberChoice(label="Impact with controls", choices=FIVE)
    looks = {"description": Look(rows=3), "controls": Look(rows=3)}


class PrincipleRow(GovukForm):
    says_optional = False  # a draft may be saved with gaps
    code = forms.ChoiceField(choices=[(code, code) for code in PRINCIPLES], widget=forms.HiddenInput)
    rating = forms.ChoiceField(
        label="Rating", choices=[("", "Not rated"), *PrincipleAnswer.RATINGS], required=False
    )
    narrative = TextField(label="Answer", max_length=4000, required=False)
    evidence = forms.CharField(
        label="Evidence", max_length=500, required=False, help_text="For example, claim C1"
    )
    mitigation = TextField(
        label="How harm is made good",
        max_length=4000,
        required=False,
        help_text="Needed when the rating is negative",
    )
    looks = {"narrative": Look(rows=4), "mitigation": Look(rows=3)}


class EvidenceRow(GovukForm):
    claim = forms.ChoiceField(label="Claim of the evidence pack")
    statement = TextField(label="What the proposal rests on it for", max_length=2000)
    looks = {"statement": Look(rows=3)}

    def __init__(self, *args: Any, claims: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [PICK, *((key, f"{key} {text[:120]}") for key, text in claims.items())]


class SubmitForm(GovukForm):
    """Handing in; a second version says what changed."""

    note = TextField(
        label="What changed since the last version, and how its questions are answered",
        max_length=4000,
    )

    def __init__(self, *args: Any, number: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == 1:
            del self.fields["note"]
