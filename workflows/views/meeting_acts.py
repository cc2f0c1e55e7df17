"""What the pages of one meeting share: the meeting, the key of the form, the door."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from commissioning.rules.refusals import Refusal
from commissioning.views.base import StaffView, actor_of
from decisions.models import Meeting
from workflows import sittings


class MeetingActView(StaffView):
    """A page about one meeting on which acts on the whole meeting are done."""

    moves_charts = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.meeting = Meeting.objects.select_related("body", "chair").filter(pk=kwargs["pk"]).first()
        if self.meeting is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def key(self) -> str:
        return self.request.POST.get("request_key") or uuid.uuid4().hex

    def run(self, service: object, **kwargs: object) -> Refusal | None:
        actor = actor_of(self.request, self.request.POST.get("request_key", ""))
        return sittings.act(self.meeting, service, by=actor, moves_charts=self.moves_charts, **kwargs).refusal
