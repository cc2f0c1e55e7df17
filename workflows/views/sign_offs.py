"""An agency's page: exactly what is signed, under which authority."""

from django.http import HttpResponse

from commissioning.rules.content import commitments
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.consultations import not_over
from commissioning.selectors.proposals import current_version
from decisions.forms.sign_offs import SignOffForm
from decisions.selectors.sign_offs import joint_effect, share_of
from decisions.selectors.ssmt import dissent
from decisions.services.sign_offs import sign
from workflows.views.task import TaskView


class SignOffTask(TaskView):
    """One agency signs for itself, or objects."""

    kind = "signoff.sign"
    title = "Sign for your agency"
    done = "Your agency’s answer is recorded."
    template_name = "decisions/signoff_sign.html"
    form_class = SignOffForm
    service = sign

    def form_arguments(self) -> dict:
        self.version = current_version(self.case)
        return {
            "initial": {"read": self.version.commitments_hash if self.version else ""},
            "consulting": bool(not_over(self.case, local_date(self.at))),
        }

    def context(self, form: SignOffForm) -> dict:
        agency = self.duty.office.body.organisation
        return {
            "agency": agency,
            "version": self.version,
            "commitments": commitments(self.version.content) if self.version else None,
            "share": share_of(self.version, agency) if self.version else 0,
            "effect": joint_effect(self.case),
            "dissent": dissent(self.case),
            "earlier": self.duty.sign_offs.select_related("signed_by").order_by("n"),
        }

    def page(self, form: SignOffForm, refusal: Refusal | None = None) -> HttpResponse:
        """After a refusal for changed commitments the form is offered again on what is now shown."""
        if refusal is not None and refusal.code == "signoff.stale":
            kept = {name: form.data.get(name, "") for name in ("authority", "conditions", "result")}
            arguments = self.form_arguments()
            form = SignOffForm(initial={**arguments.pop("initial"), **kept}, **arguments)
        return super().page(form, refusal=refusal)


TASK_VIEWS = [SignOffTask]
urlpatterns: list = []
