"""A member's one page for the whole agenda, and the way from the inbox to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from commissioning.rules.refusals import Refusal
from commissioning.selectors.constitutions import constitution_in_force
from commissioning.views.typed import take_back
from decisions.forms.interests import AgendaStatementsForm
from decisions.models import AgendaItem
from decisions.selectors.interests import is_current, latest_confirmations, latest_interests
from decisions.selectors.votes import sitting_members
from decisions.services.interests import Statement, confirm_interests, declare_interests, items_to_declare
from workflows.views.meeting_acts import MeetingActView
from workflows.views.task import TaskView


class PrepareTask(TaskView):
    """The inbox asks per item; the answer is one page for the whole agenda."""

    kind = "interest.declare"
    title = "Your interests and equality confirmations"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        item = AgendaItem.objects.filter(pk=self.duty.subject_id, meeting__isnull=False).first()
        if item is None:
            raise Http404
        return redirect("meeting_interests", item.meeting_id)

    post = get


class StatementsView(MeetingActView):
    """A member's one page for the whole agenda: interests and equality analyses, prepared, then confirmed at once."""

    act = "interest.declare"
    template_name = "decisions/meeting_statements.html"

    def get_context_data(
        self, form: AgendaStatementsForm | None = None, refusal: Refusal | None = None, **kwargs: object
    ) -> dict:
        self.require_seat()
        form = form or self.form(take_back(self.request))
        return super().get_context_data(
            meeting=self.meeting,
            form=form,
            refusal=refusal,
            request_key=self.key(),
            prepared=self.is_prepared,
            confirmed=self.is_confirmed,
            no_addresses=self.no_addresses(),
            **kwargs,
        )

    def no_addresses(self) -> str:
        """That a home address has no place in what is published, where the constitution never publishes them."""
        constitution = constitution_in_force(self.meeting.meets_on)
        if not constitution.switches.hide_member_addresses:
            return ""
        cited = constitution.citation("switches.hide_member_addresses")
        return f"What you write is published. Leave your home address out: members’ home addresses never are ({cited})."

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
        return self.answered(refusal, form, self.kept_words())

    def kept_words(self) -> str:
        if self.meeting.opened_at is None:
            return "Your answers are kept. You confirm them at the meeting."
        return "Your statements are kept."

    def answered(self, refusal: Refusal | None, form: AgendaStatementsForm, words: str) -> HttpResponse:
        if refusal is not None:
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal))
        messages.success(self.request, words)
        if self.meeting.opened_at is None:
            return redirect("inbox")
        return redirect("meeting_live", self.meeting.pk)
