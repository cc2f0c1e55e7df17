"""The Monitoring Officer answers; democratic services ask about late items and log outages."""

from django.http import Http404
from django.urls import path, reverse

from commissioning.rules.dates import instant
from decisions.forms.key_assessments import AdviceForm, AmendmentForm, LateItemForm, OutageForm
from decisions.models import AdviceRequest, Meeting
from decisions.selectors.key_decision_notices import live_notice
from decisions.selectors.meetings import coming_of_executive
from decisions.services.advice import ask_about_amendment, ask_late_item, give_advice, log_outage
from workflows import desk
from workflows.views.case_act import CaseActView
from workflows.views.meetings import label
from workflows.views.task import TaskView


class GiveAdvice(TaskView):
    """One question, answered yes or no with reasons."""

    kind = "advice.give"
    title = "Give the Monitoring Officer’s advice"
    done = "Your advice is recorded."
    template_name = "decisions/advice_give.html"
    form_class = AdviceForm
    service = staticmethod(give_advice)

    def arguments(self, form: AdviceForm) -> dict:
        return {"may_go_on": form.cleaned_data["may_go_on"] == "YES", "text": form.cleaned_data["text"]}

    def context(self, form: AdviceForm) -> dict:
        rows = AdviceRequest.objects.select_related("meeting", "assessment", "asked_by")
        return {"asked": rows.filter(pk=self.duty.subject_id, case=self.case).first()}


class AskLateItem(CaseActView):
    """An item for a published Cabinet agenda, inside the five clear days."""

    act = "late_item.ask"
    form_class = LateItemForm
    service = staticmethod(ask_late_item)
    title = "Ask to add the item to an agenda late"
    button = "Ask the Monitoring Officer"
    done = "The question is with the Monitoring Officer."
    lede = "The law gives no third way to add an item to a Cabinet agenda inside five clear days, and the chair cannot admit it. It needs the Monitoring Officer’s advice first, and the agenda will say so."

    def form_arguments(self) -> dict:
        rows = coming_of_executive(self.at).filter(agenda_published_at__isnull=False)
        return {"meetings": [(str(meeting.pk), label(meeting)) for meeting in rows[:12]]}

    def arguments(self, form: LateItemForm) -> dict:
        return {"meeting": Meeting.objects.get(pk=form.cleaned_data["meeting"]), "why": form.cleaned_data["why"]}

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))


class AskAmendment(CaseActView):
    """An amendment whose cost goes beyond the notice."""

    act = "amendment.ask"
    form_class = AmendmentForm
    service = staticmethod(ask_about_amendment)
    title = "Ask whether an amendment lies within the notice"
    button = "Ask the Monitoring Officer"
    done = "The question is with the Monitoring Officer. Until it is answered, defer the item or decide it without the amendment."
    lede = "A decision has to be the one that the notice announced. Where an amendment raises the cost further than the constitution tolerates, only the Monitoring Officer can certify that it is still the same matter."

    def prepared(self) -> dict:
        known = super().prepared()
        if "pence" in known:
            known["pence"] = int(known["pence"]) if known["pence"].isdigit() else None
        return known

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))


class LogOutage(CaseActView):
    """The live notice was out of reach for a time."""

    act = "outage.log"
    form_class = OutageForm
    service = staticmethod(log_outage)
    title = "Log that the notice was out of reach"
    button = "Log it"
    done = "The outage is logged, and the Monitoring Officer is asked whether the notice still counts."
    lede = "A notice that was out of reach for a time is not void by that. The public page shows it, and the Monitoring Officer decides."

    def arguments(self, form: OutageForm) -> dict:
        said = form.cleaned_data
        notice = live_notice(self.case)
        if notice is None:
            raise Http404
        return {
            "notice": notice,
            "began_at": instant(said["began_on"], said["began_time"]),
            "ended_at": instant(said["ended_on"], said["ended_time"]),
            "what": said["what"],
        }

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))


TASK_VIEWS = [GiveAdvice]
urlpatterns = [
    path("cases/<int:year>/<slug:number>/late-item/", AskLateItem.as_view(), name="case_late_item"),
    path("cases/<int:year>/<slug:number>/amendment/", AskAmendment.as_view(), name="case_amendment"),
    path("cases/<int:year>/<slug:number>/outage/", LogOutage.as_view(), name="case_outage"),
]
