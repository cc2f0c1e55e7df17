"""One form for each page of a proposal draft; `PAGE_FORMS` maps the section's code to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from commissioning.forms import wording
from commissioning.forms.fields import MoneyField, TextField
from commissioning.forms.govuk import GovukForm, Look
from commissioning.forms.parts import PartForm, Table
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
    text = TextField(
        label="Text",
        max_length=20_000,
        required=False,
        help_text="You can use headings, lists and tables in Markdown.",
    )
    looks = {"text": Look(rows=14)}


class ShortNarrativeForm(NarrativeForm):
    looks = {"text": Look(rows=6)}


class TextPage(PartForm):
    """A section that is text alone."""

    main_class = NarrativeForm

    def main_initial(self, value: Mapping[str, Any]) -> dict:
        return {"text": value.get("text", "")}


class NarrativePart(PartForm):
    """A section with a short text and tables."""

    main_class = ShortNarrativeForm

    def main_initial(self, value: Mapping[str, Any]) -> dict:
        return {"text": value.get("text", "")}


class RecommendationRow(GovukForm):
    text = TextField(label="Recommendation", max_length=4000)
    notes_only = forms.BooleanField(label="It only notes or thanks, and binds nobody", required=False)
    looks = {"text": Look(rows=4)}


class RecommendationsPage(PartForm):
    tables = {
        "items": Table(
            RecommendationRow,
            "Recommendations",
            "Recommendation",
            "Each stands for itself: who does what, to what value, who may decide the rest within which limits.",
        )
    }

    def row_initial(self, name: str, value: Mapping[str, Any]) -> list[dict]:
        return [{"text": row["text"], "notes_only": not row["operative"]} for row in value.get("items", ())]

    def row_value(self, name: str, cleaned: dict) -> dict:
        return {"text": cleaned["text"], "operative": not cleaned["notes_only"]}


class KeyedPart(PartForm):
    """Rows that keep their key ("K1", "O1") for ever; a new row gets the next free one."""

    letter = ""

    def rows(self, name: str) -> list[dict]:
        rows = super().rows(name)
        last = max((int(row["key"][1:]) for row in rows if row["key"]), default=0)
        last = max(last, *(int(row["key"][1:]) for row in self.sets[name].initial or ()), 0, 0)
        for row in rows:
            if not row["key"]:
                last += 1
                row["key"] = f"{self.letter}{last}"
        return rows


class CriterionRow(GovukForm):
    key = forms.RegexField(r"^K\d{1,2}$", required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Criterion", max_length=200)
    weight = forms.IntegerField(label="Weight", min_value=1, max_value=100)
    looks = {"weight": Look(width=3, suffix="of 100")}


class CriteriaPage(KeyedPart):
    letter = "K"
    tables = {
        "items": Table(
            CriterionRow,
            "Criteria",
            "Criterion",
            "Set the weights before you score the options. Together they make 100.",
            most=12,
        )
    }


class OptionRow(GovukForm):
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
            score = NumberChoice(label=label, choices=POINTS, required=False, help_text="0 fails, 5 meets it fully")
            wording.apply(score, label)
            self.fields[f"score_{criterion['key']}"] = score


class OptionsPage(KeyedPart):
    letter = "O"
    main_class = ShortNarrativeForm
    tables = {
        "items": Table(
            OptionRow,
            "Options",
            "Option",
            "Doing nothing is always an option. Say of every option that is not preferred why it is rejected.",
            extra=1,
            most=12,
        )
    }

    def main_initial(self, value: Mapping[str, Any]) -> dict:
        return {"text": value.get("text", "")}

    def row_kwargs(self, name: str, value: Mapping[str, Any]) -> dict:
        return {"criteria": tuple(self.choices.get("criteria", ()))}

    def row_initial(self, name: str, value: Mapping[str, Any]) -> list[dict]:
        return [
            {**row, **{f"score_{key}": str(points) for key, points in row["scores"].items()}}
            for row in value.get("items", ())
        ]

    def row_value(self, name: str, cleaned: dict) -> dict:
        scores = {
            key.removeprefix("score_"): points
            for key, points in cleaned.items()
            if key.startswith("score_") and points is not None
        }
        plain = {key: value for key, value in cleaned.items() if not key.startswith("score_")}
        return {**plain, "scores": scores}


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


class FinancePage(NarrativePart):
    tables = {
        "costs": Table(
            CostRow, "What it costs", "Cost", "One line for each financial year and kind of money."
        ),
        "contributions": Table(
            PaymentRow, "Who pays", "Payment", "For each year the payments must add up to the cost exactly."
        ),
        "shares": Table(
            ShareRow,
            "Who keeps the savings",
            "Share",
            "Leave this empty when no savings are shared. Otherwise all shares add up to 100.00 exactly.",
            most=20,
        ),
    }

    def row_kwargs(self, name: str, value: Mapping[str, Any]) -> dict:
        return {} if name == "costs" else {"agencies": self.choices.get("agencies", {})}


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


class EqualityPage(PartForm):
    main_class = EqualityForm
    tables = {
        "impacts": Table(
            ImpactRow,
            "Effects on people",
            "Group",
            "The aims: eliminate discrimination, advance equality of opportunity, foster good relations.",
            fixed=True,
            most=len(GROUPS),
        )
    }

    def main_initial(self, value: Mapping[str, Any]) -> dict:
        return {name: value.get(name, "") for name in ("text", "status", "reason", "agreed_by")}

    def row_initial(self, name: str, value: Mapping[str, Any]) -> list[dict]:
        known = {row["group"]: row for row in value.get("impacts", ())}
        return [known.get(group, {"group": group}) for group in GROUPS]

    def rows(self, name: str) -> list[dict]:
        return [row for row in super().rows(name) if row["effect"]]


class RiskRow(GovukForm):
    description = TextField(label="Cause, event and effect", max_length=2000)
    owner = forms.CharField(label="Owner", max_length=200)
    likelihood = NumberChoice(label="Likelihood before controls", choices=FIVE)
    impact = NumberChoice(label="Impact before controls", choices=FIVE)
    controls = TextField(label="Controls", max_length=2000, required=False)
    residual_likelihood = NumberChoice(label="Likelihood with controls", choices=FIVE)
    residual_impact = NumberChoice(label="Impact with controls", choices=FIVE)
    looks = {"description": Look(rows=3), "controls": Look(rows=3)}


class RisksPage(NarrativePart):
    tables = {
        "items": Table(
            RiskRow, "Risk register", "Risk", "The score is likelihood times impact, each from 1 to 5."
        )
    }


class PrincipleRow(GovukForm):
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


class PrinciplesPage(PartForm):
    tables = {
        "answers": Table(
            PrincipleRow,
            "The seven principles",
            "Principle",
            "Each principle is rated for itself. Ratings are never added up or averaged.",
            fixed=True,
            most=len(PRINCIPLES),
        )
    }

    def row_initial(self, name: str, value: Mapping[str, Any]) -> list[dict]:
        known = {row["code"]: row for row in value.get("answers", ())}
        return [known.get(code, {"code": code}) for code in PRINCIPLES]

    def rows(self, name: str) -> list[dict]:
        texts = ("rating", "narrative", "evidence", "mitigation")
        return [row for row in super().rows(name) if any(row[text] for text in texts)]


class EvidenceRow(GovukForm):
    claim = forms.ChoiceField(label="Claim of the evidence pack")
    statement = TextField(label="What the proposal rests on it for", max_length=2000)
    looks = {"statement": Look(rows=3)}

    def __init__(self, *args: Any, claims: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [PICK, *((key, f"{key} {text[:120]}") for key, text in claims.items())]


class EvidencePage(PartForm):
    tables = {
        "items": Table(
            EvidenceRow, "Evidence relied on", "Link", "What rests on no claim is shown to readers as such."
        )
    }

    def row_kwargs(self, name: str, value: Mapping[str, Any]) -> dict:
        return {"claims": self.choices.get("claims", {})}


class SubmitForm(GovukForm):
    """Handing in; a second version says what changed."""

    note = TextField(
        label="What changed since the last version, and how its questions are answered",
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, number: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if number == 1:
            del self.fields["note"]
        else:
            self.fields["note"].required = True


PAGE_FORMS: dict[str, type[PartForm]] = {
    "RECOMMENDATIONS": RecommendationsPage,
    "CRITERIA": CriteriaPage,
    "OPTIONS": OptionsPage,
    "FINANCE": FinancePage,
    "EQUALITY": EqualityPage,
    "RISKS": RisksPage,
    "PRINCIPLES": PrinciplesPage,
    "EVIDENCE": EvidencePage,
}


def form_for(code: str) -> type[PartForm]:
    """The form of a section; sections without one of their own are text."""
    return PAGE_FORMS.get(code, TextPage)
