"""Whether an officer's decision is recorded in short form, by the sum that the constitution names."""

from __future__ import annotations

from commissioning.models import Case, ProposalVersion
from commissioning.selectors.constitutions import constitution_of
from decisions.rules.records import FLOOR, short_form
from decisions.selectors.case_authority import council_part


def short_form_of(case: Case, maker: str, version: ProposalVersion, amended: int | None = None) -> str:
    """Why a decision of that kind of decision-maker is recorded in short form, or ""; `amended`: the whole cost as changed."""
    constitution = constitution_of(case)
    return short_form(maker, council_part(version, amended), constitution.records, constitution.citation(FLOOR))
