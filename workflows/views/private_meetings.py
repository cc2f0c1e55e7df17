"""Democratic services publish the two notices of a private meeting and deal with representations between them."""

from datetime import date

from django.http import Http404
from django.urls import path, reverse

from commissioning.models import Body
from commissioning.rules.dates import instant, local_date, local_time, parse_date
from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_of
from decisions.forms.private_meetings import AnswerForm, FirstNoticeForm, RepresentationForm, SecondNoticeForm
from decisions.selectors.case_authority import allocation_of
from decisions.selectors.private_meetings import live_first, reckon_private, representations_on, second_of
from decisions.services.notice_content import Copy
from decisions.services.private_meetings import (
    PrivatePart,
    publish_private_notice,
    publish_second_notice,
)
from decisions.services.representations import answer_representation, receive_representation
from workflows import desk
from workflows.views.case_act import CaseActView


class PrivateMeeting(CaseActView):
    """The first notice, then the second; after that there is nothing left to publish."""

    act = "private_notice.publish"
    template_name = "decisions/private_meeting.html"
    title = "Private meeting"
    button = "Publish the notice"
    done = "The notice is published and its clear days are running."

    def setup(self, request, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        case = self.subject()
        self.first = live_first(case)
        self.second = second_of(self.first) if self.first else None

    @property
    def stage(self) -> str:
        """Which notice comes next. A finished pair begins anew, unless the meeting is put off: then the second notice is
        published again for the day that the address names."""
        return "SECOND" if self.first and (not self.second or self.other_day) else "FIRST"

    @property
    def other_day(self) -> date | None:
        """Another day than the notices say, which the 28 clear days of the first notice allow."""
        try:
            day = parse_date(self.request.GET.get("meets_on", ""))
        except Refusal:
            return None
        known = self.second or self.first
        return day if known and day != known.meets_on and day >= self.first.meets_on else None

    @property
    def form_class(self) -> type:
        return SecondNoticeForm if self.stage == "SECOND" else FirstNoticeForm

    @property
    def service(self):
        return publish_second_notice if self.stage == "SECOND" else publish_private_notice

    def form_arguments(self) -> dict:
        now = local_time(self.at).replace(second=0, microsecond=0)
        known = {
            "copy_place": constitution_of(self.case).publication.office_address,
            "copy_placed_by": self.request.user.name,
            "copy_on": local_date(self.at),
            "copy_time": now,
        }
        if self.stage == "FIRST":
            known |= {"matter": self.case.question, "meets_on": reckon_private(self.case, "FIRST", self.at).next_working}
        return {"initial": known}

    def arguments(self, form) -> dict:
        said = form.cleaned_data
        copy = Copy(said["copy_place"], said["copy_placed_by"], instant(said["copy_on"], said["copy_time"]))
        if self.stage == "SECOND":
            return {"reasons": said["reasons"], "copy": copy, "meets_on": self.other_day}
        allocation = allocation_of(self.case)
        meets = allocation.body if allocation and allocation.body else Body.objects.filter(kind="CABINET").order_by("pk")[0]
        paragraphs = tuple(int(number) for number in said["paragraphs"])
        part = PrivatePart(meets, said["meets_on"], said["matter"], paragraphs, said["reasons"])
        return {"part": part, "copy": copy}

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_private", args=self.case.reference.split("/"))

    def get_context_data(self, **kwargs: object) -> dict:
        said = list(representations_on(self.first)) if self.first else []
        return super().get_context_data(
            first=self.first,
            second=self.second,
            stage=self.stage,
            other_day=self.other_day,
            reckoning=reckon_private(self.case, self.stage, self.at),
            said=[(row, getattr(row, "answer", None)) for row in said],
            **kwargs,
        )


class LogRepresentation(CaseActView):
    """What somebody said, as it came in."""

    act = "representation.receive"
    form_class = RepresentationForm
    service = staticmethod(receive_representation)
    title = "Log a representation about the private meeting"
    button = "Log it"
    done = "The representation is logged. Before the second notice it needs an answer; after it, it is reported to the meeting."

    def form_arguments(self) -> dict:
        now = local_time(self.at).replace(second=0, microsecond=0)
        return {"initial": {"received_on": local_date(self.at), "received_time": now}}

    def arguments(self, form) -> dict:
        said = form.cleaned_data
        return {
            "text": said["text"],
            "sender": said["sender"],
            "received_at": instant(said["received_on"], said["received_time"]),
        }

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))


class AnswerRepresentation(CaseActView):
    """The answer that the second notice will give."""

    act = "representation.answer"
    template_name = "decisions/representation_answer.html"
    form_class = AnswerForm
    service = staticmethod(answer_representation)
    title = "Answer a representation"
    button = "Keep the answer"
    done = "The answer is kept. The second notice gives it beside the representation."

    def arguments(self, form) -> dict:
        return {"number": self.kwargs["representation"], "text": form.cleaned_data["text"]}

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("case_law", args=self.case.reference.split("/"))

    def get_context_data(self, **kwargs: object) -> dict:
        first = live_first(self.case)
        row = representations_on(first).filter(number=self.kwargs["representation"]).first() if first else None
        if row is None:
            raise Http404
        return super().get_context_data(row=row, **kwargs)


TASK_VIEWS: list = []
urlpatterns = [
    path("cases/<int:year>/<slug:number>/private-meeting/", PrivateMeeting.as_view(), name="case_private"),
    path(
        "cases/<int:year>/<slug:number>/private-meeting/representations/new/",
        LogRepresentation.as_view(),
        name="case_representation",
    ),
    path(
        "cases/<int:year>/<slug:number>/private-meeting/representations/<int:representation>/",
        AnswerRepresentation.as_view(),
        name="case_representation_answer",
    ),
]
