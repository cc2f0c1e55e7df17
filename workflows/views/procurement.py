"""The procurement of a case: its steps with the standstill counted, recording one, and looking into a breach."""

from django.urls import path, reverse

from commissioning import access
from commissioning.acts import Actor
from commissioning.views.base import StaffView, actor_of
from decisions.forms.incidents import IncidentForm
from decisions.forms.procurement import ProcurementForm
from decisions.models import ProcurementStep
from decisions.selectors.procurement import (
    as_they_count,
    is_challenged,
    resolutions_of,
    standstill_of,
    steps_of,
)
from decisions.services.procurement import note_breach, record_step
from workflows import desk
from workflows.views.case_act import CaseActView
from workflows.views.case_page import CasePage
from workflows.views.task import TaskView


class Procurement(StaffView):
    """Every step, the earliest day of signature, and what came too early."""

    act = "case.read"
    template_name = "workflows/procurement.html"
    subject = CasePage.subject

    def get_context_data(self, **kwargs: object) -> dict:
        case = self.subject()
        steps = as_they_count(steps_of(case))
        return super().get_context_data(
            case=case,
            steps=steps,
            standstill=standstill_of(case) if steps else None,
            challenged=bool(steps) and is_challenged(case),
            is_signed=any(step.is_signature for step in steps),
            may_record=access.may(actor_of(self.request), "procurement.record", case, self.at) is not None,
            **kwargs,
        )


class RecordProcurement(CaseActView):
    """One step, with its true day."""

    act = "procurement.record"
    form_class = ProcurementForm
    service = staticmethod(record_step)
    title = "Record a step of the procurement"
    button = "Record it"
    done = "The step is recorded."
    lede = "Record what has happened, also when it came too early. The Monitoring Officer and scrutiny are told of a step before the decision was in effect or while it was on hold, and of a contract signed inside the standstill. What is found after the end of a case is recorded in it as well."

    def form_arguments(self) -> dict:
        return {"resolutions": resolutions_of(self.case)}

    def arguments(self, form: ProcurementForm) -> dict:
        return {"step": form.step()}

    def do(self, by: Actor, arguments: dict) -> desk.Outcome:
        """What comes to light after the end of a case stands in it as well."""
        return desk.act(self.case, self.service, by=by, ended=True, **arguments)

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_procurement", args=self.case.reference.split("/"))


class BreachTask(TaskView):
    """What came too early and why, and the note that ends it."""

    kind = "procurement.note"
    title = "A procurement step came too early"
    done = "Your note is kept with the case."
    template_name = "decisions/procurement_note.html"
    form_class = IncidentForm
    service = note_breach
    ended = True

    def context(self, form: IncidentForm) -> dict:
        return {"step": ProcurementStep.objects.filter(pk=self.duty.subject_id, case=self.case).first()}


TASK_VIEWS = [BreachTask]
urlpatterns = [
    path("cases/<int:year>/<slug:number>/procurement/", Procurement.as_view(), name="case_procurement"),
    path("cases/<int:year>/<slug:number>/procurement/record/", RecordProcurement.as_view(), name="case_procurement_record"),
]
