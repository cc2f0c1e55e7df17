"""The meeting itself, live, for clerk and chair; with it the pages on which members state interests and vote."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from commissioning import access
from commissioning.models import Appointment, Duty
from commissioning.rules.dates import local_date
from commissioning.rules.refusals import Refusal
from commissioning.views.base import actor_of
from commissioning.views.typed import take_back
from decisions.forms.attendances import AttendanceForm
from decisions.models import AgendaItem, RecordedVote
from decisions.selectors.exclusions import exclusions_of
from decisions.selectors.meetings import items_of
from decisions.selectors.votes import Room, attendance_of, rooms, sitting_members
from decisions.services.attendances import close_meeting, open_meeting, record_attendance
from workflows.views.meeting_acts import MeetingActView
from workflows.views.statements import PrepareTask, StatementsView
from workflows.views.votes import VoteTask

STEPS = {"open": open_meeting, "close": close_meeting}
WORDS = {
    "open": "The meeting is open.",
    "close": "The meeting is closed.",
    "attendance": "The attendance is recorded.",
}


class LiveMeetingView(MeetingActView):
    """Items in order, who is present, whether there is a quorum, what waits. Clerk and chair act from here."""

    act = "case.read"
    template_name = "decisions/meeting_live.html"

    def get_context_data(
        self, refusal: Refusal | None = None, form: AttendanceForm | None = None, *, closing: bool = False, **kwargs: object
    ) -> dict:
        items = self.items()
        found = rooms(self.meeting, items, self.at)
        self.resolved = exclusions_of(items)
        seats = self.seats()
        is_clerk = access.may(actor_of(self.request), "attendance.record", None, self.at) is not None
        return super().get_context_data(
            meeting=self.meeting,
            lines=[self.line(now, *self.waiting(items)) for now in found],
            room=found[0] if found else None,
            is_clerk=is_clerk,
            is_member=any(seat.person_id == self.request.user.pk for seat in seats),
            form=form or (self.attendance_form(take_back(self.request, step="attendance")) if is_clerk else None),
            unrecorded=self.unrecorded() if is_clerk and self.meeting.opened_at and not self.meeting.closed_at else 0,
            undone=self.undone(),
            closing=closing,
            refusal=refusal,
            request_key=self.key(),
            may_begin=self.at >= self.meeting.starts_at,
            day_is_over=local_date(self.at) > self.meeting.meets_on,
            **kwargs,
        )

    def waiting(self, items: list) -> tuple[list[Duty], dict[int, RecordedVote]]:
        """Open duties of the cases on the agenda, and the last vote of each item; read once."""
        if not hasattr(self, "_waiting"):
            duties = Duty.objects.filter(
                case__in=[item.case_id for item in items],
                kind__in=("item.outcome", "vote.cast", "reconsider.decide"),
                closed_at__isnull=True,
            ).select_related("office")
            votes = {vote.item_id: vote for vote in RecordedVote.objects.filter(item__in=items).order_by("n")}
            self._waiting = (list(duties.order_by("pk")), votes)
        return self._waiting

    def line(self, now: Room, duties: list[Duty], votes: dict[int, RecordedVote]) -> dict:
        """One item: the room, the chair's duty, the vote, and the viewer's own duty to vote."""
        item = now.item
        own = {
            seat.pk
            for seat in (member.office for member in now.members if member.person == self.request.user)
        }
        vote = votes.get(item.pk)
        return {
            "item": item,
            "room": now,
            "duty": next((d for d in duties if d.subject_id == item.pk and d.kind != "vote.cast"), None),
            "recorded": vote,
            "resolution": self.resolved.get(item.pk),
            "waiting": [
                d.office.title for d in duties if vote and d.kind == "vote.cast" and d.subject_id == vote.pk
            ],
            "own_vote": next(
                (
                    d
                    for d in duties
                    if vote and d.kind == "vote.cast" and d.subject_id == vote.pk and d.office_id in own
                ),
                None,
            ),
            "is_chair": self.meeting.chair_id in own or self.presides(),
        }

    def presides(self) -> bool:
        """Whether the viewer deputises in the chair."""
        if not hasattr(self, "_presides"):
            held = access.offices_of(self.request.user, self.at)
            self._presides = any(appointment.office_id == self.meeting.chair_id for appointment in held)
        return self._presides

    def seats(self) -> list[Appointment]:
        """Who sits on the body; read once."""
        if not hasattr(self, "_seats"):
            self._seats = list(sitting_members(self.meeting))
        return self._seats

    def known(self) -> dict[tuple[int, int], str]:
        """What is recorded, by (person, office); read once."""
        if not hasattr(self, "_known"):
            self._known = {(row.person_id, row.office_id): row.presence for row in attendance_of(self.meeting)}
        return self._known

    def unrecorded(self) -> int:
        """How many members the clerk has said nothing about yet."""
        return sum((seat.person_id, seat.office_id) not in self.known() for seat in self.seats())

    def items(self) -> list[AgendaItem]:
        """What is on the agenda; read once."""
        if not hasattr(self, "_items"):
            self._items = list(items_of(self.meeting).select_related("case__constitution"))
            for item in self._items:
                item.meeting = self.meeting
        return self._items

    def undone(self) -> list[int]:
        """The numbers of the items without an outcome, as the question before closing names and sends them."""
        return [item.number for item in self.items() if item.ended_at is None]

    def attendance_form(self, data: object = None) -> AttendanceForm:
        seats, known = self.seats(), self.known()
        initial = {
            AttendanceForm.name_of(seat): known.get((seat.person_id, seat.office_id), "") for seat in seats
        }
        return AttendanceForm(data, seats=seats, initial=initial)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if access.may(actor_of(request), "attendance.record", None, self.at) is None:
            raise Http404
        step = request.POST.get("step", "")
        form = self.attendance_form(request.POST) if step == "attendance" else None
        if step not in WORDS:
            raise Http404
        is_open = self.meeting.opened_at and not self.meeting.closed_at
        if step == "close" and is_open and request.POST.get("without", "") != ", ".join(map(str, self.undone())):
            return self.render_to_response(self.get_context_data(closing=True))
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form is not None:
            rest = "PRESENT" if "everybody_else" in request.POST else ""
            refusal = self.run(record_attendance, presences=form.presences(), everybody_else=rest)
        else:
            refusal = self.run(STEPS[step])
        if refusal is not None:
            return self.render_to_response(self.get_context_data(refusal=refusal))
        messages.success(request, WORDS[step])
        return redirect("meeting_live", self.meeting.pk)


TASK_VIEWS = [PrepareTask, VoteTask]
urlpatterns = [
    path("meetings/<int:pk>/live/", LiveMeetingView.as_view(), name="meeting_live"),
    path("meetings/<int:pk>/interests/", StatementsView.as_view(), name="meeting_interests"),
]
