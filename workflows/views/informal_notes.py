"""Democratic services keep what was said without deciding."""

from django.urls import path, reverse

from decisions.forms.informal_notes import InformalNoteForm
from decisions.services.informal_notes import note_informally
from workflows import desk
from workflows.views.case_act import CaseActView


class NoteInformally(CaseActView):
    """An e-mail round, a poll, a discussion without a quorum: kept, and never a decision."""

    act = "informal.note"
    form_class = InformalNoteForm
    service = staticmethod(note_informally)
    title = "Note what was said without deciding"
    button = "Keep it as informal"
    done = "It is kept as informal. Nothing is decided by it."
    lede = "What members say by e-mail, in a poll or at a meeting without a quorum is not a decision. Keep it here, so that nobody takes it for one."

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))


TASK_VIEWS: list = []
urlpatterns = [path("cases/<int:year>/<slug:number>/informal/", NoteInformally.as_view(), name="case_informal")]
