"""Certify and publish the record of a decision."""

from commissioning.rules.deadlines import Deadline
from decisions.forms.records import CertifyForm
from decisions.rules.records import shortcomings
from decisions.rules.urgency import Kind
from decisions.selectors.decisions import decision_to_record
from decisions.selectors.exclusions import exclusion_of
from decisions.selectors.urgency import agreement, requests_of
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
        said = form.cleaned_data
        return {
            "conflicts_settled": said["conflicts_settled"],
            "claims_exemption": said.get("claims_exemption", False),
        }

    def form_arguments(self) -> dict:
        """The exemption is offered only where it was asked for, and is set where it was agreed."""
        asked = requests_of(self.case).filter(kind=Kind.CALL_IN_EXEMPTION.value).exists()
        agreed = asked and agreement(self.case, Kind.CALL_IN_EXEMPTION) is not None
        return {"exemption_asked": asked, "initial": {"claims_exemption": agreed}}

    def context(self, form) -> dict:
        decision = decision_to_record(self.case)
        call_in = call_in_of(decision, self.at)
        return {
            "decision": decision,
            "how": {"mode": decision.mode, "words": decision.get_mode_display(), "tally": decision.tally},
            "resolution": exclusion_of(decision.item) if decision.item else None,
            "gaps": shortcomings(statement_of(decision, conflicts_settled=True)),
            "call_in": call_in,
            "window": Deadline.from_dict(call_in["deadline"]) if call_in["deadline"] else None,
        }


TASK_VIEWS = [RecordCertify]
urlpatterns: list = []
