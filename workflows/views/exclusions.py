"""The clerk's pages on one private item: what the meeting resolved about the public, and when the public came back."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning.models import Case
from commissioning.rules.dates import instant, local_date, local_time
from decisions.forms.exclusions import MOVED, ExclusionForm, ReadmissionForm
from decisions.models import AgendaItem
from decisions.rules.exclusions import Motion, wording
from decisions.selectors.exclusions import exclusion_of
from decisions.selectors.votes import room
from decisions.services.exclusions import exclude_public, readmit_public
from workflows import desk
from workflows.views.case_act import CaseActView
from workflows.views.decisions import find_item


def on_the_day(moment: time | None, at: datetime) -> datetime | None:
    """The last time before now at which the clocks of the meeting showed that time; a meeting may run past midnight."""
    if moment is None:
        return None
    found = instant(local_date(at), moment)
    return found if found <= at else instant(local_date(at) - timedelta(days=1), moment)


class OfPrivateItem(CaseActView):
    """What both pages share: the item, announced as private in part, and the resolution on it so far."""

    act = "exclusion.record"
    template_name = "decisions/item_exclusion.html"

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            item: AgendaItem | None = find_item(self.kwargs["pk"])
            if item is None or item.meeting is None or not item.closed_for:
                raise Http404
            self.item, self.case = item, item.case
        return self.case

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(item=self.item, resolution=exclusion_of(self.item), **kwargs)

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("meeting_live", args=[self.item.meeting_id])


class ItemExclusion(OfPrivateItem):
    """What the meeting resolved; while the public is out, on to the page that asks when it came back."""

    form_class = ExclusionForm
    service = staticmethod(exclude_public)
    title = "Exclude the public from this item"
    button = "Record the resolution"
    done = "What the meeting resolved is recorded."

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        found = exclusion_of(self.item)
        if found is not None and found.is_open:
            return redirect("item_readmission", self.item.pk)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict:
        announced = list(self.item.closed_for["paragraphs"])
        return {
            "members": [(str(m.person.pk), f"{m.person.name}, {m.office.title}") for m in room(self.item, self.at).voters],
            "announced": announced,
            "initial": {
                "part": f"Item {self.item.number}: {self.case.title}",
                "paragraphs": [str(number) for number in announced],
                "text": wording(self.item.number, self.case.title, announced),
                "mode": "AGREED",
            },
        }

    def arguments(self, form: ExclusionForm) -> dict:
        said = form.cleaned_data
        if said["what"] != MOVED:
            return {"item": self.item, "motion": Motion(was_moved=False)}
        motion = Motion(
            part=said["part"],
            paragraphs=tuple(int(number) for number in said["paragraphs"]),
            text=said["text"],
            mover=int(said["mover"]),
            seconder=int(said["seconder"]),
            mode=said["mode"],
            votes_for=said["votes_for"] or 0,
            votes_against=said["votes_against"] or 0,
            abstentions=said["abstentions"] or 0,
            out_at=on_the_day(said["out_time"], self.at),
        )
        return {"item": self.item, "motion": motion}


class ItemReadmission(OfPrivateItem):
    """When the public came back."""

    form_class = ReadmissionForm
    service = staticmethod(readmit_public)
    title = "The public comes back"
    button = "Record the time"
    done = "The time is recorded."

    def form_arguments(self) -> dict:
        return {"initial": {"back_time": local_time(self.at)}}

    def arguments(self, form: ReadmissionForm) -> dict:
        return {"item": self.item, "back_at": on_the_day(form.cleaned_data["back_time"], self.at)}


TASK_VIEWS: list = []
urlpatterns = [
    path("items/<int:pk>/public/", ItemExclusion.as_view(), name="item_exclusion"),
    path("items/<int:pk>/public/back/", ItemReadmission.as_view(), name="item_readmission"),
]
