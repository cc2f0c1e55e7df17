"""Certify and publish the record of a decision."""

from commissioning.rules.deadlines import Deadline
from decisions.forms.records import CertifyForm
from decisions.rules.records import shortcomings
from decisions.selectors.decisions import latest_decision
from decisions.services.records import call_in_of, certify_record, statement_of
from workflows.views.task import TaskView


class RecordCertify(TaskView):
    """Shows the whole statement and the window that publishing now would open."""

    kind = "record.certify"
    title = "Certify and publish the record"
    done = "The record is published. The PDF follows within minutes."
    template_name = "decisions/record_certify.html"
    form_class = CertifyForm
    service = staticmethod(certify_record)

    def arguments(self, form: CertifyForm) -> dict:
        return {"conflicts_settled": form.cleaned_data["conflicts_settled"]}

    def context(self, form) -> dict:
        decision = latest_decision(self.case)
        call_in = call_in_of(decision, self.at)
        return {
            "decision": decision,
            "gaps": shortcomings(statement_of(decision, conflicts_settled=True)),
            "call_in": call_in,
            "window": Deadline.from_dict(call_in["deadline"]) if call_in["deadline"] else None,
        }


TASK_VIEWS = [RecordCertify]
urlpatterns: list = []
