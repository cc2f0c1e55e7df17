"""The key-decision test as a page: the rule in words, each limb for itself, what it comes to."""

from django.urls import path, reverse

from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.forms.key_assessments import LIMBS, MEANS, KeyTestForm
from decisions.models import KeyAssessment
from decisions.rules.key_decision import KeyFacts, passes, rule_in_words, significant_sum
from decisions.selectors.key_decision_notices import needs_notice
from decisions.selectors.siblings import siblings
from decisions.services.key_assessments import assess_key
from workflows import desk
from workflows.flows.children import notice_is_running
from workflows.flows.key_decision_notice import KeyDecisionNoticeFlow
from workflows.views.case_act import CaseActView


def notice_chart(assessment: KeyAssessment) -> type | None:
    """The chart of the notice, when the test finds a key decision that no notice covers or is asked for."""
    case = assessment.case
    return KeyDecisionNoticeFlow if needs_notice(case) and not notice_is_running(case) else None


class KeyTest(CaseActView):
    """Answered by the officer who leads, democratic services or the Monitoring Officer."""

    act = "key.assess"
    template_name = "decisions/key_test.html"
    form_class = KeyTestForm
    service = staticmethod(assess_key)
    start = staticmethod(notice_chart)
    title = "Is it a key decision?"
    button = "Keep the assessment"
    done = "The assessment is kept with its reasons."

    @property
    def limbs(self) -> list[str]:
        """The limbs of the statute and those that this council adds."""
        rules = constitution_of(self.case).key_decision
        added = (
            (rules.service_users, "SERVICE_QUALITY"),
            (rules.communities_of_interest, "COMMUNITY"),
            (rules.framework_change, "FRAMEWORK"),
        )
        return ["WARDS", *(code for asked, code in added if asked)]

    def form_arguments(self) -> dict:
        version = current_version(self.case)
        question = getattr(self.case, "commissioning_question", None)
        known = {"executive": True}
        if version is not None:
            known |= {"council": version.value_council, "gross": version.value_total, "wards": version.content.get("wards") or ()}
        elif question is not None:
            known |= {"council": question.estimate, "gross": question.estimate}
        return {"limbs": self.limbs, "budget_percent": constitution_of(self.case).key_decision.budget_percent, "initial": known}

    def arguments(self, form: KeyTestForm) -> dict:
        said = form.cleaned_data
        answers = {code: MEANS[said[name]] for code, name, _ in LIMBS if name in said}
        facts = KeyFacts(
            council_pence=said["council"],
            gross_pence=said["gross"],
            income_pence=said["income"] or 0,
            wards=tuple(said["wards"]),
            significant_in_wards=answers.get("WARDS", False),
            service_quality=answers.get("SERVICE_QUALITY", False),
            community_of_interest=answers.get("COMMUNITY", False),
            changes_framework=answers.get("FRAMEWORK", False),
            executive=said["executive"],
            budget_pence=said.get("budget"),
            reasons=said["reasons"],
        )
        reasons = {code: said[f"{name}_reasons"] for code, name, _ in LIMBS if name in said}
        return {"facts": facts, "limb_reasons": reasons, "supplier": said["supplier"]}

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))

    def get_context_data(self, **kwargs: object) -> dict:
        rules = constitution_of(self.case).key_decision
        limit = significant_sum(rules, None)
        return super().get_context_data(
            rule=rule_in_words(rules),
            limit=limit,
            at_limit_is_key=passes(rules, limit),
            months=rules.aggregation_months,
            citation=constitution_of(self.case).citation("key_decision"),
            others=siblings(self.case),
            **kwargs,
        )


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/key-decision/", KeyTest.as_view(), name="case_key")]
