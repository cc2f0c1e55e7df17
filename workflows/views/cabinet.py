"""The meeting itself: the live page for clerk and chair, each member's one page, and the vote."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from commissioning import access
from commissioning.models import Appointment, Duty
from commissioning.rules.refusals import Refusal
from commissioning.views.base import StaffView, actor_of
from decisions.forms.attendances import AttendanceForm
from decisions.forms.interests import AgendaStatementsForm
from decisions.forms.votes import VoteForm
from decisions.models import Meeting, RecordedVote
from decisions.selectors.interests import is_current, latest_confirmations, latest_interests
from decisions.selectors.meetings import items_of
from decisions.selectors.ssmt import dissent
from decisions.selectors.votes import Room, attendance_of, rooms, sitting_members
from decisions.services.attendances import close_meeting, open_meeting, record_attendance
from decisions.services.interests import Statement, confirm_interests, declare_interests, items_to_declare
from decisions.services.votes import cast_vote
from workflows import desk, sittings
from workflows.views.correctable import CorrectableTask
from workflows.views.decisions import find_item

STEPS = {"open": open_meeting, "close": close_meeting}
WORDS = {
    "open": "The meeting is open.",
    "close": "The meeting is closed.",
    "attendance": "The attendance is recorded.",
}


class MeetingActView(StaffView):
    """A page about one meeting on which acts on the whole meeting are done."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.meeting = Meeting.objects.select_related("body", "chair").filter(pk=kwargs["pk"]).first()
        if self.meeting is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def key(self) -> str:
        return self.request.POST.get("request_key") or uuid.uuid4().hex

    def run(self, service: object, **kwargs: object) -> Refusal | None:
        actor = actor_of(self.request, self.request.POST.get("request_key", ""))
        return sittings.act(self.meeting, service, by=actor, **kwargs).refusal


