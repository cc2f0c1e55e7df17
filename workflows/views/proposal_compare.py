"""Any two versions of a proposal beside each other, with what was taken out and put in marked."""

from django.http import Http404
from django.urls import path

from commissioning.forms.version_choice import CompareForm
from commissioning.selectors.proposals import versions_of
from decisions.selectors.records import current_record
from scrutiny.rules.version_changes import compare_versions
from workflows.views.evidence_pages import CaseStaffView


class ProposalComparison(CaseStaffView):
    """Section by section. Open to those who may read the versions themselves."""

    act = "case.read"
    template_name = "commissioning/proposal_compare.html"

    def get_context_data(self, **kwargs: object) -> dict:
        by_number = {version.number: version for version in versions_of(self.case)}
        is_draft = current_record(self.case) is None
        if not by_number or (is_draft and not self.reads_drafts()):
            raise Http404
        filters = CompareForm(self.request.GET or None, numbers=list(by_number))
        before, after = (by_number[number] for number in filters.chosen())
        if is_draft:
            self.keep_reading_of_draft(f"Proposal, versions {before.number} and {after.number} compared")
        parts = compare_versions(before.content, after.content)
        return super().get_context_data(
            case=self.case,
            filters=filters,
            before=before,
            after=after,
            changed=[part for part in parts if part.is_changed],
            unchanged=[part.title for part in parts if not part.is_changed],
            is_alone=len(by_number) == 1,
            **kwargs,
        )


TASK_VIEWS: list[type] = []
urlpatterns = [
    path(
        "cases/<int:year>/<slug:number>/proposal/compare/",
        ProposalComparison.as_view(),
        name="case_proposal_compare",
    ),
]
