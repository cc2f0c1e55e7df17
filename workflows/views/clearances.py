"""The clearer's page: exactly the frozen version, what changed since the last answer, one answer."""

from commissioning.selectors.constitutions import constitution_of
from commissioning.selectors.proposals import current_version
from decisions.forms.clearances import ClearanceForm
from decisions.rules.clearances import role_name
from decisions.rules.local_words import clearances_of
from decisions.rules.report_parts import parts
from decisions.selectors.clearances import changes_since, last_answer, role_of
from decisions.services.clearances import clear
from workflows.views.task import TaskView


class ClearanceTask(TaskView):
    """One office clears, questions or refuses."""

    kind = "clearance.give"
    title = "Clear the proposal"
    done = "Your answer is on the clearance sheet."
    template_name = "decisions/clearance_give.html"
    form_class = ClearanceForm
    service = clear

    def form_arguments(self) -> dict:
        version = current_version(self.case)
        return {"initial": {"read": version.content_hash if version else ""}}

    def context(self, form: ClearanceForm) -> dict:
        version = current_version(self.case)
        earlier = last_answer(self.duty)
        return {
            "version": version,
            "parts": parts(version.content) if version else (),
            "earlier": earlier,
            "changes": changes_since(earlier, version) if version else (),
            "role": role_name(role_of(self.duty)),
            "asked_for": clearances_of(constitution_of(self.case).clearances, role_of(self.duty)),
            "stale": bool(form.is_bound and version and form.data.get("read") != version.content_hash),
        }

    def page(self, form: ClearanceForm, refusal: object = None):
        """After a refusal for a changed text, the form is offered again on the version that is now shown."""
        if refusal is not None and getattr(refusal, "code", "") == "clearance.stale":
            form = self.fresh(form)
        return super().page(form, refusal=refusal)

    def fresh(self, form: ClearanceForm) -> ClearanceForm:
        kept = {name: form.data.get(name, "") for name in ("result", "text")}
        return ClearanceForm(initial={**self.form_arguments()["initial"], **kept})


TASK_VIEWS = [ClearanceTask]
urlpatterns: list = []
