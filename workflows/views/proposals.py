"""The proposal's pages: overview of the draft, one page for each section, one for each version handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import path, reverse

from commissioning.forms.parts import PartForm
from commissioning.forms.proposal_rows import SubmitForm
from commissioning.forms.proposals import form_for
from commissioning.models import Case, DraftSave
from commissioning.rules.proposal_report import read_report
from commissioning.rules.proposals import PRINCIPLES
from commissioning.rules.sections import Page, page_of, pages_for, value_total
from commissioning.rules.shortcomings import Shortcoming
from commissioning.rules.tracks import Track
from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.drafts import latest, latest_of
from commissioning.selectors.evidence_packs import current_pack_version, needs_pack
from commissioning.selectors.proposals import (
    agency_names,
    draft_content,
    find_version,
    gaps_of,
    versions_of,
)
from commissioning.services.proposals import save_section, submit_proposal
from decisions.selectors.case_authority import function_of
from decisions.selectors.records import current_record
from workflows.views.converters import SECTION
from workflows.views.drafts import DraftPage
from workflows.views.evidence_pages import CaseStaffView
from workflows.views.task import TaskView

GUIDES = {
    "SUMMARY": "What, why, for whom, at what cost, and when; 300 words or fewer.",
    "NEEDS": "Which need, for whom, how great; cite the claims of the evidence pack.",
    "OUTCOMES": "Each outcome with its measure, where it stands now, the target, by when, and who answers for it.",
    "LEGAL": "Powers, duties, limits, delegation; who gave the advice.",
    "WORKFORCE": "Posts affected, transfers, redundancies, what the unions say.",
    "CONSULTATION": "Who was asked, when, how, what they said, and what changed because of it.",
    "TIMETABLE": "Notice, publication, decision, call-in, start: with dates.",
}


class ProposalWrite(TaskView):
    """What the draft has and what it lacks, section by section; from here it goes to its clearers."""

    kind = "proposal.write"
    title = "Draft the proposal"
    done = "The proposal is submitted. Clearers now see exactly this version."
    template_name = "commissioning/proposal_write.html"
    service = staticmethod(submit_proposal)

    def make_form(self, *data: object) -> SubmitForm:
        self.versions = list(versions_of(self.case))
        return SubmitForm(*data, number=len(self.versions) + 1)

    def context(self, form: SubmitForm) -> dict:
        content = draft_content(self.case)
        saves = latest_of(self.case, "proposal")
        gaps = gaps_of(content)
        pages = pages_for(Track(self.case.track))
        return {
            "tasks": [self._task(page, saves.get(page.code), gaps) for page in pages],
            "gaps": [(gap.message, self._url(page_of(gap))) for gap in gaps],
            "versions": self.versions,
            "total": value_total(content),
            "next_number": len(self.versions) + 1,
            "has_pack": needs_pack(self.case),
            "asks_function": function_of(self.case) is None,
        }

    def _task(self, page: Page, save: DraftSave | None, gaps: tuple[Shortcoming, ...]) -> dict:
        own = [gap for gap in gaps if page_of(gap) == page.code]
        status, colour = (
            ("Not begun", "grey") if save is None else ("To mend", "yellow") if own else ("Complete", "")
        )
        if save is None and not own:
            status, colour = "Optional", "grey"
        hint = (
            f"Saved by {save.saved_by.name if save.saved_by else 'the system'}, {save.saved_in}"
            if save
            else ""
        )
        return {
            "title": page.title,
            "href": self._url(page.code),
            "hint": hint,
            "status": status,
            "colour": colour,
        }

    def _url(self, code: str) -> str:
        return reverse("proposal_section", args=[self.duty.pk, code.lower().replace("_", "-")])


class ProposalSection(DraftPage):
    """One section of the draft."""

    kind = "proposal.write"
    template_name = "commissioning/proposal_section.html"
    save = staticmethod(save_section)

    @property
    def section(self) -> Page:
        page: Page = self.kwargs["section"]
        if page not in pages_for(Track(self.case.track)):
            raise Http404
        return page

    @property
    def title(self) -> str:
        return self.section.title

    @property
    def part_name(self) -> str:
        return f"proposal/{self.section.code}"

    def build(self, value: Mapping[str, Any], data: Any = None, files: Any = None) -> PartForm:
        return form_for(self.section.code)(value, data, files, **self._choices())

    def _choices(self) -> dict:
        """What the fields of the section choose from."""
        code = self.section.code
        if code == "OPTIONS":
            return {"criteria": latest(self.case, "proposal/CRITERIA").content.get("items", ())}
        if code == "FINANCE":
            return {"agencies": agency_names()}
        if code == "EVIDENCE":
            pack = current_pack_version(self.case)
            return {
                "claims": {claim["key"]: claim["text"] for claim in pack.content["claims"]} if pack else {}
            }
        return {}

    def guide(self) -> str:
        """What belongs in the section; outcomes serve the themes that the council and its partners agreed on."""
        words = GUIDES.get(self.section.code, "")
        if self.section.code == "OUTCOMES":
            constitution = constitution_of(self.case)
            themes, cited = "; ".join(constitution.themes), constitution.citation("themes")
            return f"{words} Say which theme of the Contract for Place each serves: {themes} ({cited})."
        return words

    def save_arguments(self) -> dict:
        return {"section": self.section.code}

    def context(self, form: PartForm) -> dict:
        pages = pages_for(Track(self.case.track))
        at = pages.index(self.section)
        return {
            "section": self.section,
            "guide": self.guide(),
            "principles": PRINCIPLES,
            "next_page": pages[at + 1] if at + 1 < len(pages) else None,
        }


class ProposalVersionPage(CaseStaffView):
    """A version as the report reads. Scrutiny reads it when the decision is published."""

    act = "case.read"
    template_name = "commissioning/proposal_version.html"

    def subject(self) -> Case:
        case = super().subject()
        self.version = find_version(case, self.kwargs["version"])
        if self.version is None:
            raise Http404
        return case

    def get_context_data(self, **kwargs: object) -> dict:
        if current_record(self.case) is None:
            if not self.reads_drafts():
                raise Http404
            self.keep_reading_of_draft(f"Proposal, version {self.version.number}")
        shown = {
            "case": self.case,
            "version": self.version,
            "report": read_report(self.version.content),
            "versions": list(versions_of(self.case)),
        }
        return super().get_context_data(**{**kwargs, **shown})


TASK_VIEWS = [ProposalWrite]
urlpatterns = [
    path(f"duties/<int:pk>/<{SECTION}:section>/", ProposalSection.as_view(), name="proposal_section"),
    path(
        "cases/<int:year>/<slug:number>/proposal/<int:version>/",
        ProposalVersionPage.as_view(),
        name="case_proposal",
    ),
]
