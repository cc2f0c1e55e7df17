"""Certify and publish the record of a decision, and correct it afterwards."""

from django.http import Http404
from django.urls import path

from commissioning.acts import Actor
from commissioning.models import Case
from commissioning.rules.deadlines import Deadline
from decisions.forms.record_corrections import CorrectionForm
from decisions.forms.records import CertifyForm
from decisions.rules.records import shortcomings, unnoted
from decisions.rules.urgency import Kind
from decisions.selectors.decisions import decision_to_record
from decisions.selectors.exclusions import exclusion_of
from decisions.selectors.records import current_record, first_record
from decisions.selectors.urgency import agreement, requests_of
from decisions.services.records import call_in_of, certify_record, statement_of
from decisions.tasks import correct_and_order_pdf
from workflows import desk
from workflows.flows.early_effect import early_chart
from workflows.views.case_act import CaseActView
from workflows.views.task import TaskView


class RecordCertify(TaskView):
    """Shows the whole statement and the window that publishing now would open."""

    kind = "record.certify"
    title = "Certify and publish the record"
    done = "The record is published. The PDF follows within minutes."
    template_name = "decisions/record_certify.html"
    form_class = CertifyForm
    service = staticmethod(certify_record)
    start = staticmethod(early_chart)

    def arguments(self, form: CertifyForm) -> dict:
        said = form.cleaned_data
        return {
            "conflicts_settled": said["conflicts_settled"],
            "claims_exemption": said.get("claims_exemption", False),
            "hops_notes": form.hops_notes(),
        }

    def form_arguments(self) -> dict:
        """The exemption is offered only where it was asked for, and is set where it was agreed."""
        asked = requests_of(self.case).filter(kind=Kind.CALL_IN_EXEMPTION.value).exists()
        agreed = asked and agreement(self.case, Kind.CALL_IN_EXEMPTION) is not None
        decision = decision_to_record(self.case)
        conflicts = decision.conflicts if decision else []
        names = {n: str(conflicts[n]["person"]) for n in unnoted(conflicts, decision.maker_kind)} if decision else {}
        return {"exemption_asked": asked, "unnoted": names, "initial": {"claims_exemption": agreed}}

    def context(self, form) -> dict:
        decision = decision_to_record(self.case)
        call_in = call_in_of(decision, self.at)
        return {
            "decision": decision,
            "how": {"mode": decision.mode, "words": decision.way, "tally": decision.tally},
            "resolution": exclusion_of(decision.item) if decision.item else None,
            "gaps": shortcomings(statement_of(decision, conflicts_settled=True)),
            "call_in": call_in,
            "window": Deadline.from_dict(call_in["deadline"]) if call_in["deadline"] else None,
        }


class RecordCorrect(CaseActView):
    """A corrected version of the newest record, published beside it; also after the case has been closed."""

    act = "record.correct"
    template_name = "decisions/record_correct.html"
    form_class = CorrectionForm
    service = staticmethod(correct_and_order_pdf)
    title = "Correct the published record"
    button = "Publish the correction"
    done = "The corrected record is published. The earlier version stays to be read."

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            super().subject()
            self.record = current_record(self.case)
            if self.record is None:
                raise Http404
        return self.case

    def form_arguments(self) -> dict:
        content = self.record.content
        known = {name: content[name] for name in ("decision_text", "reasons", "alternatives")}
        short = statement_of(self.record.decision, conflicts_settled=True).short_form
        return {"resolutions": content["resolutions"], "short_form": short, "initial": known}

    def arguments(self, form: CorrectionForm) -> dict:
        said = form.cleaned_data
        return {"given": form.given(), "note": said["note"], "changes_substance": said["substance"] == "YES"}

    def do(self, by: Actor, arguments: dict) -> desk.Outcome:
        """Its record can still be put right when a case is closed."""
        return desk.act(self.case, self.service, by=by, ended=True, **arguments)

    def get_context_data(self, **kwargs: object) -> dict:
        opened = first_record(self.case, self.record.decision)
        stored = opened.call_in.get("deadline") if opened else None
        window = Deadline.from_dict(stored) if stored else None
        again = call_in_of(opened.decision, self.at)["deadline"] if opened and window and window.open_at(self.at) else None
        return super().get_context_data(
            record=self.record,
            window=window,
            is_open=bool(window and window.open_at(self.at)),
            window_again=Deadline.from_dict(again) if again else None,
            **kwargs,
        )


TASK_VIEWS = [RecordCertify]
urlpatterns = [
    path("cases/<int:year>/<slug:number>/record/correct/", RecordCorrect.as_view(), name="case_record_correct"),
]
