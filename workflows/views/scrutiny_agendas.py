"""Putting a case on the agenda of a scrutiny committee."""

from django.urls import path

from commissioning.models import Body
from commissioning.rules.dates import instant, local_time
from decisions.forms.meetings import NEW
from decisions.models import Meeting
from decisions.selectors.meetings import coming_meetings, live_item, meetings_of, reckon_agenda
from decisions.services.agenda_items import NewMeeting
from scrutiny.forms.agendas import ScrutinyAgendaForm
from scrutiny.services.agendas import KIND, put_on_scrutiny_agenda
from workflows.views.case_act import CaseActView
from workflows.views.meetings import TOO_EARLY, label


class ScrutinyAgenda(CaseActView):
    """Scrutiny and democratic services put it on the agenda in time; late, only the chair of the meeting."""

    act = "scrutiny.agenda"
    template_name = "scrutiny/agenda_add.html"
    form_class = ScrutinyAgendaForm
    service = staticmethod(put_on_scrutiny_agenda)
    title = "Put it on a scrutiny agenda"
    done = "It is on the agenda of the scrutiny meeting, with the report as it was published."

    def form_arguments(self) -> dict:
        self.opened = reckon_agenda(self.case, self.at)
        first, meetings = self.opened.next_working, list(coming_meetings("SCRUTINY", self.at)[:12])
        pairs = [(str(one.pk), label(one) + (TOO_EARLY if one.meets_on < self.opened.earliest else "")) for one in meetings]
        known = {"meeting": next((str(one.pk) for one in meetings if one.meets_on >= self.opened.earliest), NEW), "on": first}
        last = meetings_of("SCRUTINY").order_by("-starts_at").first()
        if last is not None:
            known |= {"time": local_time(last.starts_at), "place": last.place}
        return {"meetings": pairs, "initial": known}

    def arguments(self, form: ScrutinyAgendaForm) -> dict:
        said = form.cleaned_data
        words = {"special_circumstances": said["special_circumstances"]}
        if said["meeting"] != NEW:
            return words | {"meeting": Meeting.objects.select_related("body", "chair").get(pk=said["meeting"])}
        body = Body.objects.filter(kind="SCRUTINY").order_by("pk").first()
        when = instant(said["on"], said["time"])
        return words | {"new": NewMeeting(body, when, said["place"], shorter_notice=said["shorter_notice"])}

    def get_context_data(self, **kwargs: object) -> dict:
        shown = super().get_context_data(**kwargs)  # the form counts the days
        return shown | {"item": live_item(self.case, KIND), "reckoning": self.opened}


TASK_VIEWS: list = []
urlpatterns = [
    path("cases/<int:year>/<slug:number>/scrutiny-agenda/", ScrutinyAgenda.as_view(), name="case_scrutiny_agenda")
]
