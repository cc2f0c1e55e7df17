"""The Monitoring Officer looks into an incident at a meeting, or into a decision whose authority is in doubt."""

from commissioning.models import Duty
from decisions.forms.incidents import IncidentForm, VoidForm
from decisions.models import Interest, VoidReview
from decisions.selectors.decisions import latest_decision
from decisions.services.incidents import note_incident, note_retrospective
from decisions.services.late_interests import note_late_interest
from decisions.services.void_reviews import conclude_review
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


class RetrospectiveTask(TaskView):
    """What was done before anybody decided it, since when and why; and the note that ends it."""

    kind = "retrospective.note"
    title = "Something was done without a decision"
    done = "Your note is kept with the case."
    template_name = "decisions/retrospective_note.html"
    form_class = IncidentForm
    service = note_retrospective

    def context(self, form: IncidentForm) -> dict:
        return {"decision": latest_decision(self.case)}


class LateInterestTask(TaskView):
    """Who declared what late, in which case, and the note that ends it."""

    kind = "interest.note"
    title = "An interest was declared late"
    done = "Your note is kept with the case."
    template_name = "decisions/late_interest_note.html"
    form_class = IncidentForm
    service = note_late_interest

    def context(self, form: IncidentForm) -> dict:
        rows = Interest.objects.select_related("person", "office").filter(pk=self.duty.subject_id, item__case=self.case)
        return {"row": rows.first()}


class VoidTask(TaskView):
    """The decision, the doubt about it, and the finding."""

    kind = "void.review"
    title = "Find whether a decision stands"
    done = "Your finding is kept with the decision."
    template_name = "decisions/void_review.html"
    form_class = VoidForm
    service = conclude_review

    def context(self, form: VoidForm) -> dict:
        rows = VoidReview.objects.select_related("decision__made_by", "decision__maker_office", "decision__body")
        return {"review": rows.filter(pk=self.duty.subject_id, case=self.case).first()}


TASK_VIEWS = [IncidentTask, LateInterestTask, RetrospectiveTask, VoidTask]
urlpatterns: list = []
