"""Democratic services put a called meeting off to a later day, or cancel it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning.rules.dates import instant
from commissioning.views.typed import take_back
from decisions.forms.meetings import CancelForm, PostponeForm
from decisions.rules.cancellations import FOLLOWS
from decisions.selectors.meetings import items_of
from decisions.services.cancellations import cancel_meeting
from decisions.services.postponements import postpone_meeting
from workflows.views.meeting_acts import MeetingActView


class Postpone(MeetingActView):
    """A later day and time, and why."""

    act = "meeting.postpone"
    template_name = "workflows/meeting_postpone.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.page(PostponeForm(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = PostponeForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        said = form.cleaned_data
        refusal = self.run(postpone_meeting, starts_at=instant(said["on"], said["time"]), why=said["why"])
        if refusal is not None:
            return self.page(form, refusal=refusal)
        messages.success(request, "The meeting is postponed. Its members are told.")
        return redirect("meeting", self.meeting.pk)

    def page(self, form: PostponeForm, **more: object) -> HttpResponse:
        context = self.get_context_data(form=form, meeting=self.meeting, request_key=self.key(), **more)
        return self.render_to_response(context)


class Cancel(MeetingActView):
    """Why it does not take place, beside what then becomes of each item."""

    act = "meeting.cancel"
    template_name = "workflows/meeting_cancel.html"
    moves_charts = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return self.page(CancelForm(take_back(request)))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        refusal = self.run(cancel_meeting, why=form.cleaned_data["why"])
        if refusal is not None:
            return self.page(form, refusal=refusal)
        messages.success(request, "The meeting is cancelled. What was on its agenda waits for another one, and those concerned are told.")
        return redirect("meeting", self.meeting.pk)

    def page(self, form: CancelForm, **more: object) -> HttpResponse:
        waiting = [(item, FOLLOWS[item.kind]) for item in items_of(self.meeting) if item.ended_at is None and item.case.is_open]
        return self.render_to_response(
            self.get_context_data(form=form, meeting=self.meeting, waiting=waiting, request_key=self.key(), **more)
        )


TASK_VIEWS: list = []
urlpatterns = [
    path("meetings/<int:pk>/postpone/", Postpone.as_view(), name="meeting_postpone"),
    path("meetings/<int:pk>/cancel/", Cancel.as_view(), name="meeting_cancel"),
]
