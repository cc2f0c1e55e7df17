"""The senior management team: an agency's page, and the chair's."""

from commissioning.models import Case
from commissioning.rules.money import pounds
from commissioning.selectors.constitutions import constitution_of
from decisions.forms.ssmt import RecommendationForm, SsmtOutcomeForm
from decisions.models import AgendaItem
from decisions.rules.local_words import charter_in_words, cited
from decisions.rules.report_parts import parts
from decisions.selectors.sign_offs import share_of
from decisions.selectors.ssmt import CODES, table
from decisions.services.ssmt import recommend, state_ssmt_outcome
from workflows.views.correctable import CorrectableTask
from workflows.views.task import TaskView

SAYS = {
    "RECOMMENDED": "The team recommends that the Cabinet agrees to the proposal.",
    "RECOMMENDED_WITH_DISSENT": "The team recommends, by a majority, that the Cabinet agrees to the proposal.",
    "NOT_SUPPORTED": "The team does not support the proposal.",
}


def item_of(subject: int | None) -> AgendaItem | None:
    """The item with everything that the pages show."""
    return AgendaItem.objects.select_related("meeting__body", "version", "case").filter(pk=subject).first()


def charter_of(case: Case) -> str:
    """How the team comes to its recommendation, with the paragraph."""
    constitution = constitution_of(case)
    return cited(constitution, "ssmt", *charter_in_words(constitution.ssmt))


class SsmtRecommendTask(CorrectableTask):
    """One agency: interests first, then one recommendation, with conditions or dissent."""

    kind = "ssmt.recommend"
    title = "Recommend for your agency"
    done = "Your agency’s recommendation is recorded. You can change it until the chair states the outcome."
    template_name = "decisions/ssmt_recommend.html"
    form_class = RecommendationForm
    service = recommend

    def may_correct(self) -> bool:
        item = item_of(self.duty.subject_id)
        return item is not None and item.ended_at is None

    def context(self, form: RecommendationForm) -> dict:
        item = item_of(self.duty.subject_id)
        agency = self.duty.office.body.organisation
        return {
            "item": item,
            "charter_words": charter_of(self.case),
            "agency": agency,
            "version": item.version if item else None,
            "parts": parts(item.version.content) if item else (),
            "share": share_of(item.version, agency) if item else 0,
            "earlier": self.duty.agency_recommendations.select_related("given_by").order_by("n"),
        }


class SsmtOutcomeTask(TaskView):
    """The chair: every position, the quorum, and the outcome that fits."""

    kind = "ssmt.outcome"
    title = "State the team’s outcome"
    done = "The outcome is stated and goes with the report."
    template_name = "decisions/ssmt_outcome.html"
    form_class = SsmtOutcomeForm
    service = state_ssmt_outcome

    def form_arguments(self) -> dict:
        self.item = item_of(self.duty.subject_id)
        self.table = table(self.item) if self.item else None
        fits = CODES[self.table.conclusion.outcome] if self.table and self.table.conclusion else ""
        return {"initial": {"outcome": fits, "text": SAYS.get(fits, "")}}

    def arguments(self, form: SsmtOutcomeForm) -> dict:
        return {**form.cleaned_data, "actions": list(form.cleaned_data["actions"])}

    def context(self, form: SsmtOutcomeForm) -> dict:
        return {
            "item": self.item,
            "charter_words": charter_of(self.case),
            "table": self.table,
            "total": pounds(self.item.version.value_total) if self.item else "",
        }


TASK_VIEWS = [SsmtRecommendTask, SsmtOutcomeTask]
urlpatterns: list = []
