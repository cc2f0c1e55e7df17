"""The Monitoring Officer looks into an incident at a meeting."""

from commissioning.models import Duty
from decisions.forms.incidents import IncidentForm
from decisions.services.incidents import note_incident
from workflows.views.task import TaskView


class IncidentTask(TaskView):
    """Who tried to vote, in which case, and the note that ends it."""

    kind = "incident.note"
    title = "A barred member tried to vote"
    done = "Your note is kept with the case."
    template_name = "decisions/incident_note.html"
    form_class = IncidentForm
    service = note_incident

    def context(self, form: IncidentForm) -> dict:
        call = Duty.objects.select_related("office").filter(pk=self.duty.subject_id, case=self.case).first()
        return {"call": call}


TASK_VIEWS = [IncidentTask]
urlpatterns: list = []
