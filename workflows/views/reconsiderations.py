"""Bringing a called-in decision back, and the decision-maker's answer to each concern."""

from django.urls import path

from commissioning.rules.dates import local_date
from decisions.forms.reconsiderations import AnswersForm, BringBackForm, MeetingAnswersForm, MemberAnswersForm
from decisions.models import Meeting
from decisions.rules.report_parts import parts
from decisions.selectors.case_authority import condition_of
from decisions.selectors.meetings import coming_meetings
from decisions.selectors.reconsiderations import (
    call_in_reference,
    called_in_decision,
    concerns,
)
from decisions.services.reconsiderations import reconsider, schedule_reconsideration
from workflows.views.decisions import MinutePage, find_item, sitting_context
from workflows.views.meetings import label
from workflows.views.task import TaskView


class BringBackTask(TaskView):
    """The proper officer puts the decision on the agenda of a coming meeting."""

    kind = "reconsider.schedule"
    title = "Bring the decision back"
    done = "The decision is on the agenda again."
    template_name = "decisions/reconsider_schedule.html"
    form_class = BringBackForm
    service = schedule_reconsideration

    def form_arguments(self) -> dict:
        self.original = called_in_decision(self.case)
        meetings = coming_meetings("CABINET", self.at).filter(body=self.original.body_id)[:12]
        pairs = [(str(meeting.pk), label(meeting)) for meeting in meetings]
        return {"meetings": pairs, "initial": {"meeting": pairs[0][0]} if len(pairs) == 1 else {}}

    def arguments(self, form: BringBackForm) -> dict:
        return {
            "meeting": Meeting.objects.select_related("body", "chair").get(pk=form.cleaned_data["meeting"])
        }

    def context(self, form: BringBackForm) -> dict:
        return {
            "form": form if form.fields["meeting"].choices else None,  # nothing to choose: call a meeting first
            "decision": self.original,
            "concerns": concerns(self.case),
            "call_in": call_in_reference(self.case),
        }


class ReconsiderTask(TaskView):
    """Confirm, amend or rescind, with an answer to every concern."""

    kind = "reconsider.decide"
    title = "Reconsider the decision"
    done = "The answer to scrutiny is recorded."
    template_name = "decisions/reconsider_decide.html"
    form_class = AnswersForm
    service = reconsider

    def who_may_preside(self) -> list[tuple[int, str]]:
        """Asked of the clerk only: the chair presides."""
        return []

    def make_form(self, *data: object) -> AnswersForm:
        self.decision = called_in_decision(self.case)
        self.alone = self.decision.mode == "INDIVIDUAL"
        if not self.alone:
            return MeetingAnswersForm(*data, concerns=concerns(self.case), presiders=self.who_may_preside())
        self.condition = self.decision.delegation.get("conditions", "")
        today = local_date(self.at)
        self.to_amend = condition_of(self.case, self.duty.office, self.decision.version, today)
        asked = {"condition": self.condition, "to_amend": self.to_amend, "maker": self.decision.maker_kind}
        return MemberAnswersForm(*data, concerns=concerns(self.case), **asked)

    def arguments(self, form: AnswersForm) -> dict:
        said = {
            "result": form.cleaned_data["result"],
            "answers": form.answers(),
            "words": form.words("AGREED"),
        }
        if self.alone:
            own = {name: form.cleaned_data[name] for name in ("interest", "nature")}
            return said | own | {"consulted": form.consultation(), "declared": form.conflicts()}
        return said | {"manner": form.manner()}

    def context(self, form: AnswersForm) -> dict:
        item = find_item(self.duty.subject_id)
        shown = {"item": item, "version": item.version} if self.alone else sitting_context(item, self.at)
        return shown | {
            "decision": self.decision,
            "call_in": call_in_reference(self.case),
            "alone": self.alone,
            "condition": self.condition if self.alone else "",
            "to_amend": self.to_amend if self.alone else "",
            "parts": parts(item.version.content),
            "may_call_vote": True,
        }


class MinuteAnswerTask(MinutePage, ReconsiderTask):
    """The clerk enters the answer that was stated at the meeting, as with any other outcome."""

    title = "Enter the answer for the chair"
    done = "The answer is entered. Somebody else certifies the record."

    def context(self, form: AnswersForm) -> dict:
        return super().context(form) | {"may_call_vote": bool(self.who_may_preside())}


TASK_VIEWS = [BringBackTask, ReconsiderTask]
urlpatterns = [path("duties/<int:pk>/minute/answer/", MinuteAnswerTask.as_view(), name="duty_minute_answer")]
