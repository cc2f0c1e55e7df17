"""The clerk's page on one private item: what the meeting resolved about the public, and when the public came back."""

from datetime import datetime, time, timedelta

from django.http import Http404
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


class ItemExclusion(CaseActView):
    """First the resolution; once it is carried, the same page asks when the public came back."""

    act = "exclusion.record"
    template_name = "decisions/item_exclusion.html"

    def subject(self) -> Case:
        if not hasattr(self, "case"):
            item: AgendaItem | None = find_item(self.kwargs["pk"])
            if item is None or item.meeting is None or not item.closed_for:
                raise Http404
            self.item, self.case = item, item.case
            found = exclusion_of(item)
            is_out = found is not None and found.is_open
            # a form that was sent is read as what it is, so that the same one twice is one act
            self.is_out = "back_time" in self.request.POST if self.request.method == "POST" else is_out
        return self.case

    @property
    def title(self) -> str:
        return "The public comes back" if self.is_out else "Exclude the public from this item"

    @property
    def button(self) -> str:
        return "Record the time" if self.is_out else "Record the resolution"

    @property
    def form_class(self) -> type:
        return ReadmissionForm if self.is_out else ExclusionForm

    @property
    def service(self) -> object:
        return readmit_public if self.is_out else exclude_public

    @property
    def done(self) -> str:
        return "The time is recorded." if self.is_out else "What the meeting resolved is recorded."

    def form_arguments(self) -> dict:
        if self.is_out:
            return {"initial": {"back_time": local_time(self.at)}}
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

    def arguments(self, form: ExclusionForm | ReadmissionForm) -> dict:
        said = form.cleaned_data
        if self.is_out:
            return {"item": self.item, "back_at": on_the_day(said["back_time"], self.at)}
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

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(item=self.item, resolution=exclusion_of(self.item), is_out=self.is_out, **kwargs)

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("meeting_live", args=[self.item.meeting_id])


TASK_VIEWS: list = []
urlpatterns = [path("items/<int:pk>/public/", ItemExclusion.as_view(), name="item_exclusion")]
