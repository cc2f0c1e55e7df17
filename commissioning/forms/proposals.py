"""One page of a proposal draft for each section: its texts and tables, as values and back; `PAGE_FORMS` maps the code to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commissioning.forms.parts import PartForm, Table
from commissioning.forms.proposal_rows import (
    CostRow,
    CriterionRow,
    EqualityForm,
    EvidenceRow,
    ImpactRow,
    NarrativeForm,
    OptionRow,
    PaymentRow,
    PrincipleRow,
    RecommendationRow,
    RiskRow,
    ShareRow,
    ShortNarrativeForm,
)
from commissioning.rules.proposals import PRINCIPLES
from commissioning.rules.section_values import GROUPS


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


class RisksPage(NarrativePart):
    tables = {
        "items": Table(
            RiskRow, "Risk register", "Risk", "The score is likelihood times impact, each from 1 to 5."
        )
    }


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


class EvidencePage(PartForm):
    tables = {
        "items": Table(
            EvidenceRow, "Evidence relied on", "Link", "What rests on no claim is shown to readers as such."
        )
    }

    def row_kwargs(self, name: str, value: Mapping[str, Any]) -> dict:
        return {"claims": self.choices.get("claims", {})}


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