class LiveMeetingView(MeetingActView):
    """Items in order, who is present, whether there is a quorum, what waits. Clerk and chair act from here."""

    act = "case.read"
    template_name = "decisions/meeting_live.html"

    def get_context_data(
        self, refusal: Refusal | None = None, form: AttendanceForm | None = None, **kwargs: object
    ) -> dict:
        items = list(items_of(self.meeting).select_related("case__constitution"))
        for item in items:
            item.meeting = self.meeting
        found = rooms(self.meeting, items, self.at)
        seats = self.seats()
        is_clerk = access.may(actor_of(self.request), "attendance.record", None, self.at) is not None
        return super().get_context_data(
            meeting=self.meeting,
            lines=[self.line(now, *self.waiting(items)) for now in found],
            room=found[0] if found else None,
            is_clerk=is_clerk,
            is_member=any(seat.person_id == self.request.user.pk for seat in seats),
            form=form or (self.attendance_form() if is_clerk else None),
            refusal=refusal,
            request_key=self.key(),
            may_begin=self.at >= self.meeting.starts_at,
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
            held = access.live_appointments(self.request.user, self.at)
            self._presides = any(appointment.office_id == self.meeting.chair_id for appointment in held)
        return self._presides

    def seats(self) -> list[Appointment]:
        """Who sits on the body; read once."""
        if not hasattr(self, "_seats"):
            self._seats = list(sitting_members(self.meeting))
        return self._seats

    def attendance_form(self, data: object = None) -> AttendanceForm:
        seats = self.seats()
        known = {(row.person_id, row.office_id): row.presence for row in attendance_of(self.meeting)}
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
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form is not None:
            refusal = self.run(record_attendance, presences=form.presences())
        else:
            refusal = self.run(STEPS[step])
        if refusal is not None:
            return self.render_to_response(self.get_context_data(refusal=refusal))
        messages.success(request, WORDS[step])
        return redirect("meeting_live", self.meeting.pk)


class StatementsView(MeetingActView):
    """A member's one page for the whole agenda: interests and equality analyses, prepared, then confirmed at once."""

    act = "interest.declare"
    template_name = "decisions/meeting_statements.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(
        self, form: AgendaStatementsForm | None = None, refusal: Refusal | None = None, **kwargs: object
    ) -> dict:
        self.require_seat()
        form = form or self.form()
        return super().get_context_data(
            meeting=self.meeting,
            form=form,
            refusal=refusal,
            request_key=self.key(),
            prepared=self.is_prepared,
            confirmed=self.is_confirmed,
            **kwargs,
        )

    def require_seat(self) -> None:
        if not any(seat.person_id == self.request.user.pk for seat in sitting_members(self.meeting)):
            raise Http404

    def form(self, data: object = None) -> AgendaStatementsForm:
        items = items_to_declare(self.meeting)
        mine = self.request.user.pk
        stated, read = latest_interests(items), latest_confirmations(items)
        initial, current = {}, []
        for item in items:
            row, seen = stated.get((item.pk, mine)), read.get((item.pk, mine))
            current.append(row if is_current(row, item) else None)
            initial[f"kind_{item.pk}"] = row.kind if is_current(row, item) else "NONE"
            initial[f"nature_{item.pk}"] = row.nature if is_current(row, item) else ""
            initial[f"read_{item.pk}"] = is_current(seen, item)
        self.is_prepared = bool(items) and all(current)
        self.is_confirmed = self.is_prepared and all(row.stage != "PREPARED" for row in current)
        return AgendaStatementsForm(data, items=items, initial=initial)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.require_seat()
        if request.POST.get("step") == "confirm":
            refusal = self.run(confirm_interests)
            return self.answered(refusal, self.form(), "Your statements are confirmed.")
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said = form.cleaned_data
        statements = [
            Statement(item.pk, said[f"kind_{item.pk}"], said[f"nature_{item.pk}"]) for item in form.items
        ]
        read = [item.pk for item in form.items if said[f"read_{item.pk}"]]
        refusal = self.run(declare_interests, statements=statements, equality=read)
        return self.answered(refusal, form, "Your statements are kept.")

    def answered(self, refusal: Refusal | None, form: AgendaStatementsForm, words: str) -> HttpResponse:
        if refusal is not None:
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal))
        messages.success(self.request, words)
        return redirect("meeting_live", self.meeting.pk)


class VoteTask(CorrectableTask):
    """A member's vote: one sentence, the money, the dissent, three big choices."""

    kind = "vote.cast"
    title = "Your vote"
    done = "Your vote is recorded. You can change it until the chair closes the vote."
    template_name = "decisions/vote_cast.html"
    form_class = VoteForm
    service = cast_vote

    def recorded(self) -> RecordedVote:
        if not hasattr(self, "_recorded"):
            self._recorded = RecordedVote.objects.filter(pk=self.duty.subject_id, case=self.case).first()
        return self._recorded

    def may_correct(self) -> bool:
        return self.recorded() is not None and self.recorded().is_open

    def form_arguments(self) -> dict:
        last = self.duty.votes.filter(person=self.request.user).order_by("-n").first()
        return {"initial": {"choice": last.choice}} if last else {}

    def context(self, form: VoteForm) -> dict:
        item = find_item(self.recorded().item_id)
        return {
            "recorded": self.recorded(),
            "item": item,
            "version": item.version,
            "dissent": dissent(self.case),
            "earlier": self.duty.votes.filter(person=self.request.user).order_by("n"),
        }

    def next_url(self, outcome: desk.Outcome) -> str:
        return reverse("meeting_live", args=[find_item(self.recorded().item_id).meeting_id])


TASK_VIEWS = [VoteTask]
urlpatterns = [
    path("meetings/<int:pk>/live/", LiveMeetingView.as_view(), name="meeting_live"),
    path("meetings/<int:pk>/interests/", StatementsView.as_view(), name="meeting_interests"),
]
