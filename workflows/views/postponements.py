"""Democratic services put a called meeting off to a later day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning.rules.dates import instant
from commissioning.views.typed import take_back
from decisions.forms.meetings import PostponeForm
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


TASK_VIEWS: list = []
urlpatterns = [path("meetings/<int:pk>/postpone/", Postpone.as_view(), name="meeting_postpone")]
